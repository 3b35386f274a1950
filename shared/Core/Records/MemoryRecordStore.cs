using System.Globalization;
using System.Runtime.CompilerServices;

namespace OpsAutomation.Core.Records;

/// <summary>
/// Records in memory, gone with the process: for what is computed and thrown away, such as a backtest. It keeps every promise
/// of the port but that of the disk, and passes the same exam.
/// </summary>
public sealed class MemoryRecordStore : IRecordStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Partition> _partitions = new(StringComparer.Ordinal);
    private long _version;

    /// <inheritdoc/>
    public Task<Record?> ReadAsync(string partition, string row, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(partition);
        ArgumentException.ThrowIfNullOrEmpty(row);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult(_partitions.GetValueOrDefault(partition)?.Rows.GetValueOrDefault(row));
        }
    }

    /// <inheritdoc/>
    /// <remarks>A range is read as it stands when its reading begins.</remarks>
    public async IAsyncEnumerable<Record> RangeAsync(
        string partition, string? from = null, string? to = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(partition);
        await Task.CompletedTask;
        Record[] found;
        lock (_gate)
        {
            found = _partitions.GetValueOrDefault(partition)?.Range(from, to) ?? [];
        }

        foreach (var record in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return record;
        }
    }

    /// <inheritdoc/>
    public Task CommitAsync(string partition, IReadOnlyList<RecordChange> changes, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(partition);
        ArgumentNullException.ThrowIfNull(changes);
        cancellationToken.ThrowIfCancellationRequested();
        if (changes.Count is 0 or > IRecordStore.MaxBatch)
        {
            throw new ArgumentException($"A batch holds 1 to {IRecordStore.MaxBatch} changes, not {changes.Count}.", nameof(changes));
        }

        if (changes.Select(c => c.Row).Distinct(StringComparer.Ordinal).Count() < changes.Count)
        {
            throw new ArgumentException("The batch names a row twice.", nameof(changes));
        }

        lock (_gate)
        {
            var rows = _partitions.TryGetValue(partition, out var known) ? known : _partitions[partition] = new Partition();
            foreach (var change in changes)
            {
                Check(partition, change, rows.Rows.GetValueOrDefault(change.Row));
            }

            foreach (var change in changes)
            {
                Apply(partition, change, rows);
            }
        }

        return Task.CompletedTask;
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

    private void Apply(string partition, RecordChange change, Partition rows)
    {
        var (body, schema) = change switch
        {
            RecordChange.Insert c => (c.Body, c.Schema),
            RecordChange.Replace c => (c.Body, c.Schema),
            RecordChange.Upsert c => (c.Body, c.Schema),
            RecordChange.Delete => (null, 0),
            _ => throw new ArgumentOutOfRangeException(nameof(change), change, "Unknown change."),
        };
        if (body is null)
        {
            rows.Keys.Remove(change.Row);
            rows.Rows.Remove(change.Row);
            return;
        }

        rows.Keys.Add(change.Row);
        rows.Rows[change.Row] = new Record(partition, change.Row, body, (++_version).ToString(CultureInfo.InvariantCulture), schema);
    }

    private sealed class Partition
    {
        public SortedSet<string> Keys { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, Record> Rows { get; } = new(StringComparer.Ordinal);

        public Record[] Range(string? from, string? to)
        {
            if (Keys.Count == 0 || string.CompareOrdinal(from ?? Keys.Min, to ?? Keys.Max) > 0)
            {
                return [];
            }

            // The view includes its upper end, the port does not.
            return [.. Keys.GetViewBetween(from ?? Keys.Min, to ?? Keys.Max).Where(k => to is null || string.CompareOrdinal(k, to) < 0).Select(k => Rows[k])];
        }
    }
}
