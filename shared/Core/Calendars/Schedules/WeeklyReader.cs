using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Calendars.Schedules;

/// <summary>
/// Reads <c>weekly</c>: OPS1508 time zone, OPS1509 days, OPS1510 time of day, OPS1511 not exactly one of <c>duration</c> and
/// <c>end</c>, OPS1512 duration, OPS1513 date, OPS1514 never starts, OPS1515 no <c>reviewBy</c>, OPS1516 starts when it ends.
/// </summary>
internal static class WeeklyReader
{
    public static (WeeklySchedule? Schedule, DateOnly? ReviewBy) Read(YamlMap map)
    {
        var errors = map.Bag.All.Count;
        var zone = WallClockReader.Zone(map, "timeZone", "OPS1508");
        var days = WallClockReader.Days(map, "days", "OPS1509");
        if (!map.Has("days"))
        {
            map.Error("OPS1509", "days", $"'{map.Path}.days' must list at least one day, such as [sat, sun].");
        }

        var start = WallClockReader.Time(map, "start", "OPS1510", required: true);
        var end = WallClockReader.Time(map, "end", "OPS1510", required: false);
        var duration = Duration(map);
        if (map.Has("duration") == map.Has("end"))
        {
            map.Error("OPS1511", map.Has("end") ? "end" : "start", $"'{map.Path}' has either a 'duration' or an 'end'.");
        }

        if (start is not null && start == end)
        {
            map.Error("OPS1516", "end", $"'{map.Path}' ends when it starts; write 'duration: 24h' for a whole day.");
        }

        var from = WallClockReader.Date(map, "from", "OPS1513");
        var until = WallClockReader.Date(map, "until", "OPS1513");
        var reviewBy = WallClockReader.Date(map, "reviewBy", "OPS1513");
        if (!map.Has("reviewBy"))
        {
            map.Error("OPS1515", "start", $"'{map.Path}.reviewBy' is required: a window that nobody looks at hides alerts for ever. After that day it hides nothing.");
        }

        map.Done();
        var last = until is { } u && u < reviewBy ? u : reviewBy;
        if (from is { } first && last < first)
        {
            map.Error("OPS1514", "from", $"'{map.Path}' never starts: its first day is after its last.");
        }

        return map.Bag.All.Count > errors
            ? (null, reviewBy)
            : (new WeeklySchedule { Zone = zone!, Days = days, Start = start!.Value, Duration = duration, End = end, From = from, Until = last!.Value }, reviewBy);
    }

    private static TimeSpan? Duration(YamlMap map)
    {
        if (map.Duration("duration") is not { } duration)
        {
            return null;
        }

        if (duration > WeeklySchedule.Longest || duration.Ticks % TimeSpan.TicksPerMinute != 0)
        {
            map.Error("OPS1512", "duration", $"'{map.Path}.duration' must be whole minutes, at most {WeeklySchedule.Longest.TotalHours:0}h.");
        }

        return duration;
    }
}
