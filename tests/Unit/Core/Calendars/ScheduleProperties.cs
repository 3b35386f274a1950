using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Core.Calendars.Schedules;

namespace OpsAutomation.Unit.Core.Calendars;

/// <summary>Weekly windows against an oracle that only looks at what the clock shows, minute by minute.</summary>
public sealed class ScheduleProperties
{
    private const int Minutes = 9 * 24 * 60;

    // Six days before a change of the clock: Vienna in spring and autumn, New York in both, Lord Howe's half hour, UTC.
    private static readonly (string Zone, DateTimeOffset From)[] Changes =
    [
        ("Europe/Vienna", new(2026, 3, 23, 0, 0, 0, TimeSpan.Zero)),
        ("Europe/Vienna", new(2026, 10, 19, 0, 0, 0, TimeSpan.Zero)),
        ("America/New_York", new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero)),
        ("America/New_York", new(2026, 10, 26, 0, 0, 0, TimeSpan.Zero)),
        ("Australia/Lord_Howe", new(2026, 9, 28, 0, 0, 0, TimeSpan.Zero)),
        ("UTC", new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero)),
    ];

    [ZoneFact]
    public void A_window_is_active_in_exactly_the_minutes_that_an_oracle_finds_by_watching_the_clock()
    {
        var cases =
            from change in Gen.Choose(0, Changes.Length - 1)
            from days in Gen.NonEmptyListOf(Gen.Choose(0, 6))
            from start in Quarter()
            from length in Gen.Choose(1, 30)
            from byDuration in Gen.Elements(true, false)
            from end in Quarter()
            select (Change: Changes[change], Schedule: new WeeklySchedule
            {
                Zone = WallClock.Find(Changes[change].Zone)!,
                Days = [.. days.Distinct().Select(d => (DayOfWeek)d)],
                Start = start,
                Duration = byDuration || start == end ? TimeSpan.FromMinutes(15 * length) : null,
                End = byDuration || start == end ? null : end,
                Until = new DateOnly(2027, 1, 1),
            });

        Prop.ForAll(Arb.From(cases), c => Agrees(c.Schedule, c.Change.From)).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    private static bool Agrees(WeeklySchedule schedule, DateTimeOffset from)
    {
        var expected = Oracle(schedule, from);
        var change = schedule.NextChange(from.AddMinutes(-1));
        for (var i = 0; i < Minutes; i++)
        {
            var now = from.AddMinutes(i);
            var active = schedule.ActiveAt(now) is not null;
            var turned = i > 0 && active != expected[i - 1];
            if (active != expected[i] || (turned && change != now))
            {
                return false;
            }

            if (change == now)
            {
                change = schedule.NextChange(now);
            }
        }

        return true;
    }

    // The clock of each minute is read forward only; a window starts at the first minute that shows its start or later.
    private static bool[] Oracle(WeeklySchedule schedule, DateTimeOffset from)
    {
        var before = 10 * 24 * 60;
        var shown = Enumerable.Range(-before, Minutes + (2 * before)).Select(i => TimeZoneInfo.ConvertTime(from.AddMinutes(i), schedule.Zone).DateTime).ToArray();
        var active = new bool[Minutes];
        for (var day = shown[0].Date.AddDays(1); day < shown[^1].Date.AddDays(-2); day = day.AddDays(1))
        {
            if (!schedule.Days.Contains(day.DayOfWeek))
            {
                continue;
            }

            var start = FirstAtOrAfter(shown, day + schedule.Start.ToTimeSpan());
            var end = schedule.Duration is { } duration
                ? start + (int)duration.TotalMinutes
                : FirstAtOrAfter(shown, day.AddDays(schedule.End > schedule.Start ? 0 : 1) + schedule.End!.Value.ToTimeSpan());
            for (var i = Math.Max(0, start - before); i < Math.Min(Minutes, end - before); i++)
            {
                active[i] = true;
            }
        }

        return active;
    }

    private static int FirstAtOrAfter(DateTime[] shown, DateTime time)
    {
        var low = Math.Max(0, (int)(time - shown[0]).TotalMinutes - 180);
        return low + Array.FindIndex(shown[low..Math.Min(shown.Length, low + 400)], t => t >= time);
    }

    private static Gen<TimeOnly> Quarter() => Gen.Choose(0, 95).Select(q => TimeOnly.MinValue.AddMinutes(15 * q));
}
