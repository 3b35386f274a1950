using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Correlation.Rehoming;

/// <summary>
/// Which scopes there are: one row per scope in the partition <c>scopes</c>, written with the first commit that a process makes
/// in it. A store lists rows and no partitions, and whoever looks after every scope must find them.
/// </summary>
public sealed class ScopeDirectory(IRecordStore store)
{
    private const string Partition = "scopes";
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<string, bool> _written = new(StringComparer.Ordinal);

    /// <summary>Every scope, in order.</summary>
    /// <param name="after">Where another reader stopped, or null for the beginning.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async IAsyncEnumerable<string> AllAsync(string? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var record in store.RangeAsync(Partition, after, cancellationToken: cancellationToken))
        {
            if (record.Row != after)
            {
                yield return record.Row;
            }
        }
    }

    /// <summary>The batch that lists a scope, for before the commit that makes it; nothing where this process has done so.</summary>
    internal IEnumerable<RecordBatch> Listing(string scope) => _written.ContainsKey(scope)
        ? []
        : [new RecordBatch(Partition, [new RecordChange.Upsert(scope, "{}")])];

    /// <summary>Says that the commit stands.</summary>
    internal void Listed(string scope)
    {
        // Written again where it was forgotten: the same row says the same.
        if (_written.Count >= MaxRemembered)
        {
            _written.Clear();
        }

        _written[scope] = true;
    }
}
