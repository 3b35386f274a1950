using System.Globalization;
using System.Runtime.CompilerServices;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Correlation.Recent;

/// <summary>
/// The projection of alerts by the hour in which they came: partitions <c>ix-alerts-yyyyMMddHH</c> (UTC), in each the newest
/// first. Rebuildable; a reader takes what it needs and stops.
/// </summary>
public sealed class RecentAlerts(IRecordStore store)
{
    /// <summary>What the names of the partitions begin with.</summary>
    public const string PartitionPrefix = "ix-alerts-";

    /// <summary>The partition that says in which scope an alert was decided: a row per alert, as long as its dispositions are kept.</summary>
    public const string Places = "ix-alerts";

    /// <summary>Writes the row of an alert, again when its disposition is another now.</summary>
    public Task PutAsync(RecentAlert recent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recent);
        return store.CommitInOrderAsync([.. Batches([recent])], cancellationToken);
    }

    /// <summary>The batches that write the rows of alerts that all differ, at most <see cref="IRecordStore.MaxBatch"/>: one for each hour in which they came.</summary>
    public static IEnumerable<RecordBatch> Batches(IEnumerable<RecentAlert> recent)
    {
        ArgumentNullException.ThrowIfNull(recent);
        return recent.GroupBy(r => Partition(r.Alert.ReceivedAt), StringComparer.Ordinal).Select(hour => new RecordBatch(
            hour.Key, [.. hour.Select(r => new RecordChange.Upsert($"{Newest(r.Alert.ReceivedAt)}-{r.Alert.Id}", OpsJson.Write(r)))]));
    }

    /// <summary>The row of one alert, or null when there is none (any more).</summary>
    public async Task<RecentAlert?> ReadAsync(DateTimeOffset receivedAt, string alertId, CancellationToken cancellationToken = default) =>
        await store.ReadAsync(Partition(receivedAt), $"{Newest(receivedAt)}-{alertId}", cancellationToken) is { } record
            ? OpsJson.Read<RecentAlert>(record.Body)
            : null;

    /// <summary>The alerts that came from one moment (inclusive) to another (exclusive), newest first.</summary>
    public async IAsyncEnumerable<RecentAlert> NewestFirstAsync(
        DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var hour = HourOf(to); hour >= HourOf(from); hour = hour.AddHours(-1))
        {
            await foreach (var row in OfHourAsync(hour, from, to, cancellationToken: cancellationToken))
            {
                yield return row;
            }
        }
    }

    /// <summary>The alerts of one hour that came in a stretch of time, newest first.</summary>
    /// <param name="hour">The hour's beginning, by <see cref="HourOf"/>.</param>
    /// <param name="from">The first moment (inclusive).</param>
    /// <param name="to">The last moment (exclusive).</param>
    /// <param name="after">Where another reader stopped, or null for the beginning.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async IAsyncEnumerable<RecentAlert> OfHourAsync(
        DateTimeOffset hour, DateTimeOffset from, DateTimeOffset to, RecentPosition? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // Keys fall as time rises: the first key of interest is the newest moment's.
        var first = Newest(to.AddTicks(-1));
        var seen = after is null ? null : after.AlertId is { } id ? $"{Newest(after.At)}-{id}" : Newest(after.At.AddTicks(-1));
        first = seen is not null && string.CompareOrdinal(seen, first) > 0 ? seen : first;
        await foreach (var record in store.RangeAsync(Partition(hour), first, Newest(from.AddTicks(-1)), cancellationToken))
        {
            if (record.Row != seen)
            {
                yield return OpsJson.Read<RecentAlert>(record.Body);
            }
        }
    }

    /// <summary>The beginning of the hour of a moment.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    /// <summary>The partition of an hour.</summary>
    public static string Partition(DateTimeOffset moment) => string.Create(CultureInfo.InvariantCulture, $"{PartitionPrefix}{moment.UtcDateTime:yyyyMMddHH}");

    private static string Newest(DateTimeOffset moment) => string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.MaxValue.UtcTicks - moment.UtcTicks:D19}");
}
