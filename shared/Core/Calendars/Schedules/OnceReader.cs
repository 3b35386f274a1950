using System.Globalization;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Calendars.Schedules;

/// <summary>Reads <c>once</c>: OPS1506 no time with an offset, OPS1507 no stretch of time.</summary>
internal static class OnceReader
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    // An offset is asked for: a time without one means another moment on every machine.
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"];

    public static OnceSchedule? Read(YamlMap map)
    {
        var start = Time(map, "start");
        var end = Time(map, "end");
        map.Done();
        if (start is not { } from || end is not { } to)
        {
            return null;
        }

        if (to <= from || to - from > Longest)
        {
            map.Error("OPS1507", "end", $"'{map.Path}.end' must be after its start, by at most {Longest.TotalDays:0} days.");
            return null;
        }

        return new OnceSchedule(new Occurrence(from.ToUniversalTime(), to.ToUniversalTime()));
    }

    private static DateTimeOffset? Time(YamlMap map, string key)
    {
        var text = map.RequiredString(key);
        if (DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Second == 0)
        {
            return time;
        }

        if (text.Length > 0)
        {
            map.Error("OPS1506", key, $"'{map.Path}.{key}' must be a whole minute with its offset, such as 2026-12-01T22:00+01:00, not '{text}'.");
        }

        return null;
    }
}
