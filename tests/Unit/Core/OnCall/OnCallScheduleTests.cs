using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Core.Calendars.Schedules;
using OpsAutomation.Core.OnCall;

namespace OpsAutomation.Unit.Core.OnCall;

public sealed class OnCallScheduleTests
{
    private static readonly TimeZoneInfo Berlin = WallClock.Find("Europe/Berlin")!;
    private static readonly TimeZoneInfo NewYork = WallClock.Find("America/New_York")!;

    private static readonly Rotation Weekly = new("primary", ["ana", "ben", "maria"], new DateOnly(2026, 10, 5), new TimeOnly(9, 0), 7, null);

    [Fact]
    public void A_week_of_daily_hand_overs_across_the_end_of_summer_time_stays_at_nine_on_the_wall()
    {
        var schedule = new OnCallSchedule("shop", Berlin, [Weekly with { Start = new DateOnly(2026, 10, 19), Days = 1 }], []);

        // Clocks go back on Sunday 25 October 2026 at 03:00: that day's turn has 25 hours, and 09:00 is 08:00 UTC afterwards.
        Assert.Equal(
            [
                "ana   2026-10-22T07:00Z 24h",
                "ben   2026-10-23T07:00Z 24h",
                "maria 2026-10-24T07:00Z 25h",
                "ana   2026-10-25T08:00Z 24h",
                "ben   2026-10-26T08:00Z 24h",
                "maria 2026-10-27T08:00Z 24h",
                "ana   2026-10-28T08:00Z 24h",
            ],
            Table(schedule, "2026-10-22T07:00Z", "2026-10-29T08:00Z"));
    }

    [Fact]
    public void A_week_of_daily_hand_overs_across_the_start_of_summer_time_has_one_turn_of_23_hours()
    {
        var schedule = new OnCallSchedule("shop", NewYork, [Weekly with { Start = new DateOnly(2026, 3, 2), Days = 1, HandOver = new TimeOnly(2, 30) }], []);

        // On Sunday 8 March 2026 the clock in New York goes from 02:00 to 03:00; 02:30 is never shown and means 03:00.
        Assert.Equal(
            [
                "maria 2026-03-07T07:30Z 23.5h",
                "ana   2026-03-08T07:00Z 23.5h",
                "ben   2026-03-09T06:30Z 24h",
            ],
            Table(schedule, "2026-03-07T07:30Z", "2026-03-10T06:30Z"));
    }

    [Fact]
    public void A_time_that_the_clock_shows_twice_hands_over_once()
    {
        var schedule = new OnCallSchedule("shop", Berlin, [Weekly with { Start = new DateOnly(2026, 10, 24), Days = 1, HandOver = new TimeOnly(2, 30) }], []);

        Assert.Equal(
            ["ana   2026-10-24T00:30Z 24h", "ben   2026-10-25T00:30Z 25h", "maria 2026-10-26T01:30Z 24h"],
            Table(schedule, "2026-10-24T00:30Z", "2026-10-27T01:30Z"));
    }

    [Fact]
    public void Days_and_nights_are_two_layers_and_the_later_one_counts()
    {
        var nights = new Rotation("nights", ["zoe"], new DateOnly(2026, 10, 1), new TimeOnly(9, 0), 7, new OnCallHours(Enum.GetValues<DayOfWeek>(), new TimeOnly(22, 0), new TimeOnly(6, 0)));
        var schedule = new OnCallSchedule("shop", Berlin, [Weekly, nights], []);

        Assert.Equal("ana", schedule.At(At("2026-10-06T19:59Z")));
        Assert.Equal("zoe", schedule.At(At("2026-10-06T20:00Z")));
        Assert.Equal("zoe", schedule.At(At("2026-10-07T03:59Z")));
        Assert.Equal("ana", schedule.At(At("2026-10-07T04:00Z")));

        // The night in which the clocks go back is an hour longer, and it is one night.
        Assert.Equal("zoe   2026-10-24T20:00Z 9h", Table(schedule, "2026-10-24T12:00Z", "2026-10-25T12:00Z")[1]);
    }

    [Fact]
    public void An_override_counts_before_all_layers_and_says_why()
    {
        var schedule = new OnCallSchedule(
            "shop", Berlin, [Weekly], [new OnCallOverride("ben", At("2026-10-06T10:00Z"), At("2026-10-06T12:00Z"), "ana is at the dentist"), new OnCallOverride("maria", At("2026-10-06T11:00Z"), At("2026-10-06T11:30Z"), "lunch")]);

        Assert.Equal(
            ["ana   2026-10-06T09:00Z 1h", "ben   2026-10-06T10:00Z 1h", "maria 2026-10-06T11:00Z 0.5h", "ben   2026-10-06T11:30Z 0.5h", "ana   2026-10-06T12:00Z 1h"],
            Table(schedule, "2026-10-06T09:00Z", "2026-10-06T13:00Z"));
        Assert.Equal("override: lunch", schedule.Turns(At("2026-10-06T11:00Z"), At("2026-10-06T11:10Z"))[0].Why);
    }

    [Fact]
    public void Before_the_first_hand_over_nobody_is_on_call_and_the_table_says_so()
    {
        var schedule = new OnCallSchedule("shop", Berlin, [Weekly], []);

        Assert.Null(schedule.At(At("2026-10-05T06:59Z")));
        Assert.Equal(["nobody 2026-10-05T00:00Z 7h", "ana   2026-10-05T07:00Z 17h"], Table(schedule, "2026-10-05T00:00Z", "2026-10-06T00:00Z"));
    }

    [Fact]
    public void The_table_has_no_hole_and_says_at_every_moment_what_the_schedule_says()
    {
        var gen =
            from zone in Gen.Elements("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Chatham", "UTC")
            from days in Gen.Choose(1, 9)
            from minute in Gen.Choose(0, 1439)
            from people in Gen.Choose(1, 4)
            from nightFrom in Gen.Choose(0, 1439)
            from nightTo in Gen.Choose(0, 1439)
            from nightDays in Gen.SubListOf(Enum.GetValues<DayOfWeek>())
            from start in Gen.Choose(0, 400)
            from look in Gen.Choose(0, 365 * 24 * 4)
            select (zone, days, minute, people, nightFrom, nightTo, nightDays, start, look);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(40),
            Prop.ForAll(gen.ToArbitrary(), x =>
            {
                var schedule = new OnCallSchedule(
                    "s",
                    WallClock.Find(x.zone)!,
                    [
                        new Rotation("a", [.. Enumerable.Range(0, x.people).Select(i => $"p{i}")], new DateOnly(2026, 1, 1).AddDays(x.start), Time(x.minute), x.days, null),
                        new Rotation("n", ["night"], new DateOnly(2026, 1, 1), Time(0), 7, new OnCallHours([.. x.nightDays], Time(x.nightFrom), Time(x.nightTo))),
                    ],
                    []);
                var from = new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(x.look * 15);
                var to = from.AddDays(9);
                var turns = schedule.Turns(from, to);
                var whole = turns[0].From == from && turns[^1].To == to && turns.Zip(turns.Skip(1)).All(p => p.First.To == p.Second.From);
                var everyMoment = Enumerable.Range(0, 9 * 24 * 4).All(i =>
                {
                    var moment = from.AddMinutes(i * 15);
                    return turns.Single(t => moment >= t.From && moment < t.To).User == schedule.At(moment);
                });
                return whole && everyMoment;
            }));
    }

    [Fact]
    public void Everybody_takes_the_same_number_of_turns()
    {
        var schedule = new OnCallSchedule("shop", Berlin, [Weekly], []);
        var turns = schedule.Turns(At("2026-10-05T07:00Z"), At("2027-10-04T07:00Z"));

        Assert.Equal(52, turns.Count);
        Assert.Equal([18, 17, 17], new[] { "ana", "ben", "maria" }.Select(u => turns.Count(t => t.User == u)));
    }

    private static TimeOnly Time(int minute) => TimeOnly.MinValue.AddMinutes(minute);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static string[] Table(OnCallSchedule schedule, string from, string to) =>
        [.. schedule.Turns(At(from), At(to)).Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.User ?? "nobody",-5} {t.From.UtcDateTime:yyyy-MM-dd'T'HH:mm'Z'} {(t.To - t.From).TotalHours:0.##}h"))];
}
