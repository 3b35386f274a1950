using System.Globalization;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Alerts.Intake;

/// <summary>A page of what was accepted.</summary>
/// <param name="Items">The items, as the ledger keeps them: redacted. Not in the order of receipt.</param>
/// <param name="Next">What to ask for next, or null when there is no more.</param>
public sealed record IntakePage(IReadOnlyList<StoredItem> Items, string? Next);

/// <summary>
/// Reads the intake ledger over a span of time, page by page, so that what a system received can be run again elsewhere
/// (<c>ops backtest</c>). A page is bounded in items and in length, whatever the span is.
/// </summary>
public sealed class IntakeExport(IRecordStore store)
{
    /// <summary>The longest span of one export: what the ledger keeps.</summary>
    public static readonly TimeSpan MaxSpan = IntakeLedger.KeptFor + TimeSpan.FromDays(1);

    private const int MaxItems = 500;
    private const int MaxLength = 2 * 1024 * 1024;

    /// <summary>Reads a page, or nothing when <paramref name="after"/> is no place in the span.</summary>
    /// <param name="from">The first moment.</param>
    /// <param name="to">The moment after the last; at most <see cref="MaxSpan"/> later.</param>
    /// <param name="after">What the page before said to ask for next; null at first.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async Task<IntakePage?> ReadAsync(DateTimeOffset from, DateTimeOffset to, string? after = null, CancellationToken cancellationToken = default)
    {
        var partitions = Partitions(from, to);
        var (first, row) = (0, (string?)null);
        if (after is not null)
        {
            var slash = after.IndexOf('/', StringComparison.Ordinal);
            first = slash > 0 ? partitions.IndexOf(after[..slash]) : -1;
            if (first < 0 || slash == after.Length - 1)
            {
                return null;
            }

            row = after[(slash + 1)..];
        }

        var items = new List<StoredItem>();
        var length = 0;
        for (var i = first; i < partitions.Count; i++, row = null)
        {
            await foreach (var record in store.RangeAsync(partitions[i], row, cancellationToken: cancellationToken))
            {
                if (record.Row == row || OpsJson.Read<StoredItem>(record.Body) is not { } item || item.ReceivedAt < from || item.ReceivedAt >= to)
                {
                    continue;
                }

                items.Add(item);
                length += record.Body.Length;
                if (items.Count >= MaxItems || length >= MaxLength)
                {
                    return new IntakePage(items, $"{partitions[i]}/{record.Row}");
                }
            }
        }

        return new IntakePage(items, null);
    }

    private static List<string> Partitions(DateTimeOffset from, DateTimeOffset to)
    {
        var partitions = new List<string>();
        for (var day = from.UtcDateTime.Date; day <= to.UtcDateTime && to - from <= MaxSpan; day = day.AddDays(1))
        {
            partitions.AddRange(Enumerable.Range(0, IntakeLedger.Shards).Select(shard => string.Create(CultureInfo.InvariantCulture, $"intake-{day:yyyyMMdd}-{shard}")));
        }

        return partitions;
    }
}
