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
    private const string Bookmarks = "retention";
    private const string Round = "scopes";
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

    /// <summary>
    /// The next scopes in a round over all of them; where it is stands in the partition <c>retention</c>. Nobody else looks into one
    /// in which nothing fires and nothing waits, and what it remembers would stay for ever.
    /// </summary>
    /// <param name="most">The most scopes.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<IReadOnlyList<string>> NextOfRoundAsync(int most, CancellationToken cancellationToken = default)
    {
        var after = await store.ReadAsync(Bookmarks, Round, cancellationToken) is { } record ? OpsJson.Read<RoundBookmark>(record.Body).After : null;
        var next = new List<string>();
        await foreach (var scope in AllAsync(after, cancellationToken))
        {
            next.Add(scope);
            if (next.Count == most)
            {
                break;
            }
        }

        var mark = new RoundBookmark(next.Count == most ? next[^1] : null);
        await store.CommitAsync(Bookmarks, [new RecordChange.Upsert(Round, OpsJson.Write(mark))], cancellationToken);
        return next;
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

/// <summary>How far a round over the scopes has come.</summary>
/// <param name="After">The last scope, or null for the beginning.</param>
internal sealed record RoundBookmark(string? After);
