using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;

namespace OpsAutomation.Integration.Integrations.Arm;

public sealed class DeallocateVmTests : IAsyncLifetime
{
    private const string Change = "vm.deallocate";
    private const string Back = "vm.start";
    private const string Version = "api-version=2024-07-01";
    private readonly SimulatedEstate _estate = new();

    private IAction Action => _estate.Actions[Change];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _estate.DisposeAsync();

    [Fact]
    public async Task A_plan_says_what_is_saved_what_is_lost_and_how_it_comes_back()
    {
        var plan = await Plan();
        Assert.Equal(("running", "deallocated"), (plan.Before["power"], plan.After["power"]));
        Assert.Equal((-0.192, "USD"), (plan.CostPerHourDelta, plan.Currency));
        Assert.Equal(Reversibility.Reversible, plan.Reversibility);
        Assert.Equal(Back, plan.Inverse!.Action);
        Assert.Contains("temporary disk is lost", plan.Summary, StringComparison.Ordinal);
        Assert.StartsWith("az vm deallocate ", plan.ByHand, StringComparison.Ordinal);
        Assert.StartsWith("az vm start ", plan.UndoByHand, StringComparison.Ordinal);
        Assert.Equal("running", (string?)plan.Preconditions["power"]);
        Assert.Equal(plan.Target.Identity, (string?)plan.Preconditions["vmId"]);
        Assert.Equal(0, _estate.Sent);
    }

    [Fact]
    public async Task A_machine_is_deallocated_and_comes_back_by_its_inverse_and_an_undo_may_be_repeated()
    {
        await Done(await Plan());
        Assert.Equal("PowerState/deallocated", await _estate.PowerAsync(SimulatedEstate.Batch));
        var back = await _estate.PlanAsync(Back, SimulatedEstate.Batch, []);
        Assert.Equal(0.192, back.CostPerHourDelta);
        await Done(back);
        Assert.Equal("PowerState/running", await _estate.PowerAsync(SimulatedEstate.Batch));
        Assert.Equal(2, _estate.Sent);

        var again = await _estate.PlanAsync(Back, SimulatedEstate.Batch, []);
        Assert.Equal(0, again.CostPerHourDelta);
        await Done(again);
        Assert.Equal(2, _estate.Sent);
    }

    [Theory]
    [InlineData("""{"priority":"Spot","evictionPolicy":"Deallocate"}""", "spot")]
    [InlineData("""{"evictionPolicy":"Delete"}""", "spot")]
    [InlineData("""{"storageProfile":{"osDisk":{"diffDiskSettings":{"option":"Local"}}}}""", "ephemeral")]
    public async Task A_machine_that_might_not_come_back_as_it_was_is_refused(string properties, string because)
    {
        await _estate.OtherAsync("PATCH", $"{SimulatedEstate.Batch}?{Version}", new { properties = JsonNode.Parse(properties) });
        _estate.Clock.Advance(TimeSpan.FromMinutes(2));
        var result = await Action.PlanAsync(new PlanRequest(SimulatedEstate.Batch, [], null), default);
        Assert.Contains(because, result.Refusal, StringComparison.Ordinal);
        Assert.False(result.Transient);
        Assert.Equal(0, _estate.Sent);
    }

    [Fact]
    public async Task A_stopped_machine_is_left_to_who_stopped_it_and_is_not_started_either()
    {
        await ByHand("powerOff");
        Assert.Contains("stopped", (await Action.PlanAsync(new PlanRequest(SimulatedEstate.Batch, [], null), default)).Refusal, StringComparison.Ordinal);
        var back = await _estate.Actions[Back].PlanAsync(new PlanRequest(SimulatedEstate.Batch, [], null), default);
        Assert.Contains("somebody else", back.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_that_is_deallocated_already_is_not_deallocated_again()
    {
        var plan = await Plan();
        await ByHand("deallocate");
        Assert.Equal(StartOutcome.Accepted, (await Action.StartAsync(plan, "op-1", default)).Outcome);
        Assert.Equal(0, _estate.Sent);
    }

    [Fact]
    public async Task A_lost_answer_is_told_from_the_power_state_while_it_changes_and_after()
    {
        var plan = await Plan();
        await _estate.FaultAsync(new { method = "POST", dropAfterEffect = true, count = 1 });
        Assert.Equal(StartOutcome.Doubtful, (await Action.StartAsync(plan, "op-1", default)).Outcome);
        Assert.Equal(AdoptOutcome.TookEffect, (await Action.AdoptAsync(plan, "op-1", default)).Outcome);
        Assert.Equal(PollOutcome.Succeeded, (await _estate.FinishAsync(plan, null)).Outcome);
        Assert.Equal(AdoptOutcome.TookEffect, (await Action.AdoptAsync(plan, "op-1", default)).Outcome);
    }

    [Fact]
    public async Task A_change_that_never_arrived_had_no_effect_and_anything_else_is_a_persons_question()
    {
        var plan = await Plan();
        await _estate.FaultAsync(new { method = "POST", status = 503, count = 1 });
        Assert.Equal(StartOutcome.Doubtful, (await Action.StartAsync(plan, "op-1", default)).Outcome);
        Assert.Equal(AdoptOutcome.NoEffect, (await Action.AdoptAsync(plan, "op-1", default)).Outcome);
        await ByHand("powerOff");
        Assert.Equal(AdoptOutcome.Unknown, (await Action.AdoptAsync(plan, "op-1", default)).Outcome);
        var other = plan with { Target = plan.Target with { Identity = "another" } };
        Assert.Equal(AdoptOutcome.Unknown, (await Action.AdoptAsync(other, "op-1", default)).Outcome);
    }

    [Fact]
    public async Task A_start_without_capacity_at_Azure_fails_with_its_reason()
    {
        await Done(await Plan());
        var back = await _estate.PlanAsync(Back, SimulatedEstate.Batch, []);
        await _estate.FaultAsync(new { method = "POST", failOperation = new { code = "AllocationFailed", message = "No capacity." }, count = 1 });
        var start = await _estate.Actions[Back].StartAsync(back, "op-2", default);
        var end = await _estate.FinishAsync(back, start.StatusUrl);
        Assert.Equal(PollOutcome.Failed, end.Outcome);
        Assert.Contains("No capacity.", end.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_that_came_after_the_plan_refuses_with_its_name()
    {
        var plan = await Plan();
        await _estate.LockAsync(SimulatedEstate.Batch);
        var start = await Action.StartAsync(plan, "op-1", default);
        Assert.Equal(StartOutcome.Refused, start.Outcome);
        Assert.Contains("the ReadOnly lock 'freeze'", start.Reason, StringComparison.Ordinal);
    }

    private async Task Done(ActionPlan plan)
    {
        var start = await _estate.Actions[plan.Action].StartAsync(plan, "op-1", default);
        Assert.Equal(StartOutcome.Accepted, start.Outcome);
        Assert.Equal(PollOutcome.Succeeded, (await _estate.FinishAsync(plan, start.StatusUrl)).Outcome);
    }

    private async Task ByHand(string operation)
    {
        await _estate.OtherAsync("POST", $"{SimulatedEstate.Batch}/{operation}?{Version}");
        _estate.Clock.Advance(TimeSpan.FromMinutes(2));
    }

    private Task<ActionPlan> Plan() => _estate.PlanAsync(Change, SimulatedEstate.Batch, []);
}
