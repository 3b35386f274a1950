using OpsAutomation.Core.Calendars;
using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Correlation;

/// <summary>A maintenance window or a silence began or ended.</summary>
/// <param name="At">When that was seen.</param>
/// <param name="Began">Whether it began; otherwise it ended.</param>
/// <param name="Suppression">What it was.</param>
/// <param name="Hidden">At an end: how many alerts it hid; null at a beginning.</param>
public sealed record CalendarEvent(DateTimeOffset At, bool Began, Suppression Suppression, int? Hidden)
{
    /// <summary>In a sentence.</summary>
    public string Text => Began
        ? $"Began: {Suppression.Text}"
        : FormattableString.Invariant($"Ended: {Suppression.Text}. It hid {Hidden} alert{(Hidden == 1 ? string.Empty : "s")}; what still fires is told now.");
}

/// <summary>
/// Notices when windows and silences begin and end, each once however many processes look (keep#6532 asks for such events):
/// what was active at the last look and the new events stand in one batch of the partition <c>calendar-events</c>.
/// </summary>
public sealed class CalendarWatch(IRecordStore store, ClimateLedger climate, RecentAlerts recent, TimeProvider clock)
{
    private const string Partition = "calendar-events";
    private const string ActiveRow = "active";
    private const string EventPrefix = "event-";

    /// <summary>Looks, and returns what began or ended since the last look; nothing when another process saw it first.</summary>
    public async Task<IReadOnlyList<CalendarEvent>> LookAsync(CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        var active = (await climate.FreshAsync(cancellationToken)).Calendar.ActiveAt(now);
        var stored = await store.ReadAsync(Partition, ActiveRow, cancellationToken);
        var before = stored is null ? [] : OpsJson.Read<Suppression[]>(stored.Body);
        var events = active.Where(a => !Array.Exists(before, b => Same(a, b))).Select(a => new CalendarEvent(now, true, a, null)).ToList();
        foreach (var ended in before.Where(b => !active.Any(a => Same(a, b))))
        {
            var counts = await HiddenCounts.OfAsync(recent, [ended.Mark], ended.Since, now.AddTicks(1), cancellationToken);
            events.Add(new CalendarEvent(now, false, ended, counts.ByMark[ended.Mark]));
        }

        if (events.Count == 0)
        {
            return events;
        }

        var body = OpsJson.Write(active);
        try
        {
            await store.CommitAsync(
                Partition,
                [
                    stored is null ? new RecordChange.Insert(ActiveRow, body) : new RecordChange.Replace(ActiveRow, body, stored.ETag),
                    .. events.Take(IRecordStore.MaxBatch - 1).Select((e, i) => new RecordChange.Insert($"{EventPrefix}{DateTimeOffset.MaxValue.UtcTicks - now.UtcTicks:D19}-{i:D3}", OpsJson.Write(e))),
                ],
                cancellationToken);
            return events;
        }
        catch (RecordConflictException)
        {
            return [];
        }
    }

    /// <summary>The newest events, newest first.</summary>
    public async Task<IReadOnlyList<CalendarEvent>> NewestAsync(int most, CancellationToken cancellationToken = default)
    {
        var events = new List<CalendarEvent>();
        await foreach (var record in store.PrefixAsync(Partition, EventPrefix, cancellationToken))
        {
            events.Add(OpsJson.Read<CalendarEvent>(record.Body));
            if (events.Count >= most)
            {
                break;
            }
        }

        return events;
    }

    // A silence that is made longer goes on; the next week's window is another.
    private static bool Same(Suppression one, Suppression other) => one.Mark == other.Mark && one.Since == other.Since;
}
