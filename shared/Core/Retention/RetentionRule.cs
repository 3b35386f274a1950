using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Retention;

/// <summary>A family of partitions that are named by time, and how long each is kept after the time that it is named by has ended.</summary>
/// <param name="Name">Its name in the bookmarks.</param>
/// <param name="Grain">The length of time of one name.</param>
/// <param name="Kept">How long a partition is kept after its time.</param>
/// <param name="PartitionsOf">The partitions of the time that begins at a moment.</param>
public sealed record RetentionRule(string Name, TimeSpan Grain, TimeSpan Kept, Func<DateTimeOffset, IReadOnlyList<string>> PartitionsOf)
{
    /// <summary>What else goes with rows, before they do; null for nothing. Must do no harm when it is done twice.</summary>
    public Func<IRecordStore, IReadOnlyList<Record>, CancellationToken, Task>? GoesWith { get; init; }

    /// <summary>
    /// How far back a rule without a bookmark begins: what an older program may have left. It ends once: the bookmark stays.
    /// </summary>
    public static readonly TimeSpan FirstLook = TimeSpan.FromDays(7);

    /// <summary>
    /// Rows of recent alerts, kept for 35 days: a search reaches 31 days back, a preview one, and a body that a backtest reads
    /// is kept for 30. With each row goes what its scope keeps of the alert: inbox, dispositions, and where it was decided.
    /// </summary>
    public static RetentionRule RecentAlerts { get; } =
        new("ix-alerts", TimeSpan.FromHours(1), TimeSpan.FromDays(35), hour => [Core.Correlation.Recent.RecentAlerts.Partition(hour)])
        {
            GoesWith = (store, rows, token) => new AlertRetention(store).ForgetAsync(rows.Select(r => OpsJson.Read<Core.Correlation.Recent.RecentAlert>(r.Body)), token),
        };

    /// <summary>Bodies as received, kept as long as they say: 30 days.</summary>
    public static RetentionRule Intake { get; } =
        new("intake", TimeSpan.FromDays(1), IntakeLedger.KeptFor, day => [.. Enumerable.Range(0, IntakeLedger.Shards).Select(shard => IntakeLedger.Partition(day, shard))]);

    /// <summary>Every rule.</summary>
    public static IReadOnlyList<RetentionRule> All { get; } = [RecentAlerts, Intake];

    /// <summary>The times whose partitions may go now, oldest first. Their rows have all been kept long enough, and nothing is written there any more.</summary>
    /// <param name="bookmark">The first time that has not been purged, or null when nothing ever was.</param>
    /// <param name="now">The moment of asking.</param>
    public IEnumerable<DateTimeOffset> Due(DateTimeOffset? bookmark, DateTimeOffset now)
    {
        for (var time = Floor(bookmark ?? (now - Kept - FirstLook)); time + Grain + Kept <= now; time += Grain)
        {
            yield return time;
        }
    }

    private DateTimeOffset Floor(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % Grain.Ticks), TimeSpan.Zero);
}
