using OpsAutomation.Core.Alerts.Matching;
using OpsAutomation.Core.Calendars;
using OpsAutomation.Core.Calendars.Schedules;
using OpsAutomation.Unit.Core.Correlation;

namespace OpsAutomation.Unit.Core.Calendars;

public sealed class CalendarStateTests
{
    private static readonly DateTimeOffset Noon = SomeAlert.Noon;

    [Fact]
    public void A_silence_hides_what_it_is_about_and_says_who_until_when_and_why()
    {
        var state = new CalendarState([], [Silence("s-1", "service = shop-web", 0, 120)]);

        Assert.Equal("silence s-1 by ana until 2026-11-24 14:00 UTC: deploying", state.For(SomeAlert.Firing("a", service: "shop-web"), Noon)!.Text);
        Assert.Null(state.For(SomeAlert.Firing("a", service: "shop-api"), Noon));
        Assert.Null(state.For(SomeAlert.Firing("a", service: "shop-web"), Noon.AddHours(2)));
        Assert.Null(state.For(SomeAlert.Firing("a", service: "shop-web"), Noon.AddTicks(-1)));
    }

    [Fact]
    public void Of_several_the_one_that_lasts_longest_counts()
    {
        var state = new CalendarState([Window("patching", 0, 180)], [Silence("s-1", "service = shop-web", 0, 120), Silence("s-2", "rule = cpu-high", 0, 60)]);

        Assert.Equal("maintenance window patching of platform until 2026-11-24 15:00 UTC: restarts", state.For(SomeAlert.Firing("a", service: "shop-web"), Noon)!.Text);
        Assert.Equal(3, state.ActiveAt(Noon).Count);
        Assert.Equal(["patching"], state.ActiveAt(Noon.AddMinutes(150)).Select(s => s.Name));
    }

    [Fact]
    public void A_cancelled_silence_ends_when_it_was_cancelled()
    {
        var cancelled = Silence("s-1", "service = shop-web", 0, 120) with { CancelledAt = Noon.AddMinutes(10), CancelledBy = "ben" };
        var state = new CalendarState([], [cancelled]);

        Assert.NotNull(state.For(SomeAlert.Firing("a", service: "shop-web"), Noon.AddMinutes(9)));
        Assert.Null(state.For(SomeAlert.Firing("a", service: "shop-web"), Noon.AddMinutes(10)));
        Assert.Equal(Noon.AddMinutes(10), state.NextChange(Noon));
    }

    [Fact]
    public void The_next_change_walks_through_every_begin_and_end()
    {
        var never = Silence("s-3", "service = b", 500, 600) with { CancelledAt = Noon, CancelledBy = "ben" };
        var state = new CalendarState([Window("w", 30, 90)], [Silence("s-1", "service = a", 0, 60), Silence("s-2", "service = b", 120, 150), never]);
        var minutes = new List<double>();
        for (var next = state.NextChange(Noon); next is { } at; next = state.NextChange(at))
        {
            minutes.Add((at - Noon).TotalMinutes);
        }

        Assert.Equal([30, 60, 90, 120, 150], minutes);
    }

    [Fact]
    public void Conditions_that_cannot_be_read_hide_nothing()
    {
        var state = new CalendarState([], [Silence("s-1", "no such thing", 0, 60)]);

        Assert.Null(state.For(SomeAlert.Firing("a"), Noon));
    }

    private static Silence Silence(string id, string matcher, int from, int to) => new()
    {
        Id = id,
        Matchers = [matcher],
        StartsAt = Noon.AddMinutes(from),
        EndsAt = Noon.AddMinutes(to),
        CreatedBy = "ana",
        Reason = "deploying",
        CreatedAt = Noon,
    };

    private static MaintenanceWindow Window(string name, int from, int to) => new(
        name, "platform", "restarts", AlertMatcher.Parse("service = shop-web").Matcher!, new OnceSchedule(new Occurrence(Noon.AddMinutes(from), Noon.AddMinutes(to))), null);
}
