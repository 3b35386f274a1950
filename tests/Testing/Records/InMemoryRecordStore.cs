using System.Globalization;
using System.Runtime.CompilerServices;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Testing.Records;

/// <summary>
/// A record store in memory that keeps the port's promises (ordinal order, ETags, atomic batches), for tests that need no disk.
/// <see cref="BeforeCommit"/> lets a test be the other writer, or the crash.
/// </summary>
public sealed class InMemoryRecordStore : IRecordStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SortedDictionary<string, Record>> _partitions = new(StringComparer.Ordinal);
    private long _version;

    /// <summary>Called before each commit, outside the lock: write to the store to cause a conflict, or throw to crash.</summary>
    public Func<string, IReadOnlyList<RecordChange>, Task>? BeforeCommit { get; set; }

    /// <summary>Called after each commit: throw to lose the answer of a commit that stands.</summary>
    public Func<string, IReadOnlyList<RecordChange>, Task>? AfterCommit { get; set; }

    /// <summary>Number of commits that succeeded.</summary>
    public int Commits { get; private set; }

    /// <summary>The partitions that hold a row now, in ordinal order.</summary>
    public IReadOnlyList<string> Partitions
    {
        get
        {
            lock (_gate)
            {
                return [.. _partitions.Where(p => p.Value.Count > 0).Select(p => p.Key).Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>The rows of a partition now, in ordinal order.</summary>
    public IReadOnlyList<Record> Rows(string partition)
    {
        lock (_gate)
        {
            return _partitions.TryGetValue(partition, out var rows) ? [.. rows.Values] : [];
        }
    }

    public Task<Record?> ReadAsync(string partition, string row, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult(_partitions.TryGetValue(partition, out var rows) ? rows.GetValueOrDefault(row) : null);
        }
    }

    public async IAsyncEnumerable<Record> RangeAsync(
        string partition,
        string? from = null,
        string? to = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        foreach (var record in Rows(partition))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if ((from is null || string.CompareOrdinal(record.Row, from) >= 0) && (to is null || string.CompareOrdinal(record.Row, to) < 0))
            {
                yield return record;
            }
        }
    }

    public async Task CommitAsync(string partition, IReadOnlyList<RecordChange> changes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        cancellationToken.ThrowIfCancellationRequested();
        if (changes.Count is 0 or > IRecordStore.MaxBatch)
        {
            throw new ArgumentException($"A batch holds 1 to {IRecordStore.MaxBatch} changes, not {changes.Count}.", nameof(changes));
        }

        if (changes.GroupBy(c => c.Row, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"The batch names row '{twice.Key}' twice.", nameof(changes));
        }

        if (BeforeCommit is { } before)
        {
            await before(partition, changes);
        }

        lock (_gate)
        {
            if (!_partitions.TryGetValue(partition, out var rows))
            {
                _partitions[partition] = rows = new(StringComparer.Ordinal);
            }

            foreach (var change in changes)
            {
                Check(partition, change, rows.GetValueOrDefault(change.Row));
            }

            foreach (var change in changes)
            {
                Apply(partition, change, rows);
            }

            Commits++;
        }

        if (AfterCommit is { } after)
        {
            await after(partition, changes);
        }
    }

    private static void Check(string partition, RecordChange change, Record? found)
    {
        var reason = change switch
        {
            RecordChange.Insert when found is not null => "it exists",
            RecordChange.Replace or RecordChange.Delete { ETag: not null } when found is null => "it does not exist",
            RecordChange.Replace replace when found!.ETag != replace.ETag => "it has changed",
            RecordChange.Delete { ETag: { } tag } when found!.ETag != tag => "it has changed",
            _ => null,
        };
        if (reason is not null)
        {
            throw new RecordConflictException(partition, change.Row, reason);
        }
    }

    private void Apply(string partition, RecordChange change, SortedDictionary<string, Record> rows)
    {
        var tag = (++_version).ToString(CultureInfo.InvariantCulture);
        switch (change)
        {
            case RecordChange.Insert c: rows[c.Row] = new Record(partition, c.Row, c.Body, tag, c.Schema); break;
            case RecordChange.Replace c: rows[c.Row] = new Record(partition, c.Row, c.Body, tag, c.Schema); break;
            case RecordChange.Upsert c: rows[c.Row] = new Record(partition, c.Row, c.Body, tag, c.Schema); break;
            case RecordChange.Delete c: rows.Remove(c.Row); break;
            default: throw new ArgumentOutOfRangeException(nameof(change), change, "Unknown change.");
        }
    }
}
