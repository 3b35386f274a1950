using System.Globalization;
using OpsAutomation.Core.Calendars.Schedules;

namespace OpsAutomation.Unit.Core.Calendars;

public sealed class WeeklyScheduleTests
{
    private static readonly DateOnly Far = new(2099, 1, 1);

    [ZoneTheory]
    [InlineData("Europe/Vienna", "2026-03-28", "22:00", "03:30", "2026-03-28T21:00Z", "2026-03-29T01:30Z")] // the night is an hour short
    [InlineData("Europe/Vienna", "2026-10-24", "22:00", "03:30", "2026-10-24T20:00Z", "2026-10-25T02:30Z")] // and an hour long
    [InlineData("Europe/Vienna", "2026-03-29", "02:30", "05:00", "2026-03-29T01:00Z", "2026-03-29T03:00Z")] // 02:30 never shows
    [InlineData("Europe/Vienna", "2026-10-25", "02:30", "03:30", "2026-10-25T00:30Z", "2026-10-25T02:30Z")] // 02:30 shows twice: from the first
    [InlineData("Europe/Vienna", "2026-10-25", "01:00", "02:30", "2026-10-24T23:00Z", "2026-10-25T00:30Z")] // to the first
    [InlineData("America/New_York", "2026-03-08", "02:30", "04:00", "2026-03-08T07:00Z", "2026-03-08T08:00Z")]
    [InlineData("America/New_York", "2026-11-01", "01:30", "02:30", "2026-11-01T05:30Z", "2026-11-01T07:30Z")]
    [InlineData("America/New_York", "2026-10-31", "23:00", "01:00", "2026-11-01T03:00Z", "2026-11-01T05:00Z")]
    public void An_occurrence_follows_the_wall_clock_through_the_night_of_the_change(string zone, string day, string start, string end, string from, string to)
    {
        var date = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var schedule = Schedule(zone, date.DayOfWeek, Time(start), Time(end)) with { From = date, Until = date };

        Assert.Equal(new Occurrence(Utc(from), Utc(to)), schedule.NextAfter(Utc(from).AddDays(-2)));
        Assert.True(schedule.ActiveAt(Utc(from)) is not null && schedule.ActiveAt(Utc(to).AddMinutes(-1)) is not null);
        Assert.True(schedule.ActiveAt(Utc(from).AddMinutes(-1)) is null && schedule.ActiveAt(Utc(to)) is null);
        Assert.Equal(Utc(from), schedule.NextChange(Utc(from).AddMinutes(-1)));
        Assert.Equal(Utc(to), schedule.NextChange(Utc(from)));
        Assert.Null(schedule.NextChange(Utc(to)));
    }

    [ZoneFact]
    public void A_duration_is_time_that_passes_whatever_the_clock_shows()
    {
        var schedule = Schedule("Europe/Vienna", DayOfWeek.Saturday, Time("22:00"), null) with { Duration = TimeSpan.FromHours(6) };

        foreach (var night in new[] { "2026-03-28T20:00Z", "2026-10-24T19:00Z", "2026-06-06T19:00Z" })
        {
            var next = schedule.NextAfter(Utc(night))!;
            Assert.Equal(TimeSpan.FromHours(6), next.End - next.Start);
        }
    }

    [ZoneFact]
    public void A_window_of_Saturday_night_is_active_on_Sunday_morning_and_not_on_Saturday_morning()
    {
        var schedule = Schedule("Europe/Vienna", DayOfWeek.Saturday, Time("22:00"), Time("02:00"));

        Assert.NotNull(schedule.ActiveAt(Utc("2026-11-29T00:59Z")));
        Assert.Null(schedule.ActiveAt(Utc("2026-11-29T01:00Z")));
        Assert.Null(schedule.ActiveAt(Utc("2026-11-28T00:30Z")));
        Assert.Null(schedule.ActiveAt(Utc("2026-11-30T00:30Z")));
    }

    [Fact]
    public void The_first_and_the_last_day_are_days_of_start()
    {
        var schedule = Schedule("UTC", DayOfWeek.Tuesday, Time("23:00"), Time("01:00")) with { From = new DateOnly(2026, 12, 8), Until = new DateOnly(2026, 12, 15) };

        Assert.Null(schedule.ActiveAt(Utc("2026-12-01T23:30Z")));
        Assert.Equal(Utc("2026-12-08T23:00Z"), schedule.NextChange(Utc("2026-01-01T00:00Z")));
        Assert.NotNull(schedule.ActiveAt(Utc("2026-12-16T00:30Z")));
        Assert.Null(schedule.NextChange(Utc("2026-12-16T01:00Z")));
        Assert.Null(schedule.ActiveAt(Utc("2026-12-22T23:30Z")));
    }

    [Fact]
    public void A_long_window_lasts_into_the_next_week()
    {
        var schedule = Schedule("UTC", DayOfWeek.Friday, Time("18:00"), null) with { Duration = WeeklySchedule.Longest };

        Assert.NotNull(schedule.ActiveAt(Utc("2026-12-04T16:59Z")));
        Assert.Null(schedule.ActiveAt(Utc("2026-12-04T17:00Z")));
    }

    [Fact]
    public void The_ends_of_time_are_no_reason_to_fail()
    {
        var schedule = Schedule("UTC", DayOfWeek.Friday, Time("18:00"), Time("19:00")) with { Until = DateOnly.MaxValue };

        Assert.Null(schedule.ActiveAt(DateTimeOffset.MinValue));
        Assert.Null(schedule.ActiveAt(DateTimeOffset.MaxValue));
        Assert.NotNull(schedule.NextChange(DateTimeOffset.MinValue));
    }

    [Theory]
    [InlineData("Europe/Nowhere")]
    [InlineData("Vienna")]
    [InlineData("../etc/passwd")]
    [InlineData("")]
    public void What_is_no_zone_is_not_found(string id) => Assert.Null(WallClock.Find(id));

    private static WeeklySchedule Schedule(string zone, DayOfWeek day, TimeOnly start, TimeOnly? end) =>
        new() { Zone = WallClock.Find(zone)!, Days = [day], Start = start, End = end, Until = Far };

    private static TimeOnly Time(string text) => TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture);

    private static DateTimeOffset Utc(string text) => DateTimeOffset.ParseExact(text, "yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
