using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Settings;

namespace OpsAutomation.Unit.Core.Guardrails;

/// <summary>The rules that count: runs an hour, runs at once, targets, chains. Each at its limit, beyond it, and without its count.</summary>
public sealed class CountRuleTests
{
    [Theory]
    [InlineData(3, 9, 9, 9, true)]
    [InlineData(2, 9, 9, 9, false)]
    [InlineData(9, 3, 9, 9, true)]
    [InlineData(9, 2, 9, 9, false)]
    [InlineData(9, 9, 2, 9, false)]
    [InlineData(9, 9, 9, 2, false)]
    public void Runs_of_an_hour_are_counted_four_ways(int resource, int service, int playbook, int subscription, bool passes)
    {
        var facts = RuleFacts.Free().After(RuleFacts.Run("I2", 5), RuleFacts.Run("I3", 59), RuleFacts.Run("I4", 60), RuleFacts.Run("I1", 1));

        Assert.Equal(passes, RunsPerHourRule.Check(facts, new RunRates(resource, service, playbook, subscription)).Allowed);
    }

    [Fact]
    public void A_run_of_many_steps_counts_once()
    {
        var facts = RuleFacts.Free().After([.. Enumerable.Range(0, 9).Select(i => RuleFacts.Run("I2", i + 1) with { StepId = $"s{i}" })]);

        Assert.True(RunsPerHourRule.Check(facts, new RunRates(2, 2, 2, 2)).Allowed);
    }

    [Fact]
    public void Runs_that_cannot_be_read_refuse()
    {
        var facts = RuleFacts.Free() with { Recent = null, Leases = null };

        Assert.False(RunsPerHourRule.Check(facts, RunRates.Wide).Allowed);
        Assert.False(LoopRule.Check(facts, LoopSettings.Wide).Allowed);
        Assert.False(ConcurrencyRule.Check(facts, ConcurrencyLimits.Wide).Allowed);
        Assert.False(TargetsRule.Check(facts, TargetLimits.Wide).Allowed);
        Assert.False(ActionsPerHourRule.Check(null, 9, RuleFacts.Now).Allowed);
    }

    [Theory]
    [InlineData(3, 9, true)]
    [InlineData(2, 9, false)]
    [InlineData(9, 2, true)]
    [InlineData(9, 1, false)]
    public void Runs_at_once_are_those_of_others_that_hold_anything(int all, int perService, bool passes)
    {
        var facts = RuleFacts.Free() with
        {
            Leases = [RuleFacts.Lease("I2", "/a"), RuleFacts.Lease("I2", "/b"), RuleFacts.Lease("I3", "/c", "db"), RuleFacts.Lease("I1", "/d"), RuleFacts.Lease("I1-ttl-s", "/e")],
        };

        Assert.Equal(passes, ConcurrencyRule.Check(facts, new ConcurrencyLimits(all, perService)).Allowed);
    }

    [Fact]
    public void Giving_back_is_no_further_run()
    {
        var facts = RuleFacts.Free().After(RuleFacts.Run("I2", 1)) with { Purpose = ChangePurpose.GiveBack, Leases = [RuleFacts.Lease("I2")] };

        Assert.True(RunsPerHourRule.Check(facts, new RunRates(1, 1, 1, 1)).Allowed);
        Assert.True(ConcurrencyRule.Check(facts, new ConcurrencyLimits(1, 1)).Allowed);
        Assert.True(LoopRule.Check(facts, new LoopSettings(TimeSpan.FromHours(1), 1, 1)).Allowed);
    }

    [Theory]
    [InlineData(3, 100, 9, 100, VerdictKind.Allowed)]
    [InlineData(2, 100, 9, 100, VerdictKind.Refused)]
    [InlineData(9, 30, 9, 100, VerdictKind.Allowed)]
    [InlineData(9, 29, 9, 100, VerdictKind.Refused)]
    [InlineData(9, 100, 4, 100, VerdictKind.Allowed)]
    [InlineData(9, 100, 3, 100, VerdictKind.Refused)]
    [InlineData(9, 100, 9, 40, VerdictKind.Allowed)]
    [InlineData(9, 100, 9, 39, VerdictKind.Refused)]
    public void Targets_are_bounded_by_number_and_share(int perRun, int runPercent, int perService, int servicePercent, VerdictKind expected)
    {
        // Three of this run, one of another, in a service of ten.
        var facts = RuleFacts.Free("/a", "/b") with { Leases = [RuleFacts.Lease("I1", "/c"), RuleFacts.Lease("I2", "/d")] };

        Assert.Equal(expected, TargetsRule.Check(facts, new TargetLimits(perRun, runPercent, perService, servicePercent)).Kind);
    }

    [Fact]
    public void A_percentage_never_forbids_the_first_target_and_asks_where_the_whole_is_not_known()
    {
        var one = RuleFacts.Free() with { Resources = [RuleFacts.Resource() with { ServiceSize = 1 }] };
        var two = RuleFacts.Free("/a", "/b");
        two = two with { Resources = [.. two.Resources.Select(r => r with { ServiceSize = null })] };

        Assert.Equal(VerdictKind.Allowed, TargetsRule.Check(one, new TargetLimits(9, 1, 9, 1)).Kind);
        Assert.Equal(VerdictKind.NeedsPerson, TargetsRule.Check(two, new TargetLimits(9, 50, 9, 50)).Kind);
    }

    [Theory]
    [InlineData(3, 9, false)]
    [InlineData(4, 9, true)]
    [InlineData(9, 3, false)]
    public void Runs_that_follow_one_another_too_long_are_a_loop(int perResource, int perService, bool passes)
    {
        // Three links: 10, 60 and 110 minutes ago; the fourth lies too far back.
        var facts = RuleFacts.Free().After(RuleFacts.Run("I5", 200), RuleFacts.Run("I4", 110), RuleFacts.Run("I3", 60), RuleFacts.Run("I2", 10));

        Assert.Equal(passes, LoopRule.Check(facts, new LoopSettings(TimeSpan.FromHours(1), perResource, perService)).Allowed);
    }

    [Fact]
    public void A_pause_ends_a_chain()
    {
        var facts = RuleFacts.Free().After(RuleFacts.Run("I3", 100), RuleFacts.Run("I2", 61));

        Assert.True(LoopRule.Check(facts, new LoopSettings(TimeSpan.FromHours(1), 1, 1)).Allowed);
    }
}
