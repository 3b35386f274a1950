using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;

namespace OpsAutomation.Integration.Integrations.Arm;

public sealed class RestartSiteTests : IAsyncLifetime
{
    private const string Change = "site.restart";
    private readonly SimulatedEstate _estate = new();

    private IAction Action => _estate.Actions[Change];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _estate.DisposeAsync();

    [Fact]
    public async Task A_plan_needs_the_site_running_and_leaves_nothing_to_undo()
    {
        var plan = await Plan();
        Assert.Equal("""{"state":"Running"}""", plan.Preconditions.ToJsonString());
        Assert.Equal(Reversibility.NoLastingChange, plan.Reversibility);
        Assert.Null(plan.Inverse);
        Assert.Null(plan.UndoByHand);
        Assert.Null(plan.CapacityAfter);
        Assert.Equal("az webapp restart --subscription 11111111-1111-1111-1111-111111111111 --resource-group rg-shop --name app-shop-checkout", plan.ByHand);
        Assert.Equal(0, _estate.Sent);
    }

    [Fact]
    public async Task A_restart_is_sent_once_and_done_when_the_site_runs()
    {
        var plan = await Plan();
        var start = await Action.StartAsync(plan, "op-1", default);
        Assert.Equal(StartOutcome.Accepted, start.Outcome);
        Assert.Null(start.StatusUrl);
        Assert.Equal(PollOutcome.Succeeded, (await Action.PollAsync(plan, null, default)).Outcome);
        Assert.Equal(1, _estate.Sent);
    }

    [Fact]
    public async Task A_site_that_somebody_stopped_is_not_restarted()
    {
        var plan = await Plan();
        await _estate.OtherAsync("POST", $"{SimulatedEstate.Checkout}/stop?api-version=2023-12-01");
        Assert.Equal(StartOutcome.Changed, (await Action.StartAsync(plan, "op-1", default)).Outcome);
        var again = await Action.PlanAsync(new PlanRequest(SimulatedEstate.Checkout, [], null), default);
        Assert.Contains("Stopped", again.Refusal);
        Assert.Equal(0, _estate.Sent);
    }

    [Fact]
    public async Task A_lost_answer_is_found_again_in_the_activity_log()
    {
        var plan = await Plan();
        await _estate.FaultAsync(new { method = "POST", dropAfterEffect = true, count = 1 });
        Assert.Equal(StartOutcome.Doubtful, (await Action.StartAsync(plan, "op-1", default)).Outcome);
        Assert.Equal(AdoptOutcome.TookEffect, (await Action.AdoptAsync(plan, "op-1", default)).Outcome);
        Assert.Equal(1, _estate.Sent);
    }

    [Fact]
    public async Task A_restart_by_somebody_else_is_not_taken_for_ours_and_no_entry_proves_nothing()
    {
        var plan = await Plan();
        await _estate.OtherAsync("POST", $"{SimulatedEstate.Checkout}/restart?api-version=2023-12-01");
        Assert.Equal(AdoptOutcome.Unknown, (await Action.AdoptAsync(plan, "op-1", default)).Outcome);
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_is_unknown()
    {
        var plan = await Plan();
        await _estate.FaultAsync(new { route = "*/eventtypes/*", status = 503 });
        Assert.Equal(AdoptOutcome.Unknown, (await Action.AdoptAsync(plan, "op-1", default)).Outcome);
    }

    private Task<ActionPlan> Plan() => _estate.PlanAsync(Change, SimulatedEstate.Checkout, new JsonObject());
}
