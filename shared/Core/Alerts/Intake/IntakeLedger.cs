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
    /// Makes the rows of one delivery. A replayed delivery gets the same ids. What its sender repeats on purpose
    /// (<see cref="SplitItem.Repeats"/>) has the period of receipt in its id, so that a repeat is news: its incident may have been
    /// closed meanwhile, and a closed incident swallows nothing.
    /// </summary>
    public IntakeDelivery Prepare(string source, IReadOnlyList<SplitItem> items)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentNullException.ThrowIfNull(items);
        var now = clock.GetUtcNow();

        // Most senders send one at a time.
        return new IntakeDelivery(source, items.Count == 1
            ? [Row(source, items[0], now)]
            : [.. items.Select(i => Row(source, i, now)).DistinctBy(r => r.Id, StringComparer.Ordinal)]);
    }

    /// <summary>
    /// Stores deliveries together; when the call returns they are durable, with a pointer to what of them is new: one for all of a
    /// partition that are written at once. A replayed delivery stores nothing twice. Pointers are written first: a pointer without a
    /// row is harmless, a row without one is forgotten.
    /// </summary>
    public async Task StoreAsync(IReadOnlyList<IntakeDelivery> deliveries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deliveries);

        // What stands in two of the deliveries is written, and handed on, with the first.
        var rows = deliveries.SelectMany(d => d.Rows).Where(r => r.Body is not null).DistinctBy(r => (r.Partition, r.Id)).ToArray();
        await Task.WhenAll(rows
            .GroupBy(r => r.Partition, StringComparer.Ordinal)
            .SelectMany(partition => Batches(partition).Select(batch => InsertMissingAsync(partition.Key, batch, cancellationToken))));
        foreach (var row in rows)
        {
            _recent.Add(row.Partition, row.Id);
        }
    }

    /// <summary>Makes the rows of one delivery and stores them.</summary>
    public async Task<IReadOnlyList<StoredReference>> StoreAsync(string source, IReadOnlyList<SplitItem> items, CancellationToken cancellationToken = default)
    {
        var delivery = Prepare(source, items);
        await StoreAsync([delivery], cancellationToken);
        return delivery.References;
    }

    /// <summary>
    /// The ids of a body whose alerts this process has stored lately, byte for byte the same, or null: then it is to be read and
    /// stored. Lately is today, and for what its sender repeats on purpose the period in which the same is a redelivery.
    /// </summary>
    public IReadOnlyList<string>? Recall(BodyPrint body) => _bodies.Find(body, clock.GetUtcNow());

    /// <summary>Remembers what was stored of a body.</summary>
    public void Remember(BodyPrint body, IReadOnlyList<StoredReference> stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        if (stored.Count > 0)
        {
            _bodies.Add(body, stored.Min(s => s.SameUntil), [.. stored.Select(s => s.AlertId)]);
        }
    }

    /// <summary>Reads a stored item, or null when the reference is none of ours or its row has expired.</summary>
    public async Task<StoredItem?> ReadAsync(string reference, CancellationToken cancellationToken = default)
    {
        var (partition, row) = Parse(reference);
        return partition is not null && await store.ReadAsync(partition, row, cancellationToken) is { } record
            ? OpsJson.Read<StoredItem>(record.Body)
            : null;
    }

    /// <summary>
    /// Finds the newest stored item of an alert by its id alone: at most one read for each day for which bodies are kept. Null when
    /// it was never accepted, or has expired.
    /// </summary>
    public async Task<(string Reference, StoredItem Item)?> FindAsync(string alertId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(alertId);
        var now = clock.GetUtcNow();
        for (var day = 0; day <= KeptFor.Days + 1; day++)
        {
            var partition = Partition(now.AddDays(-day), alertId);
            if (await store.ReadAsync(partition, alertId, cancellationToken) is { } record)
            {
                return ($"{partition}/{alertId}", OpsJson.Read<StoredItem>(record.Body));
            }
        }

        return null;
    }

    /// <summary>
    /// Says that alerts have their disposition: the sweeper need not publish them again. Settling twice is fine. Each comes with the
    /// key of its pointer; without one, its pointer stands for it alone.
    /// </summary>
    public Task SettleAsync(IEnumerable<(string Reference, string? Pointer)> alerts, CancellationToken cancellationToken = default) => due.SettleAsync(
        alerts.Select(a => (Parse(a.Reference), a.Pointer))
            .Where(a => a.Item1.Partition is not null)
            .GroupBy(a => (a.Item1.Partition!, Key: a.Pointer ?? a.Item1.Row), a => a.Item1.Row),
        cancellationToken);

    /// <summary>The references that a pointer of kind <see cref="PointerKind"/> stands for.</summary>
    public static IReadOnlyList<string> References(DuePointer pointer)
    {
        ArgumentNullException.ThrowIfNull(pointer);
        return [.. pointer.All.Select(row => $"{pointer.Partition}/{row}")];
    }

    /// <summary>The reference of an alert that was stored today.</summary>
    public string ReferenceOfToday(string alertId) => $"{Partition(clock.GetUtcNow(), alertId)}/{alertId}";

    /// <summary>The partition of a day and a shard.</summary>
    /// <param name="day">Any moment of the day.</param>
    /// <param name="shard">0 to <see cref="Shards"/> - 1.</param>
    public static string Partition(DateTimeOffset day, int shard) => string.Create(CultureInfo.InvariantCulture, $"intake-{day.UtcDateTime:yyyyMMdd}-{shard}");

    private IntakeRow Row(string source, SplitItem item, DateTimeOffset now)
    {
        item = item.Repeats is { } period ? item with { Id = DerivedId.Repeat(item.Id, period, now) } : item;
        var partition = Partition(now, item.Id);
        return new IntakeRow(partition, item.Id, SameUntil(item, now), _recent.Contains(partition, item.Id) ? null : IntakeBody.Write(source, item, now, now + KeptFor));
    }

    // The day is in the partition, so the same content is stored again on the next one.
    private static DateTimeOffset SameUntil(SplitItem item, DateTimeOffset now) =>
        DerivedId.PeriodEnd(item.Repeats is { } period && period < TimeSpan.FromDays(1) ? period : TimeSpan.FromDays(1), now);

    private static string Partition(DateTimeOffset now, string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(id), hash);
        return Names(now)[hash[0] % Shards];
    }

    // One text for all alerts of a day and shard: very many of them are remembered.
    private static string[] Names(DateTimeOffset day)
    {
        var known = _names;
        return known.Day == day.UtcDateTime.Date ? known.Names : (_names = new DayNames(day.UtcDateTime.Date, [.. Enumerable.Range(0, Shards).Select(s => Partition(day, s))])).Names;
    }

    private static DayNames _names = new(DateTime.MinValue, []);

    private sealed record DayNames(DateTime Day, string[] Names);

    private static IEnumerable<List<IntakeRow>> Batches(IEnumerable<IntakeRow> rows)
    {
        var batch = new List<IntakeRow>();
        var length = 0;
        foreach (var row in rows)
        {
            if (batch.Count == IRecordStore.MaxBatch || (batch.Count > 0 && length + row.Body!.Length > MaxBatchLength))
            {
                yield return batch;
                (batch, length) = ([], 0);
            }

            batch.Add(row);
            length += row.Body!.Length;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    // Optimistic: nearly every delivery is new. A conflict means that some rows are there already; each try learns at least one.
    // Those get a pointer again all the same: whoever stored them may have died before it published.
    private async Task InsertMissingAsync(string partition, List<IntakeRow> batch, CancellationToken cancellationToken)
    {
        var (key, announcement) = due.Announcement(PointerKind, partition, [.. batch.Select(r => r.Id)]);
        List<RecordChange> missing = [.. batch.Select(r => new RecordChange.Insert(r.Id, r.Body!))];
        while (missing.Count > 0)
        {
            try
            {
                await store.CommitInOrderAsync([announcement, new RecordBatch(partition, missing)], cancellationToken);
                break;
            }
            catch (RecordConflictException)
            {
                var left = new List<RecordChange>();
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

        batch.ForEach(r => r.Pointer = key);
    }

    private static (string? Partition, string Row) Parse(string reference)
    {
        var slash = reference?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        return slash > 0 && slash < reference!.Length - 1 && reference.StartsWith("intake-", StringComparison.Ordinal)
            ? (reference[..slash], reference[(slash + 1)..])
            : (null, string.Empty);
    }
}
