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

    /// <summary>How long a body is kept: 30 days.</summary>
    public static TimeSpan KeptFor { get; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Stores the items of one delivery; when the call returns they are durable. A replayed delivery stores nothing twice and
    /// gets the same ids. What its sender repeats on purpose (<see cref="SplitItem.Repeats"/>) has the period of receipt in its id,
    /// so that a repeat is news: its incident may have been closed meanwhile, and a closed incident swallows nothing.
    /// Pointers are written first: a pointer without a row is harmless, a row without one is forgotten.
    /// </summary>
    public async Task<IReadOnlyList<StoredReference>> StoreAsync(string source, IReadOnlyList<SplitItem> items, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentNullException.ThrowIfNull(items);
        var now = clock.GetUtcNow();
        var rows = items
            .Select(i => i.Repeats is { } period ? i with { Id = DerivedId.Repeat(i.Id, period, now) } : i)
            .DistinctBy(i => i.Id, StringComparer.Ordinal)
            .Select(i => (Item: i, Partition: Partition(now, i.Id)))
            .ToArray();
        foreach (var (item, partition) in rows)
        {
            await due.AnnounceAsync(PointerKind, partition, item.Id, cancellationToken);
        }

        foreach (var group in rows.GroupBy(r => r.Partition, StringComparer.Ordinal))
        {
            foreach (var batch in Batches(group.Select(r => new RecordChange.Insert(r.Item.Id, Body(source, r.Item, now)))))
            {
                await InsertMissingAsync(group.Key, batch, cancellationToken);
            }
        }

        return [.. rows.Select(r => new StoredReference(r.Item.Id, $"{r.Partition}/{r.Item.Id}"))];
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

    /// <summary>The reference that a pointer of kind <see cref="PointerKind"/> stands for.</summary>
    public static string Reference(DuePointer pointer)
    {
        ArgumentNullException.ThrowIfNull(pointer);
        return $"{pointer.Partition}/{pointer.Key}";
    }

    private static string Partition(DateTimeOffset now, string id) =>
        string.Create(CultureInfo.InvariantCulture, $"intake-{now.UtcDateTime:yyyyMMdd}-{SHA256.HashData(Encoding.UTF8.GetBytes(id))[0] % Shards}");

    private static string Body(string source, SplitItem item, DateTimeOffset now)
    {
        using var redacted = System.Text.Json.JsonDocument.Parse(Redaction.Json(item.Body));
        return OpsJson.Write(new StoredItem(item.Id, source, now, now + KeptFor, redacted.RootElement, item.Unparseable));
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
    private async Task InsertMissingAsync(string partition, List<RecordChange.Insert> batch, CancellationToken cancellationToken)
    {
        var missing = batch;
        while (missing.Count > 0)
        {
            try
            {
                await store.CommitAsync(partition, missing, cancellationToken);
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
