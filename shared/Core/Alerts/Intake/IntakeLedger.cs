using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Alerts.Intake;

/// <summary>
/// Keeps every accepted body before the sender gets its answer. A topic without a subscription, or a crash after the 202,
/// loses nothing: the pointer stays until the alert has its disposition, and the sweeper publishes it again.
/// </summary>
public sealed class IntakeLedger(IRecordStore store, DuePointers due, TimeProvider clock)
{
    /// <summary>The kind of the pointers that this ledger writes.</summary>
    public const string PointerKind = "intake";

    /// <summary>Partitions per day.</summary>
    public const int Shards = 8;

    // A batch may have 100 rows and 4 MB (DESIGN section 5); half of that leaves room for UTF-16.
    private const int MaxBatchLength = 2 * 1024 * 1024;

    private readonly RecentAlerts _recent = new();
    private readonly RecentBodies _bodies = new();

    /// <summary>How long a body is kept: 30 days.</summary>
    public static TimeSpan KeptFor { get; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Stores the items of one delivery; when the call returns they are durable, each with its pointer. A replayed delivery
    /// stores nothing twice and gets the same ids. Pointers are written first: a pointer without a row is harmless, a row
    /// without one is forgotten.
    /// </summary>
    public async Task<IReadOnlyList<StoredReference>> StoreAsync(string source, IReadOnlyList<SplitItem> items, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentNullException.ThrowIfNull(items);
        var now = clock.GetUtcNow();
        var rows = items
            .DistinctBy(i => i.Id, StringComparer.Ordinal)
            .Select(i => (Item: i, Partition: Partition(now, i.Id)))
            .ToArray();
        var known = rows.Select(r => _recent.Contains(r.Partition, r.Item.Id)).ToArray();
        await Task.WhenAll(rows
            .Where((_, n) => !known[n])
            .GroupBy(r => r.Partition, r => r.Item, StringComparer.Ordinal)
            .SelectMany(partition => Batches(partition.Select(i => new RecordChange.Insert(i.Id, IntakeBody.Write(source, i, now, now + KeptFor))))
                .Select(batch => InsertMissingAsync(partition.Key, batch, cancellationToken))));
        foreach (var (item, partition) in rows)
        {
            _recent.Add(partition, item.Id);
        }

        return [.. rows.Select((r, n) => new StoredReference(r.Item.Id, $"{r.Partition}/{r.Item.Id}", known[n]))];
    }

    /// <summary>The hour in which an alert that comes now is received (UTC). Take it before storing: what is remembered of it counts in that hour only.</summary>
    public DateTimeOffset Hour => new(clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerHour * TimeSpan.TicksPerHour, TimeSpan.Zero);

    /// <summary>The ids of a body whose alerts this process has stored in this hour, byte for byte the same, or null: then it is to be read and stored.</summary>
    public IReadOnlyList<string>? Recall(string source, ReadOnlySpan<byte> body) => _bodies.Find(source, body, Hour);

    /// <summary>Remembers what <see cref="StoreAsync"/> has stored of a body, in the hour that <see cref="Hour"/> was before it.</summary>
    public void Remember(string source, ReadOnlySpan<byte> body, IReadOnlyList<StoredReference> stored, DateTimeOffset hour)
    {
        ArgumentNullException.ThrowIfNull(stored);
        _bodies.Add(source, body, hour, [.. stored.Select(s => s.AlertId)]);
    }

    /// <summary>Reads a stored item, or null when the reference is none of ours or its row has expired.</summary>
    public async Task<StoredItem?> ReadAsync(string reference, CancellationToken cancellationToken = default)
    {
        var (partition, row) = Parse(reference);
        return partition is not null && await store.ReadAsync(partition, row, cancellationToken) is { } record
            ? OpsJson.Read<StoredItem>(record.Body)
            : null;
    }

    /// <summary>Says that the alert has its disposition: the sweeper need not publish it again. Settling twice is fine.</summary>
    public async Task SettleAsync(string reference, CancellationToken cancellationToken = default)
    {
        var (partition, row) = Parse(reference);
        if (partition is not null)
        {
            await due.RetireAsync(partition, row, cancellationToken);
        }
    }

    /// <summary>Says the same of several alerts at once.</summary>
    public Task SettleAsync(IEnumerable<string> references, CancellationToken cancellationToken = default) => due.RetireAsync(
        references.Select(Parse).Where(r => r.Partition is not null).Select(r => (r.Partition!, r.Row)), cancellationToken);

    /// <summary>The reference that a pointer of kind <see cref="PointerKind"/> stands for.</summary>
    public static string Reference(DuePointer pointer)
    {
        ArgumentNullException.ThrowIfNull(pointer);
        return $"{pointer.Partition}/{pointer.Key}";
    }

    private static string Partition(DateTimeOffset now, string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(id), hash);
        return string.Create(CultureInfo.InvariantCulture, $"intake-{now.UtcDateTime:yyyyMMdd}-{hash[0] % Shards}");
    }

    private static IEnumerable<List<RecordChange.Insert>> Batches(IEnumerable<RecordChange.Insert> inserts)
    {
        var batch = new List<RecordChange.Insert>();
        var length = 0;
        foreach (var insert in inserts)
        {
            if (batch.Count == IRecordStore.MaxBatch || (batch.Count > 0 && length + insert.Body.Length > MaxBatchLength))
            {
                yield return batch;
                (batch, length) = ([], 0);
            }

            batch.Add(insert);
            length += insert.Body.Length;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    // Optimistic: nearly every delivery is new. A conflict means that some rows are there already; each try learns at least one.
    // Those get a pointer again all the same: whoever stored them may have died before it published.
    private async Task InsertMissingAsync(string partition, List<RecordChange.Insert> batch, CancellationToken cancellationToken)
    {
        var missing = batch;
        while (missing.Count > 0)
        {
            try
            {
                await store.CommitInOrderAsync(
                    [due.Announcement(PointerKind, partition, batch.Select(i => i.Row)), new RecordBatch(partition, missing)], cancellationToken);
                return;
            }
            catch (RecordConflictException)
            {
                var left = new List<RecordChange.Insert>();
                foreach (var insert in missing)
                {
                    if (await store.ReadAsync(partition, insert.Row, cancellationToken) is null)
                    {
                        left.Add(insert);
                    }
                }

                if (left.Count == missing.Count)
                {
                    throw;
                }

                missing = left;
            }
        }
    }

    private static (string? Partition, string Row) Parse(string reference)
    {
        var slash = reference?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        return slash > 0 && slash < reference!.Length - 1 && reference.StartsWith("intake-", StringComparison.Ordinal)
            ? (reference[..slash], reference[(slash + 1)..])
            : (null, string.Empty);
    }
}
