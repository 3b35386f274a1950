using System.Text.Json.Nodes;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Settings;
using OpsAutomation.Core.Permissions.Comparing;
using OpsAutomation.Core.Playbooks;

namespace OpsAutomation.Unit.Core.Permissions;

public sealed class ComparisonTests
{
    private static readonly GuardrailSettings Bounds = new(10, TimeSpan.FromMinutes(5), "protected", ["true"])
    {
        Scopes = ["catalogue"],
        RunsPerHour = RunRates.Default,
        Targets = TargetLimits.Default,
        Concurrency = ConcurrencyLimits.Default,
        Breaker = BreakerSettings.Default,
        Spend = SpendSettings.Default,
        Loops = LoopSettings.Default,
        ErrorBudget = BudgetSettings.Default,
        ProtectedResources = ["/subscriptions/1"],
    };

    private static readonly Playbook Restart = new()
    {
        Name = "restart",
        Version = "1.0.0",
        Owner = "platform",
        Description = "Restarts.",
        Runbook = "az vm restart",
        Match = new PlaybookMatch("errors", "Microsoft.Web/sites", ["shop-web"]),
        Autonomy = Autonomy.Approve,
        Risk = Risk.Low,
        Limits = new PlaybookLimits(4, TimeSpan.FromMinutes(15), 2),
        Steps =
        [
            new Step { Id = "look", Action = "assert", ChangesNothing = true },
            new Step { Id = "restart", Action = "site.restart", Approval = new StepApproval(["role:on-call"], TimeSpan.FromMinutes(30), 2), Ttl = TimeSpan.FromHours(1), OnFailure = OnFailure.Undo },
        ],
    };

    public static TheoryData<string, Func<GuardrailSettings, GuardrailSettings>> Looser { get; } = new()
    {
        { "maxActionsPerHour: 10 is now 11", b => b with { MaxActionsPerHour = 11 } },
        { "minimumCooldown: 00:05:00 is now 00:04:00", b => b with { MinimumCooldown = TimeSpan.FromMinutes(4) } },
        { "scopes: /subscriptions/2 is new", b => b with { Scopes = ["catalogue", "/subscriptions/2"] } },
        { "protected.tag: protected is now guarded", b => b with { ProtectedTag = "guarded" } },
        { "protected.values: true is gone", b => b with { ProtectedValues = [] } },
        { "protected.resources: /subscriptions/1 is gone", b => b with { ProtectedResources = [] } },
        { "runsPerHour.perResource: 3 is now 4", b => b with { RunsPerHour = b.RunsPerHour with { PerResource = 4 } } },
        { "targets.perRun.percent: 50 is now 60", b => b with { Targets = b.Targets with { PerRunPercent = 60 } } },
        { "breaker.openFor: 01:00:00 is now 00:30:00", b => b with { Breaker = b.Breaker with { OpenFor = TimeSpan.FromMinutes(30) } } },
        { "dailySpend.unknownPrice: ask is now automatic", b => b with { Spend = b.Spend with { UnknownPrice = Restraint.Automatic } } },
        { "errorBudget.withoutSlo.noService: ask is now automatic", b => b with { ErrorBudget = BudgetSettings.Default with { NoService = Restraint.Automatic } } },
        { "ask.approvers: maria is new", b => b with { Ask = new AskSettings(["role:on-call", "maria"], TimeSpan.FromMinutes(30)) } },
        { "earnedAutonomy.agreeing: 10 is now 3", b => b with { AgreeingRuns = 3 } },
        { "freeze.during: refuse is now ask", b => b with { Freeze = b.Freeze with { During = Restraint.Ask } } },
    };

    public static TheoryData<string, Func<Playbook, Playbook>> Braver { get; } = new()
    {
        { "autonomy: approve is now auto", p => p with { Autonomy = Autonomy.Auto } },
        { "limits.maxCapacity: 4 is now 9", p => p with { Limits = p.Limits with { MaxCapacity = 9 } } },
        { "limits.maxCapacity: 4 is now none", p => p with { Limits = p.Limits with { MaxCapacity = null } } },
        { "limits.cooldown: 00:15:00 is now 00:05:00", p => p with { Limits = p.Limits with { Cooldown = TimeSpan.FromMinutes(5) } } },
        { "match.services: shop-web is now ", p => p with { Match = p.Match with { Services = [] } } },
        { "step look is gone", p => p with { Steps = [p.Steps[1]] } },
        { "restart.approval.quorum: 2 is now 0", p => With(p, s => s with { Approval = null }) },
        { "restart.approval.approvers: zoe is new", p => With(p, s => s with { Approval = s.Approval! with { Approvers = ["role:on-call", "zoe"] } }) },
        { "restart.ttl: 01:00:00 is now none", p => With(p, s => s with { Ttl = null }) },
        { "restart.action: site.restart is now site.stop", p => With(p, s => s with { Action = "site.stop" }) },
        { "restart.with: {} is now {\"a\":1}", p => With(p, s => s with { With = new JsonObject { ["a"] = 1 } }) },
        { "restart otherwise", p => With(p, s => s with { OnFailure = OnFailure.Continue }) },
    };

    [Theory]
    [MemberData(nameof(Looser))]
    public void A_looser_bound_is_wider_and_the_way_back_is_narrower(string text, Func<GuardrailSettings, GuardrailSettings> loosen)
    {
        ArgumentNullException.ThrowIfNull(loosen);
        var strict = Bounds with { Freeze = Bounds.Freeze with { During = Restraint.Refuse } };
        var change = Assert.Single(GuardrailComparison.Compare(strict, loosen(strict)));
        Assert.Equal((Widening.Wider, "guardrails", text), (change.Kind, change.Subject, change.Text));
        var back = Assert.Single(GuardrailComparison.Compare(loosen(strict), strict));

        // Which tag protects is neither more nor less: a person looks both ways.
        Assert.Equal(text.StartsWith("protected.tag", StringComparison.Ordinal) ? Widening.Wider : Widening.Narrower, back.Kind);
    }

    [Theory]
    [MemberData(nameof(Braver))]
    public void A_playbook_that_may_do_more_is_wider(string text, Func<Playbook, Playbook> embolden)
    {
        ArgumentNullException.ThrowIfNull(embolden);
        var wider = PlaybookComparison.Compare([Restart], [embolden(Restart)]).Where(c => c.Kind == Widening.Wider).ToList();
        Assert.Contains(wider, c => c.Subject == "playbook restart" && c.Text.StartsWith(text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_is_no_change()
    {
        Assert.Empty(GuardrailComparison.Compare(Bounds, Bounds with { MaxActionsPerHour = 10 }));
        Assert.Empty(PlaybookComparison.Compare([Restart], [Restart with { Description = "Restarts it." }]));
    }

    [Fact]
    public void A_window_of_a_freeze_that_is_gone_is_wider_and_one_that_opens_is_too()
    {
        var window = new FreezeWindow("year-end", "Books.", [], [], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1), null);
        var frozen = Bounds with { Freeze = Bounds.Freeze with { Windows = [window] } };
        Assert.Equal(Widening.Wider, Assert.Single(GuardrailComparison.Compare(frozen, Bounds)).Kind);
        var closed = Bounds with { Freeze = new FreezeSettings(FreezeDefault.Closed, Restraint.Ask, []) };
        Assert.Equal(Widening.Wider, Assert.Single(GuardrailComparison.Compare(closed, closed with { Freeze = closed.Freeze with { Windows = [window] } })).Kind);
    }

    private static Playbook With(Playbook playbook, Func<Step, Step> change) => playbook with { Steps = [playbook.Steps[0], change(playbook.Steps[1])] };
}
