using System.Globalization;
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
        var zone = Zone(map);
        var days = Days(map);
        var start = Time(map, "start", required: true);
        var end = Time(map, "end", required: false);
        var duration = Duration(map);
        if (map.Has("duration") == map.Has("end"))
        {
            map.Error("OPS1511", map.Has("end") ? "end" : "start", $"'{map.Path}' has either a 'duration' or an 'end'.");
        }

        if (start is not null && start == end)
        {
            map.Error("OPS1516", "end", $"'{map.Path}' ends when it starts; write 'duration: 24h' for a whole day.");
        }

        var from = Date(map, "from");
        var until = Date(map, "until");
        var reviewBy = Date(map, "reviewBy");
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

    private static TimeZoneInfo? Zone(YamlMap map)
    {
        var id = map.RequiredString("timeZone");
        var zone = WallClock.Find(id);
        if (zone is null && id.Length > 0)
        {
            var why = WallClock.Find("Europe/Vienna") is null ? "this machine has no time zone data" : "it is no IANA time zone";
            map.Error("OPS1508", "timeZone", $"'{id}' cannot be used: {why}. Write one such as Europe/Vienna or UTC.");
        }

        return zone;
    }

    private static List<DayOfWeek> Days(YamlMap map)
    {
        var days = new List<DayOfWeek>();
        foreach (var (text, at) in map.Texts("days"))
        {
            var day = Enum.GetValues<DayOfWeek>().Cast<DayOfWeek?>().FirstOrDefault(d =>
                text.Equals(d.ToString(), StringComparison.OrdinalIgnoreCase) || text.Equals(d.ToString()![..3], StringComparison.OrdinalIgnoreCase));
            if (day is not { } known)
            {
                map.Bag.Error("OPS1509", $"'{text}' is no day; write mon, tue, wed, thu, fri, sat or sun.", map.File, at);
            }
            else if (days.Contains(known))
            {
                map.Bag.Error("OPS1509", $"'{text}' stands twice.", map.File, at);
            }
            else
            {
                days.Add(known);
            }
        }

        if (!map.Has("days") || (days.Count == 0 && map.Texts("days").Count == 0))
        {
            map.Error("OPS1509", "days", $"'{map.Path}.days' must list at least one day, such as [sat, sun].");
        }

        return days;
    }

    private static TimeOnly? Time(YamlMap map, string key, bool required)
    {
        var text = required ? map.RequiredString(key) : map.String(key) ?? string.Empty;
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        if (text.Length > 0)
        {
            map.Error("OPS1510", key, $"'{map.Path}.{key}' must be a time of day such as 22:00, not '{text}'.");
        }

        return null;
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

    private static DateOnly? Date(YamlMap map, string key)
    {
        if (map.String(key) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        map.Error("OPS1513", key, $"'{map.Path}.{key}' must be a day such as 2027-03-31, not '{text}'.");
        return null;
    }
}
