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

    /// <summary>The alerts that came from one moment (inclusive) to another (exclusive), newest first.</summary>
    public async IAsyncEnumerable<RecentAlert> NewestFirstAsync(
        DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var hour = Hour(to); hour >= Hour(from); hour = hour.AddHours(-1))
        {
            // Keys fall as time rises: the first key of interest is the newest moment's.
            await foreach (var record in store.RangeAsync(Partition(hour), Newest(to.AddTicks(-1)), Newest(from.AddTicks(-1)), cancellationToken))
            {
                yield return OpsJson.Read<RecentAlert>(record.Body);
            }
        }
    }

    private static string Partition(DateTimeOffset moment) => string.Create(CultureInfo.InvariantCulture, $"{PartitionPrefix}{moment.UtcDateTime:yyyyMMddHH}");

    private static string Newest(DateTimeOffset moment) => string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.MaxValue.UtcTicks - moment.UtcTicks:D19}");

    private static DateTimeOffset Hour(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
}
