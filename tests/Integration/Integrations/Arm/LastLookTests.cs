using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Guardrails;

namespace OpsAutomation.Integration.Integrations.Arm;

/// <summary>What forbids a change right before its request leaves, after the action has read its target.</summary>
public sealed class LastLookTests : IAsyncDisposable
{
    private readonly SimulatedEstate _estate = new();

    public ValueTask DisposeAsync() => _estate.DisposeAsync();

    [Fact]
    public async Task A_stop_that_comes_while_the_target_is_read_keeps_the_request_back_and_counts_as_not_sent()
    {
        var plan = await Plan();
        var (asked, reads) = (0, 0);
        var start = await Start(plan, () =>
        {
            (asked, reads) = (asked + 1, _estate.Calls.All.Count(c => c.Method == "GET" && c.Path.EndsWith("/vmss-shop-web", StringComparison.Ordinal)));
            return Task.FromResult<Verdict?>(Verdict.Refuse(KillSwitchRule.Name, "ana stopped all automation."));
        });

        Assert.Equal((StartOutcome.Refused, "Guardrails: kill-switch: ana stopped all automation."), (start.Outcome, start.Reason));
        Assert.Equal(1, asked);
        Assert.True(reads > 1, "It was asked before the action had read its target again.");
        Assert.Equal(0, _estate.Sent);
        Assert.Equal(2, await _estate.CapacityAsync(SimulatedEstate.Web));
    }

    [Fact]
    public async Task Where_it_cannot_be_told_nothing_is_sent_and_it_is_tried_again()
    {
        var start = await Start(await Plan(), () => throw new InvalidOperationException("The records are gone."));

        Assert.Equal((StartOutcome.Throttled, 0), (start.Outcome, _estate.Sent));
        Assert.DoesNotContain("The records are gone.", start.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nothing_forbids_is_sent_and_reads_are_not_asked_about()
    {
        var asked = 0;
        var start = await Start(await Plan(), () =>
        {
            asked++;
            return Task.FromResult<Verdict?>(null);
        });

        Assert.Equal((StartOutcome.Accepted, 1, 1), (start.Outcome, asked, _estate.Sent));
    }

    [Fact]
    public async Task What_has_begun_is_brought_to_its_end_and_the_next_request_is_asked_about_again()
    {
        var answers = new List<Verdict?>();
        await LastLook.AroundAsync(
            _ => Task.FromResult<Verdict?>(Verdict.Refuse(HoldRule.Name, "ana holds it.")),
            async () =>
            {
                await LastLook.BegunAsync(async () => answers.Add(await LastLook.RefusalAsync(default)));
                answers.Add(await LastLook.RefusalAsync(default));
                return true;
            });
        answers.Add(await LastLook.RefusalAsync(default));

        Assert.Equal([null, HoldRule.Name, null], answers.Select(a => a?.Rule));
    }

    private Task<ActionPlan> Plan() => _estate.PlanAsync("vmss.scale-out", SimulatedEstate.Web, new JsonObject { ["add"] = 2 });

    private Task<StartResult> Start(ActionPlan plan, Func<Task<Verdict?>> ask) =>
        LastLook.AroundAsync(_ => ask(), () => _estate.Actions[plan.Action].StartAsync(plan, "op-1", default));
}
