using System.Globalization;
using OpsAutomation.Core.Calendars.Schedules;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.OnCall;

/// <summary>
/// Reads <c>schedules</c> of <c>routing.yaml</c>: OPS2101 name, OPS2102 a name that stands twice, OPS2103 time zone, OPS2104
/// someone who is not among the users, OPS2105 day of the first hand-over, OPS2106 time of day, OPS2107 length of a turn,
/// OPS2108 days, OPS2109 time of an override, OPS2110 nobody is on call at times (warning), OPS2111 no rotation.
/// </summary>
internal static class OnCallReader
{
    /// <summary>The longest turn, in days.</summary>
    public const int LongestTurn = 366;

    private static readonly TimeSpan Looked = TimeSpan.FromDays(35);

    public static IReadOnlyList<OnCallSchedule> Read(YamlMap root, IReadOnlyList<string> users)
    {
        var schedules = new List<OnCallSchedule>();
        foreach (var map in root.Maps("schedules"))
        {
            var schedule = ReadOne(map, users);
            if (schedules.Exists(s => s.Name == schedule.Name))
            {
                map.Error("OPS2102", "name", $"The schedule '{schedule.Name}' stands twice.");
            }

            schedules.Add(schedule);
        }

        return schedules;
    }

    internal static string Name(YamlMap map)
    {
        var name = map.RequiredString("name");
        if (name.Length > 0 && !CatalogName.Is(name))
        {
            map.Error("OPS2101", "name", $"'{name}' must be lower-case letters, digits and dashes, at most {CatalogName.MaxLength}, for example shop-primary.");
        }

        return name;
    }

    private static OnCallSchedule ReadOne(YamlMap map, IReadOnlyList<string> users)
    {
        var before = map.Bag.All.Count;
        var zone = WallClockReader.Zone(map, "timeZone", "OPS2103") ?? TimeZoneInfo.Utc;
        var rotations = map.Maps("rotations").Select(m => ReadRotation(m, users)).ToList();
        var schedule = new OnCallSchedule(Name(map), zone, rotations, [.. map.Maps("overrides").Select(m => ReadOverride(m, zone, users))]);
        if (rotations.Count == 0)
        {
            map.Error("OPS2111", "rotations", $"'{schedule.Name}' has no rotation; nobody would ever be on call by it.");
        }

        foreach (var twice in rotations.GroupBy(r => r.Name, StringComparer.Ordinal).Where(g => g.Key.Length > 0 && g.Count() > 1))
        {
            map.Error("OPS2102", "rotations", $"'{schedule.Name}' has two rotations '{twice.Key}'.");
        }

        map.Done();
        if (map.Bag.All.Count == before)
        {
            TellHoles(map, schedule);
        }

        return schedule;
    }

    // From the day on which every rotation has begun, five weeks: hours repeat by the week.
    private static void TellHoles(YamlMap map, OnCallSchedule schedule)
    {
        var from = WallClock.First(schedule.Rotations.Max(r => r.Start).AddDays(1).ToDateTime(TimeOnly.MinValue), schedule.Zone);
        if ((schedule with { Overrides = [] }).Turns(from, from + Looked).FirstOrDefault(t => t.User is null) is { } hole)
        {
            var (begins, ends) = (WallClock.At(hole.From, schedule.Zone), WallClock.At(hole.To, schedule.Zone));
            map.Bag.Warning(
                "OPS2110",
                string.Create(CultureInfo.InvariantCulture, $"By '{schedule.Name}' nobody is on call at times, for example from {begins:ddd yyyy-MM-dd HH:mm} to {ends:ddd yyyy-MM-dd HH:mm}; whoever stands next in the rule is told then."),
                map.File,
                map.At("rotations"));
        }
    }

    private static Rotation ReadRotation(YamlMap map, IReadOnlyList<string> users)
    {
        var name = Name(map);
        var people = map.Strings("users");
        if (people.Count == 0)
        {
            map.Error("OPS2104", "users", $"The rotation '{name}' names nobody.");
        }

        foreach (var person in people)
        {
            CheckPerson(map, "users", person, users);
        }

        if (!map.Has("start"))
        {
            map.Error("OPS2105", "start", $"'{map.Path}.start' is required: the day of the first hand-over, such as 2027-01-04.");
        }

        var start = WallClockReader.Date(map, "start", "OPS2105") ?? DateOnly.MinValue;
        var handOver = WallClockReader.Time(map, "handOver", "OPS2106", required: true) ?? TimeOnly.MinValue;
        var turn = map.Duration("turn") ?? TimeSpan.FromDays(7);
        var days = turn.Ticks % TimeSpan.TicksPerDay == 0 && turn.TotalDays <= LongestTurn ? (int)turn.TotalDays : 0;
        if (days == 0)
        {
            map.Error("OPS2107", "turn", $"'{map.Path}.turn' must be whole days, at most {LongestTurn}, such as 7d; for parts of a day write two rotations with 'hours'.");
            days = 7;
        }

        OnCallHours? hours = null;
        if (map.Map("hours") is { } part)
        {
            hours = ReadHours(part);
            part.Done();
        }

        map.Done();
        return new Rotation(name, people.Count > 0 ? people : [string.Empty], start, handOver, days, hours);
    }

    private static OnCallHours ReadHours(YamlMap map)
    {
        var days = WallClockReader.Days(map, "days", "OPS2108");
        var from = WallClockReader.Time(map, "from", "OPS2106", required: true);
        var to = WallClockReader.Time(map, "to", "OPS2106", required: true);
        return new OnCallHours(days.Count > 0 ? days : Enum.GetValues<DayOfWeek>(), from ?? TimeOnly.MinValue, to ?? TimeOnly.MinValue);
    }

    private static OnCallOverride ReadOverride(YamlMap map, TimeZoneInfo zone, IReadOnlyList<string> users)
    {
        var user = map.RequiredString("user");
        if (user.Length > 0)
        {
            CheckPerson(map, "user", user, users);
        }

        var (from, to) = (Moment(map, "from", zone), Moment(map, "to", zone));
        if (from >= to)
        {
            map.Error("OPS2109", "to", $"'{map.Path}.to' must be after its 'from'.");
        }

        var reason = map.RequiredString("reason").Trim();
        map.Done();
        return new OnCallOverride(user, from ?? DateTimeOffset.MinValue, to ?? DateTimeOffset.MinValue, reason);
    }

    private static DateTimeOffset? Moment(YamlMap map, string key, TimeZoneInfo zone)
    {
        var text = map.RequiredString(key);
        if (DateTime.TryParseExact(text, ["yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var shown))
        {
            return WallClock.First(shown, zone);
        }

        if (text.Length > 0)
        {
            map.Error("OPS2109", key, $"'{map.Path}.{key}' must be a day and a time of the schedule's zone, such as \"2026-12-24 09:00\", not '{text}'.");
        }

        return null;
    }

    private static void CheckPerson(YamlMap map, string key, string person, IReadOnlyList<string> users)
    {
        if (!users.Contains(person, StringComparer.OrdinalIgnoreCase))
        {
            map.Error("OPS2104", key, $"'{person}' is not among 'users'.");
        }
    }
}
