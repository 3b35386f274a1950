using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Core.Telemetry.Drills;

namespace OpsAutomation.Unit.Core.Telemetry;

public sealed class DrillRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Five = TimeSpan.FromMinutes(5);

    [Fact]
    public void A_drill_is_due_once_in_each_interval_and_gaps_are_counted()
    {
        var first = DrillRules.Due(DrillState.Empty, Five, Noon)!.Value;
        var state = DrillState.Empty with { Every = Five, LastNumber = first.Number };

        Assert.Equal(0, first.Missed);
        Assert.Null(DrillRules.Due(state, Five, Noon.AddMinutes(4).AddSeconds(59)));
        Assert.Equal((first.Number + 1, 0L), DrillRules.Due(state, Five, Noon.AddMinutes(5)));
        Assert.Equal((first.Number + 12, 11L), DrillRules.Due(state, Five, Noon.AddHours(1)));

        // Another interval counts in other numbers: nothing was missed.
        Assert.Equal(0, DrillRules.Due(state, TimeSpan.FromMinutes(1), Noon.AddHours(1))!.Value.Missed);
    }

    [Theory]
    [InlineData(59.5, true, 60, true)]
    [InlineData(60, true, 60, true)]
    [InlineData(60.5, true, 200, false)]
    [InlineData(1, false, 2, false)]
    public void A_drill_is_good_when_it_was_understood_in_time(double after, bool understood, double now, bool good)
    {
        var outcome = DrillRules.Judge(new PendingDrill("al-1", Noon), Noon.AddSeconds(after), understood, Minute, Noon.AddSeconds(now))!;

        Assert.Equal((good, after * 1000), (outcome.Good, outcome.Milliseconds));
    }

    [Fact]
    public void A_drill_without_a_disposition_is_waited_for_and_then_bad()
    {
        var drill = new PendingDrill("al-1", Noon);

        Assert.Null(DrillRules.Judge(drill, null, false, Minute, Noon.AddSeconds(59.9)));
        Assert.Equal((false, null), DrillRules.Judge(drill, null, false, Minute, Noon.AddSeconds(60)) is { } late ? (late.Good, late.Milliseconds) : default);
    }

    [Fact]
    public void The_second_failure_in_a_row_is_an_outage_told_once_through_each_channel_and_so_is_its_end()
    {
        string[] channels = ["teams", "pager"];
        var state = Play(DrillState.Empty, false, true, false);
        Assert.Null(state.Outage);

        state = Play(state, false);
        Assert.True(state.IsFailing);
        Assert.Equal(Noon.AddMinutes(10), state.Outage!.Since);
        Assert.Equal(channels, DrillRules.ToTell(state.Outage, channels));

        // One of them is down; the other is not told again.
        state = state with { Outage = DrillRules.AfterTelling(state.Outage, ["teams"], channels) };
        state = Play(state, false);
        Assert.Equal(["pager"], DrillRules.ToTell(state.Outage!, channels));

        // It works again: only who knows of the outage hears of its end.
        state = Play(state, true);
        Assert.False(state.IsFailing);
        Assert.Equal(["teams"], DrillRules.ToTell(state.Outage!, channels));
        Assert.Null(DrillRules.AfterTelling(state.Outage!, ["teams"], channels));
    }

    [Fact]
    public void An_outage_that_comes_back_before_everybody_heard_of_its_end_is_still_the_same_to_them()
    {
        string[] channels = ["teams", "pager"];
        var state = Play(DrillState.Empty, false, false);
        state = state with { Outage = DrillRules.AfterTelling(state.Outage!, channels, channels) };
        state = Play(state, true);
        state = state with { Outage = DrillRules.AfterTelling(state.Outage!, ["teams"], channels) };

        state = Play(state, false, false);

        Assert.True(state.IsFailing);
        Assert.Equal(["teams"], DrillRules.ToTell(state.Outage!, channels));
    }

    [Fact]
    public void An_outage_begins_with_the_second_failure_in_a_row_and_ends_with_the_next_success() =>
        Prop.ForAll(Gen.ArrayOf(Gen.Elements(true, false)).ToArbitrary(), (bool[] outcomes) =>
        {
            var (state, failures, failing) = (DrillState.Empty, 0, false);
            foreach (var good in outcomes)
            {
                state = Play(state, good);
                failures = good ? 0 : failures + 1;
                failing = !good && (failing || failures >= 2);
                Assert.Equal((failing, failures), (state.IsFailing, state.Failures));
                Assert.True(state.Recent.Count <= DrillState.MaxRecent);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Figures_tell_ratio_budget_and_latency()
    {
        var hour = DrillHour.Empty.With([.. Enumerable.Range(0, 990).Select(i => Outcome(true, i < 500 ? 80 : 700))], 0).With([Outcome(false, null), Outcome(false, 70_000)], 8);

        var figures = DrillFigures.Of([hour, DrillHour.Empty], DrillObjective.Default);

        Assert.Equal((990L, 1000L, 8L, 0.99), (figures.Good, figures.Total, figures.Missed, figures.Ratio!.Value));
        Assert.Equal(-1, figures.BudgetRemaining!.Value, 6);
        Assert.Equal((100, 1000, 1000), (figures.P50, figures.P95, figures.P99));
        Assert.Equal(
            "990 of 1,000 synthetic alerts of the last 28 days had their disposition within 60 s, 8 were never sent: 99.00 %, the objective is 99.5 %; the error budget is overspent by 100 %.",
            figures.Statement);
    }

    [Fact]
    public void Without_drills_nothing_is_claimed()
    {
        var figures = DrillFigures.Of([], DrillObjective.Default);

        Assert.Equal((null, null, "No synthetic alert has been judged yet."), (figures.Ratio, figures.BudgetRemaining, figures.Statement));
    }

    private static DrillState Play(DrillState state, params bool[] outcomes)
    {
        foreach (var good in outcomes)
        {
            var at = Noon.AddMinutes(5 * (state.LastNumber ?? 0));
            state = DrillRules.After(state, new DrillOutcome($"al-{at:HHmm}", at, good, good ? 20 : null, "as played"), at.AddMinutes(1)) with { LastNumber = (state.LastNumber ?? 0) + 1 };
        }

        return state;
    }

    private static DrillOutcome Outcome(bool good, double? milliseconds) => new("al-1", Noon, good, milliseconds, string.Empty);
}
