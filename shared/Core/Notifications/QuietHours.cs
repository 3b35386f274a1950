using OpsAutomation.Core.Calendars.Schedules;
using OpsAutomation.Core.OnCall;

namespace OpsAutomation.Core.Notifications;

/// <summary>When tickets wait, by the clock on the wall; what waited is told in one digest at their end. A page never waits.</summary>
/// <param name="Zone">The zone of the clock.</param>
/// <param name="Hours">The part of each day.</param>
public sealed record QuietHours(TimeZoneInfo Zone, OnCallHours Hours)
{
    /// <summary>When the quiet time of a moment ends, or null where it is none.</summary>
    public DateTimeOffset? EndOf(DateTimeOffset at)
    {
        if (!Hours.Contains(at, Zone))
        {
            return null;
        }

        // A weekend may be quiet for days on end: of the parts that follow each other without a gap the last one ends it.
        var today = DateOnly.FromDateTime(WallClock.At(at, Zone));
        var end = at;
        for (var day = today.AddDays(-1); day <= today.AddDays(8); day = day.AddDays(1))
        {
            if (Hours.Days.Contains(day.DayOfWeek) && Hours.Begins(day, Zone) <= end && Hours.Ends(day, Zone) > end)
            {
                end = Hours.Ends(day, Zone);
            }
        }

        return end;
    }
}
