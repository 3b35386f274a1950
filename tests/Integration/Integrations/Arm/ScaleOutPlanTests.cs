using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;

namespace OpsAutomation.Integration.Integrations.Arm;

public sealed class ScaleOutPlanTests : IAsyncLifetime
{
    private const string Change = "plan.scale-out";
    private const string Back = "plan.set-capacity";
    private const string Version = "api-version=2023-12-01";
    private readonly SimulatedEstate _estate = new();

    private IAction Action => _estate.Actions[Change];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _estate.DisposeAsync();

    [Fact]
    public async Task A_plan_is_absolute_and_tells_everything_that_a_person_needs_and_changes_nothing()
    {
        var plan = await Plan(2);
        Assert.Equal("""{"capacity":4}""", plan.Parameters.ToJsonString());
        Assert.Equal("""{"capacity":2,"skuName":"P1v3"}""", plan.Preconditions.ToJsonString());
        Assert.NotEmpty(plan.Target.Identity);
        Assert.Equal((4, "USD"), (plan.CapacityAfter, plan.Currency));
        Assert.Equal(0.31, plan.CostPerHourDelta!.Value, 6);
        Assert.Equal(Back, plan.Inverse!.Action);
        Assert.Equal("""{"capacity":2,"from":4}""", plan.Inverse.Parameters.ToJsonString());
        Assert.EndsWith("--name plan-shop --number-of-workers 4", plan.ByHand, StringComparison.Ordinal);
        Assert.EndsWith("--number-of-workers 2", plan.UndoByHand, StringComparison.Ordinal);
        Assert.Equal(0, _estate.Sent);
    }

    [Fact]
    public async Task A_plan_is_scaled_out_and_back_and_nothing_else_of_it_changes()
    {
        var before = await BodyAsync();
        await Done(await Plan(2));
        Assert.Equal(4, await CapacityAsync());
        await Done(await _estate.PlanAsync(Back, SimulatedEstate.Farm, new JsonObject { ["capacity"] = 2, ["from"] = 4 }));
        Assert.True(JsonNode.DeepEquals(before, await BodyAsync()));
        Assert.Equal(2, _estate.Sent);
        Assert.All(_estate.Calls.All.Where(c => c.Method != "GET"), c => Assert.Equal("PUT", c.Method));
    }

    [Fact]
    public async Task An_undo_may_be_repeated_and_refuses_what_somebody_else_changed()
    {
        await Done(await _estate.PlanAsync(Back, SimulatedEstate.Farm, new JsonObject { ["capacity"] = 2, ["from"] = 4 }));
        Assert.Equal(0, _estate.Sent);
        await ByHand(3);
        var result = await _estate.Actions[Back].PlanAsync(new PlanRequest(SimulatedEstate.Farm, new JsonObject { ["capacity"] = 2, ["from"] = 4 }, null), default);
        Assert.Contains("somebody else changed it", result.Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9, 10, "at most 10")]
    [InlineData(29, 100, "at most 30")]
    public async Task More_than_the_playbook_or_Azure_allows_is_refused_and_never_cut_down(int add, int maximum, string because)
    {
        var result = await Action.PlanAsync(new PlanRequest(SimulatedEstate.Farm, new JsonObject { ["add"] = add }, maximum), default);
        Assert.Contains(because, result.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_autoscale_owns_is_not_planned_and_voids_a_plan_that_was_made_before()
    {
        var plan = await Plan(1);
        await _estate.AutoscaleAsync(SimulatedEstate.Farm);
        Assert.StartsWith("Autoscale owns it: the setting 'by-cpu'", (await TryPlan()).Refusal, StringComparison.Ordinal);
        var start = await Action.StartAsync(plan, "op-1", default);
        Assert.Equal(StartOutcome.Changed, start.Outcome);
        Assert.Contains("Autoscale owns it", start.Reason, StringComparison.Ordinal);
        Assert.Equal(0, _estate.Sent);
    }

    [Theory]
    [InlineData("""{"properties":{"elasticScaleEnabled":true}}""", "scales itself")]
    [InlineData("""{"sku":{"tier":"Dynamic"}}""", "tier Dynamic")]
    [InlineData("""{"sku":{"tier":"ElasticPremium"}}""", "tier ElasticPremium")]
    public async Task A_plan_whose_count_is_not_set_by_people_is_refused(string patch, string because)
    {
        await _estate.OtherAsync("PATCH", $"{SimulatedEstate.Farm}?{Version}", JsonNode.Parse(patch));
        Assert.Contains(because, (await TryPlan()).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_capacity_that_somebody_changed_meanwhile_is_not_overwritten()
    {
        var plan = await Plan(2);
        await ByHand(3);
        var start = await Action.StartAsync(plan, "op-1", default);
        Assert.Equal(StartOutcome.Changed, start.Outcome);
        Assert.Equal(0, _estate.Sent);
        Assert.Equal(AdoptOutcome.Unknown, (await Action.AdoptAsync(plan, "op-1", default)).Outcome);
    }

    [Fact]
    public async Task A_plan_of_the_same_name_that_was_created_later_is_not_touched()
    {
        var plan = await Plan(2);
        var other = plan with { Target = plan.Target with { Identity = "2020-01-01T00:00:00Z" } };
        Assert.Equal(StartOutcome.Changed, (await Action.StartAsync(other, "op-1", default)).Outcome);
        Assert.Equal(AdoptOutcome.Unknown, (await Action.AdoptAsync(other, "op-1", default)).Outcome);
        Assert.Equal(PollOutcome.Failed, (await Action.PollAsync(other, null, default)).Outcome);
        Assert.Equal(0, _estate.Sent);
    }

    [Fact]
    public async Task A_lost_answer_and_a_change_that_never_arrived_are_told_apart_by_the_capacity()
    {
        var plan = await Plan(2);
        await _estate.FaultAsync(new { method = "PUT", status = 503, count = 1 });
        Assert.Equal(StartOutcome.Doubtful, (await Action.StartAsync(plan, "op-1", default)).Outcome);
        Assert.Equal(AdoptOutcome.NoEffect, (await Action.AdoptAsync(plan, "op-1", default)).Outcome);
        await _estate.FaultAsync(new { method = "PUT", dropAfterEffect = true, count = 1 });
        Assert.Equal(StartOutcome.Doubtful, (await Action.StartAsync(plan, "op-1", default)).Outcome);
        Assert.Equal(AdoptOutcome.TookEffect, (await Action.AdoptAsync(plan, "op-1", default)).Outcome);
        Assert.Equal(4, await CapacityAsync());
    }

    [Theory]
    [InlineData(429, null, StartOutcome.Throttled)]
    [InlineData(409, "Conflict", StartOutcome.Throttled)]
    [InlineData(403, "RequestDisallowedByPolicy", StartOutcome.Refused)]
    [InlineData(500, null, StartOutcome.Doubtful)]
    public async Task A_refused_write_is_told_as_what_it_is_and_never_repeated_by_the_SDK(int status, string? code, StartOutcome expected)
    {
        var plan = await Plan(2);
        await _estate.FaultAsync(new { method = "PUT", status, code, retryAfter = 17 });
        var start = await Action.StartAsync(plan, "op-1", default);
        Assert.Equal((expected, TimeSpan.FromSeconds(17)), (start.Outcome, start.RetryAfter));
        Assert.Equal(1, _estate.Sent);
        Assert.Equal(2, await CapacityAsync());
    }

    [Fact]
    public async Task A_lock_that_came_after_the_plan_refuses_with_its_name()
    {
        var plan = await Plan(2);
        await _estate.LockAsync(SimulatedEstate.Farm);
        var start = await Action.StartAsync(plan, "op-1", default);
        Assert.Equal(StartOutcome.Refused, start.Outcome);
        Assert.Contains("the ReadOnly lock 'freeze'", start.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"add":0}""")]
    [InlineData("""{"add":1,"extra":1}""")]
    public async Task Parameters_that_are_wrong_are_refused_before_anything_is_read(string with)
    {
        Assert.NotNull((await Action.PlanAsync(new PlanRequest(SimulatedEstate.Farm, (JsonObject)JsonNode.Parse(with)!, 10), default)).Refusal);
        Assert.NotNull((await Action.PlanAsync(new PlanRequest(SimulatedEstate.Web, new JsonObject { ["add"] = 1 }, 10), default)).Refusal);
        Assert.Empty(_estate.Calls.All);
    }

    private async Task Done(ActionPlan plan)
    {
        var start = await _estate.Actions[plan.Action].StartAsync(plan, "op-1", default);
        Assert.Equal(StartOutcome.Accepted, start.Outcome);
        Assert.Equal(PollOutcome.Succeeded, (await _estate.FinishAsync(plan, start.StatusUrl)).Outcome);
    }

    private Task ByHand(int capacity) => _estate.OtherAsync("PATCH", $"{SimulatedEstate.Farm}?{Version}", new { sku = new { capacity } });

    private async Task<JsonObject> BodyAsync() => (await _estate.OtherAsync("GET", $"{SimulatedEstate.Farm}?{Version}"))!;

    private async Task<int> CapacityAsync() => (int)(await BodyAsync())["sku"]!["capacity"]!;

    private Task<PlanResult> TryPlan() => Action.PlanAsync(new PlanRequest(SimulatedEstate.Farm, new JsonObject { ["add"] = 1 }, 10), default);

    private Task<ActionPlan> Plan(int add) => _estate.PlanAsync(Change, SimulatedEstate.Farm, new JsonObject { ["add"] = add });
}
