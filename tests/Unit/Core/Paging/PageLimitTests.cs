using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Calendars.Schedules;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.OnCall;
using OpsAutomation.Core.Paging;
using OpsAutomation.Testing.Records;

namespace OpsAutomation.Unit.Core.Paging;

public sealed class PageLimitTests
{
    private static readonly TimeZoneInfo Berlin = WallClock.Find("Europe/Berlin")!;

    private static readonly OnCallSchedule Weekly = new(
        "weekly", Berlin, [new Rotation("weekly", ["ana", "ben"], new DateOnly(2026, 10, 19), new TimeOnly(9, 0), 7, null)], []);

    private static readonly Routing Routing = new("test", ["ana", "ben"], new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal), "ops")
    {
        Schedules = [Weekly],
        PageLimit = new PageLimit(2, TimeSpan.FromHours(12), TimeSpan.FromMinutes(15), [Severity.Sev0]),
    };

    private static readonly DateTimeOffset Morning = new(2026, 10, 26, 9, 30, 0, TimeSpan.Zero);

    private readonly PageCounts _counts = new(new InMemoryRecordStore());

    [Theory]
    [InlineData("2026-10-19T07:00:00Z", "2026-10-19T07:00:00Z")] // The hand-over itself, 09:00 in summer time.
    [InlineData("2026-10-19T18:59:00Z", "2026-10-19T07:00:00Z")]
    [InlineData("2026-10-19T19:00:00Z", "2026-10-19T19:00:00Z")]
    [InlineData("2026-10-26T08:00:00Z", "2026-10-26T08:00:00Z")] // The next one, 09:00 in winter time: ben's.
    public void A_shift_begins_with_the_hand_over_and_a_long_turn_has_several(string at, string began)
    {
        var moment = Time(at);
        Assert.Equal(Time(began), Routing.PageLimit!.ShiftOf(Weekly.At(moment)!, [Weekly], moment));
    }

    [Fact]
    public async Task Beyond_the_limit_of_a_shift_a_page_waits_and_the_next_shift_counts_anew()
    {
        Assert.Null(await WhyHeldAsync("INC-1", Severity.Sev1, Morning));
        Assert.Null(await WhyHeldAsync("INC-2", Severity.Sev1, Morning));
        Assert.Null(await WhyHeldAsync("INC-2", Severity.Sev1, Morning)); // The same page again is no other.
        Assert.Equal("ben had 2 pages in this shift; what comes now is told together", await WhyHeldAsync("INC-3", Severity.Sev1, Morning));
        Assert.Null(await WhyHeldAsync("INC-4", Severity.Sev0, Morning)); // Exempt.
        Assert.NotNull(await WhyHeldAsync("INC-5", Severity.Sev1, Morning));
        Assert.Null(await WhyHeldAsync("INC-6", Severity.Sev1, Morning.AddHours(12)));
    }

    [Fact]
    public async Task It_waits_only_where_everybody_whom_it_is_for_had_enough()
    {
        await WhyHeldAsync("INC-1", Severity.Sev1, Morning);
        await WhyHeldAsync("INC-2", Severity.Sev1, Morning);

        Assert.Null(await _counts.WhyHeldAsync(Routing, ["ben", "ana"], Severity.Sev1, "INC-3", Morning));
    }

    [Fact]
    public async Task Of_pages_at_the_same_instant_no_more_than_the_limit_are_told_one_by_one()
    {
        var routing = Routing with { PageLimit = Routing.PageLimit! with { Most = 4 } };
        var told = new List<string?>();
        foreach (var i in Enumerable.Range(0, 20))
        {
            told.Add(await _counts.WhyHeldAsync(routing, ["ben"], Severity.Sev1, $"INC-{i}", Morning));
        }

        Assert.Equal(4, told.Count(t => t is null));
    }

    [Theory]
    [InlineData("2026-10-23T19:30:00Z", null)] // Friday 21:30 in Berlin.
    [InlineData("2026-10-23T20:00:00Z", "2026-10-24T05:00:00Z")] // From 22:00 until 07:00 on the wall.
    [InlineData("2026-10-24T22:30:00Z", "2026-10-25T06:00:00Z")] // The night in which the clock goes back is an hour longer.
    [InlineData("2026-10-25T06:00:00Z", null)]
    public void Quiet_hours_end_at_the_same_time_on_the_wall(string at, string? end)
    {
        var quiet = new QuietHours(Berlin, new OnCallHours(Enum.GetValues<DayOfWeek>(), new TimeOnly(22, 0), new TimeOnly(7, 0)));
        Assert.Equal(end is null ? null : Time(end), quiet.EndOf(Time(at)));
    }

    [Fact]
    public void Quiet_parts_that_follow_each_other_are_one()
    {
        var weekend = new QuietHours(Berlin, new OnCallHours([DayOfWeek.Saturday, DayOfWeek.Sunday], TimeOnly.MinValue, TimeOnly.MinValue));
        Assert.Equal(Time("2026-10-25T23:00:00Z"), weekend.EndOf(Time("2026-10-24T10:00:00Z")));
    }

    [Fact]
    public async Task A_box_is_told_of_as_a_whole_when_the_first_of_it_is_due()
    {
        var box = new NoticeBox(new InMemoryRecordStore());
        await box.HoldAsync(Held("INC-1", Morning.AddMinutes(15)));
        await box.HoldAsync(Held("INC-1", Morning.AddMinutes(15)));
        await box.HoldAsync(Held("INC-2", Morning.AddMinutes(20)));
        Assert.Empty(await box.DueAsync(Morning.AddMinutes(14)));
        Assert.Equal(Morning.AddMinutes(15), await box.DueOfAsync(HeldNotice.PagesOf(["ben"])));

        var due = Assert.Single(await box.DueAsync(Morning.AddMinutes(15)));
        Assert.Equal(["INC-1", "INC-2"], due.Select(d => d.IncidentId));

        await box.RemoveAsync(due);
        Assert.Empty(await box.DueAsync(Morning.AddDays(1)));
    }

    private static HeldNotice Held(string incident, DateTimeOffset until) =>
        new(HeldNotice.PagesOf(["ben"]), incident, "notify:escalated", "Escalated", "A person is needed", Severity.Sev1, Morning, until);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private Task<string?> WhyHeldAsync(string page, Severity severity, DateTimeOffset at) => _counts.WhyHeldAsync(Routing, ["ben"], severity, page, at);
}
