using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Breakers;
using OpsAutomation.Core.Guardrails.Settings;

namespace OpsAutomation.Unit.Core.Guardrails;

public sealed class BreakerTests
{
    private static readonly BreakerSettings Settings = new(3, TimeSpan.FromHours(6), TimeSpan.FromHours(1));
    private static readonly DateTimeOffset Now = RuleFacts.Now;

    [Fact]
    public void It_opens_at_the_limit_and_not_before()
    {
        var two = Failed(Fresh(), ("I1", -60), ("I2", -30));

        Assert.Equal(BreakerState.Closed, two.StateAt(Now, Settings.OpenFor));
        Assert.Equal(BreakerState.Open, Failed(two, ("I3", 0)).StateAt(Now, Settings.OpenFor));
    }

    [Fact]
    public void The_same_run_told_twice_and_runs_before_the_window_do_not_count()
    {
        Assert.Null(Failed(Fresh(), ("I1", -3), ("I1", -2), ("I2", 0)).OpenedAt);
        Assert.Null(Failed(Fresh(), ("I1", -400), ("I2", -10), ("I3", 0)).OpenedAt);
    }

    [Fact]
    public void What_it_remembers_stays_small()
    {
        var breaker = Failed(Fresh(), [.. Enumerable.Range(0, 500).Select(i => ($"I{i}", 0))]);

        Assert.Equal(3, breaker.Marks.Count);
        Assert.Equal(100, Enumerable.Range(0, 500).Aggregate(Fresh(), (b, i) => BreakerFlow.After(b, $"I{i}", "failed", BreakerSettings.Wide, Now)).Marks.Count);
    }

    [Fact]
    public void Open_it_refuses_half_open_one_run_asks_and_others_are_refused()
    {
        var open = Failed(Fresh(), ("A", 0), ("B", 0), ("C", 0));

        Assert.Equal(VerdictKind.Refused, Check(open, 59).Kind);
        Assert.Contains("A failed, B failed, C failed", Check(open, 59).Reason, StringComparison.Ordinal);
        Assert.Equal(VerdictKind.NeedsPerson, Check(open, 60).Kind);
        Assert.Equal(VerdictKind.NeedsPerson, Check(open with { Probe = "I1" }, 60).Kind);
        Assert.Equal(VerdictKind.Refused, Check(open with { Probe = "I2" }, 60, RuleFacts.Lease("I2")).Kind);
        Assert.Equal(VerdictKind.NeedsPerson, Check(open with { Probe = "I2" }, 60).Kind);
    }

    [Fact]
    public void A_probe_that_succeeds_closes_it_one_that_fails_opens_it_again_and_an_unused_one_is_given_up()
    {
        var later = Now.AddMinutes(60);
        var probed = BreakerFlow.Reserved(Failed(Fresh(), ("A", 0), ("B", 0), ("C", 0)), "P", Settings, later);

        Assert.Equal("P", probed.Probe);
        Assert.Equal(Fresh(), BreakerFlow.After(probed, "P", null, Settings, later) with { Marks = Fresh().Marks });
        Assert.Equal(later, BreakerFlow.After(probed, "P", "unknown", Settings, later).OpenedAt);
        Assert.Null(BreakerFlow.Unused(probed, "P").Probe);
        Assert.Equal("P", BreakerFlow.Unused(probed, "Q").Probe);
        Assert.Same(probed, BreakerFlow.After(probed, "Q", null, Settings, later));
    }

    [Fact]
    public void A_breaker_that_cannot_be_read_refuses_and_taking_back_passes()
    {
        var facts = RuleFacts.Free() with { ActionBreaker = null };

        Assert.Equal(VerdictKind.Refused, BreakerRule.Check(facts, Settings).Kind);
        Assert.True(BreakerRule.Check(facts with { Purpose = ChangePurpose.Undo }, Settings).Allowed);
    }

    private static Verdict Check(Breaker breaker, int minutes, params Lease[] leases) =>
        BreakerRule.Check(RuleFacts.Free() with { Now = Now.AddMinutes(minutes), PlaybookBreaker = breaker, Leases = leases }, Settings);

    private static Breaker Fresh() => Breaker.Fresh(BreakerKind.Playbook, "restart");

    private static Breaker Failed(Breaker breaker, params (string Incident, int Minutes)[] runs) =>
        runs.Aggregate(breaker, (b, r) => BreakerFlow.After(b, r.Incident, "failed", Settings, Now.AddMinutes(r.Minutes)));
}
