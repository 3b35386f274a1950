using OpsAutomation.Core.Calendars.Schedules;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.OnCall;

namespace OpsAutomation.Core.Notifications;

/// <summary>Reads <c>pageLimit</c> and <c>quietHours</c> of <c>routing.yaml</c>: OPS2117 limit, OPS2118 quiet hours.</summary>
internal static class PageLimitReader
{
    private const int MostPages = 1000;

    private static readonly TimeSpan LongestShift = TimeSpan.FromDays(7);
    private static readonly TimeSpan LongestGroup = TimeSpan.FromHours(4);

    public static PageLimit? Limit(YamlMap root)
    {
        if (root.Map("pageLimit") is not { } map)
        {
            return null;
        }

        var most = map.Int("most", 1, MostPages);
        if (most is null && !map.Has("most"))
        {
            map.Error("OPS2117", "most", "'pageLimit.most' is required: how many pages a person gets one by one in a shift.");
        }

        var shift = map.Duration("shift") ?? TimeSpan.FromHours(12);
        if (shift < TimeSpan.FromHours(1) || shift > LongestShift)
        {
            map.Error("OPS2117", "shift", "'pageLimit.shift' must be from 1h to 7d.");
        }

        var group = map.Duration("group") ?? TimeSpan.FromMinutes(15);
        if (group < TimeSpan.FromMinutes(1) || group > LongestGroup)
        {
            map.Error("OPS2117", "group", "'pageLimit.group' must be from 1m to 4h.");
        }

        var exempt = RouteRuleReader.ReadSeverities(map, "exempt");
        map.Done();
        return new PageLimit(most ?? 1, shift < TimeSpan.FromHours(1) ? TimeSpan.FromHours(12) : shift, group, exempt);
    }

    public static QuietHours? Quiet(YamlMap root)
    {
        if (root.Map("quietHours") is not { } map)
        {
            return null;
        }

        var zone = WallClockReader.Zone(map, "timeZone", "OPS2118");
        var days = WallClockReader.Days(map, "days", "OPS2118");
        var (from, to) = (WallClockReader.Time(map, "from", "OPS2118", required: true), WallClockReader.Time(map, "to", "OPS2118", required: true));
        map.Done();
        if (from is not null && from == to)
        {
            // All of a day would be meant, or nothing of it.
            map.Error("OPS2118", "to", "'quietHours.to' must be another time than its 'from'.");
        }

        return new QuietHours(
            zone ?? TimeZoneInfo.Utc,
            new OnCallHours(days.Count > 0 ? days : Enum.GetValues<DayOfWeek>(), from ?? TimeOnly.MinValue, to ?? TimeOnly.MinValue.AddHours(1)));
    }
}
