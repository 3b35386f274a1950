using OpsAutomation.Core.Slos.Definitions;
using OpsAutomation.Core.Slos.Measuring;

namespace OpsAutomation.Unit.Core.Slos;

public class ErrorBudgetTests
{
    // 30 days at 100 a minute are 4,320,000 events; 0.1 % of them, 4,320, may be bad. One hour at 36 % bad costs 2,160: half.
    [Fact]
    public void A_rolling_budget_is_what_the_window_allows_less_what_was_bad()
    {
        var budget = ErrorBudget.Of(SloSamples.Slo, SloSamples.History((TimeSpan.FromDays(30) - TimeSpan.FromHours(1), 100, 0), (TimeSpan.FromHours(1), 100, 0.36)), SloSamples.Now);

        Assert.Equal(4_320, budget.Allowed, 3);
        Assert.Equal(2_160, budget.Counted.Bad, 3);
        Assert.Equal(0.5, budget.Remaining!.Value, 6);
        Assert.Equal(0.9995, budget.Attained!.Value, 6);
    }

    [Fact]
    public void At_this_rate_the_budget_is_gone_in_so_long()
    {
        var budget = ErrorBudget.Of(SloSamples.Slo, SloSamples.History((TimeSpan.FromDays(30) - TimeSpan.FromHours(1), 100, 0), (TimeSpan.FromHours(1), 100, 0.36)), SloSamples.Now);

        // Half of 30 days' budget at 72 times the rate: 15 d / 72 = 5 h.
        Assert.Equal(300, budget.GoneIn(72, TimeSpan.FromDays(30))!.Value.TotalMinutes, 1);
        Assert.Null(budget.GoneIn(0.4, TimeSpan.FromDays(30)));
        Assert.Null(budget.GoneIn(0, TimeSpan.FromDays(30)));
    }

    [Fact]
    public void A_calendar_month_has_its_whole_budget_on_its_first_day()
    {
        var slo = SloSamples.Slo with { Window = new CalendarWindow(CalendarUnit.Month, TimeZoneInfo.Utc) };
        var now = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);
        var day = Enumerable.Range(0, 1440).Select(i => new SliMinute(now.AddMinutes(i - 1440), 90, 100));

        // One of 30 days, 14,400 bad; the month allows 4,320 by the traffic of its first day.
        var budget = ErrorBudget.Of(slo, new SliHistory(day), now);

        Assert.Equal(4_320, budget.Allowed, 3);
        Assert.Equal(1 - (14_400 / 4_320.0), budget.Remaining!.Value, 6);
    }

    [Fact]
    public void The_budget_begins_anew_with_the_month_of_the_zone()
    {
        var window = new CalendarWindow(CalendarUnit.Month, TimeZoneInfo.FindSystemTimeZoneById("Europe/Zurich"));

        Assert.Equal(new DateTimeOffset(2026, 10, 31, 23, 0, 0, TimeSpan.Zero), window.Start(new DateTimeOffset(2026, 10, 31, 23, 30, 0, TimeSpan.Zero)));
        Assert.Equal(TimeSpan.FromHours((31 * 24) + 1), window.Length(new DateTimeOffset(2026, 10, 15, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void Both_figures_are_kept_where_maintenance_was_planned()
    {
        var minutes = SloSamples.History((TimeSpan.FromHours(1), 100, 0), (TimeSpan.FromHours(1), 100, 1)).Minutes.Select((m, i) => m with { Planned = i >= 60 });
        var budget = ErrorBudget.Of(SloSamples.Slo, new SliHistory(minutes), SloSamples.Now);

        Assert.Equal(1, budget.Attained);
        Assert.Equal(0.5, budget.AttainedWithMaintenance);
        Assert.Equal(1, budget.Remaining);
    }

    [Fact]
    public void A_window_of_which_half_is_missing_says_nothing()
    {
        var minutes = SloSamples.History((TimeSpan.FromHours(10), 100, 0)).Minutes.Where((_, i) => i % 3 == 0);

        Assert.Null(ErrorBudget.Of(SloSamples.Slo, new SliHistory(minutes), SloSamples.Now).Remaining);
        Assert.Null(ErrorBudget.Of(SloSamples.Slo, new SliHistory([]), SloSamples.Now).Remaining);
    }

    [Fact]
    public void Hours_of_which_only_the_sum_is_kept_count_as_their_minutes_did()
    {
        var whole = SloSamples.History((TimeSpan.FromHours(40), 100, 0.001), (TimeSpan.FromHours(8), 50, 0.01));
        var cut = SloSamples.Now.AddHours(-12);
        var hours = whole.Minutes.Where(m => m.Start < cut).GroupBy(m => SliHour.Floor(m.Start)).Select(g => SliHour.Of(g.Key, g));
        var packed = new SliHistory(whole.Minutes.Where(m => m.Start >= cut), hours);

        var (one, other) = (ErrorBudget.Of(SloSamples.Slo, whole, SloSamples.Now), ErrorBudget.Of(SloSamples.Slo, packed, SloSamples.Now));

        Assert.Equal(one.Counted.Total, other.Counted.Total, 6);
        Assert.Equal(one.Counted.Bad, other.Counted.Bad, 6);
        Assert.Equal(one.Coverage, other.Coverage, 6);
    }
}
