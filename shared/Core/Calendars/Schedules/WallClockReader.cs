using System.Globalization;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Calendars.Schedules;

/// <summary>Reads zones, days, times and dates of the wall clock. Which code a mistake has is its file's matter.</summary>
internal static class WallClockReader
{
    /// <summary>Reads a zone that must be there, or null after an error.</summary>
    public static TimeZoneInfo? Zone(YamlMap map, string key, string code)
    {
        var id = map.RequiredString(key);
        var zone = WallClock.Find(id);
        if (zone is null && id.Length > 0)
        {
            var why = WallClock.Find("Europe/Vienna") is null ? "this machine has no time zone data" : "it is no IANA time zone";
            map.Error(code, key, $"'{id}' cannot be used: {why}. Write one such as Europe/Vienna or UTC.");
        }

        return zone;
    }

    /// <summary>Reads a list of days, each once; an error where it is there and empty.</summary>
    public static IReadOnlyList<DayOfWeek> Days(YamlMap map, string key, string code)
    {
        var days = new List<DayOfWeek>();
        var texts = map.Texts(key);
        foreach (var (text, at) in texts)
        {
            var day = Enum.GetValues<DayOfWeek>().Cast<DayOfWeek?>().FirstOrDefault(d =>
                text.Equals(d.ToString(), StringComparison.OrdinalIgnoreCase) || text.Equals(d.ToString()![..3], StringComparison.OrdinalIgnoreCase));
            if (day is not { } known)
            {
                map.Bag.Error(code, $"'{text}' is no day; write mon, tue, wed, thu, fri, sat or sun.", map.File, at);
            }
            else if (days.Contains(known))
            {
                map.Bag.Error(code, $"'{text}' stands twice.", map.File, at);
            }
            else
            {
                days.Add(known);
            }
        }

        if (map.Has(key) && texts.Count == 0)
        {
            map.Error(code, key, $"'{map.Path}.{key}' must list at least one day, such as [sat, sun].");
        }

        return days;
    }

    /// <summary>Reads a time of day, or null when absent or after an error.</summary>
    public static TimeOnly? Time(YamlMap map, string key, string code, bool required)
    {
        var text = required ? map.RequiredString(key) : map.String(key) ?? string.Empty;
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        if (text.Length > 0)
        {
            map.Error(code, key, $"'{map.Path}.{key}' must be a time of day in quotes, such as \"22:00\", not '{text}'.");
        }

        return null;
    }

    /// <summary>Reads a day of the calendar, or null when absent or after an error.</summary>
    public static DateOnly? Date(YamlMap map, string key, string code)
    {
        if (map.String(key) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        map.Error(code, key, $"'{map.Path}.{key}' must be a day such as 2027-03-31, not '{text}'.");
        return null;
    }
}
