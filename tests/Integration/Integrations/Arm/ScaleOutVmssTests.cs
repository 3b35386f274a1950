using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;

namespace OpsAutomation.Integration.Integrations.Arm;

public sealed class ScaleOutVmssTests : IAsyncLifetime
{
    private const string Change = "vmss.scale-out";
    private readonly SimulatedEstate _estate = new();

    private IAction Action => _estate.Actions[Change];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _estate.DisposeAsync();

    [Fact]
    public async Task A_plan_is_absolute_and_tells_everything_that_a_person_needs_and_changes_nothing()
    {
        var plan = await Plan(2);
        Assert.Equal(Change, plan.Action);
        Assert.Equal(SimulatedEstate.Web.ToLowerInvariant(), plan.Target.ResourceId);
        Assert.Equal("vmss-shop-web", plan.Target.Name);
        Assert.NotEmpty(plan.Target.Identity);
        Assert.Equal("""{"capacity":4}""", plan.Parameters.ToJsonString());
        Assert.Equal("""{"capacity":2,"skuName":"Standard_D2s_v5","provisioningState":"Succeeded"}""", plan.Preconditions.ToJsonString());
        Assert.Equal(("2", "4"), (plan.Before["capacity"], plan.After["capacity"]));
        Assert.Equal((4, Reversibility.Reversible, "USD"), (plan.CapacityAfter, plan.Reversibility, plan.Currency));
        Assert.Equal(0.192, plan.CostPerHourDelta!.Value, 6);
        Assert.Null(plan.ProtectedBy);
        Assert.Equal("vmss.set-capacity", plan.Inverse!.Action);
        Assert.Equal(2, (int)plan.Inverse.Parameters["capacity"]!);
        Assert.Equal("az vmss scale --subscription 11111111-1111-1111-1111-111111111111 --resource-group rg-shop --name vmss-shop-web --new-capacity 4", plan.ByHand);
        Assert.EndsWith("--new-capacity 2", plan.UndoByHand);
        Assert.Equal(0, _estate.Sent);
    }

    [Fact]
    public async Task A_plan_above_the_maximum_is_refused_with_both_numbers_and_never_cut_down()
    {
        var result = await Action.PlanAsync(new PlanRequest(SimulatedEstate.Web, new JsonObject { ["add"] = 3 }, 4), default);
        Assert.Null(result.Plan);
        Assert.False(result.Transient);
        Assert.Contains("5 instances", result.Refusal);
        Assert.Contains("at most 4", result.Refusal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"add":0}""")]
    [InlineData("""{"add":101}""")]
    [InlineData("""{"add":1.5}""")]
    [InlineData("""{"add":"2"}""")]
    [InlineData("""{"add":2,"extra":1}""")]
    public async Task Parameters_that_are_wrong_are_refused_before_anything_is_read(string with)
    {
        var result = await Action.PlanAsync(new PlanRequest(SimulatedEstate.Web, (JsonObject)JsonNode.Parse(with)!, 10), default);
        Assert.Null(result.Plan);
        Assert.NotNull(result.Refusal);
        Assert.Empty(_estate.Calls.All);
    }

    [Theory]
    [InlineData(SimulatedEstate.Checkout)]
    [InlineData("/subscriptions/x/../y")]
    [InlineData("vmss-shop-web")]
    [InlineData(SimulatedEstate.Web + "?x=1")]
    public async Task A_target_that_is_no_scale_set_is_refused_before_anything_is_read(string id)
    {
        var result = await Action.PlanAsync(new PlanRequest(id, new JsonObject { ["add"] = 1 }, 10), default);
        Assert.NotNull(result.Refusal);
        Assert.Empty(_estate.Calls.All);
    }

    [Fact]
    public async Task What_autoscale_owns_is_not_planned_and_what_it_leaves_alone_is()
    {
        await _estate.AutoscaleAsync(SimulatedEstate.Web.ToUpperInvariant());
        var result = await Action.PlanAsync(new PlanRequest(SimulatedEstate.Web, new JsonObject { ["add"] = 1 }, 10), default);
        Assert.StartsWith("Autoscale owns it: the setting 'by-cpu'", result.Refusal, StringComparison.Ordinal);
        Assert.False(result.Transient);
        await _estate.AutoscaleAsync(SimulatedEstate.Web, enabled: false);
        Assert.Equal(3, (await Plan(1)).CapacityAfter);
        await _estate.AutoscaleAsync(SimulatedEstate.Database);
        Assert.Equal(3, (await Plan(1)).CapacityAfter);
    }

    [Fact]
    public async Task Autoscale_settings_that_cannot_be_read_are_not_taken_for_none()
    {
        await _estate.FaultAsync(new { route = "*/autoscalesettings", status = 403 });
        Assert.Contains("403", (await Action.PlanAsync(new PlanRequest(SimulatedEstate.Web, new JsonObject { ["add"] = 1 }, 10), default)).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_and_tagged_target_says_by_what_it_is_protected()
    {
        var plan = await _estate.PlanAsync(Change, SimulatedEstate.Database, new JsonObject { ["add"] = 1 });
        Assert.Contains("the ReadOnly lock 'do-not-touch'", plan.ProtectedBy);
        Assert.Contains("protected: true", plan.ProtectedBy);
        Assert.Null(plan.CostPerHourDelta);
    }

    [Fact]
    public async Task A_lock_on_the_group_protects_and_a_neighbours_lock_does_not()
    {
        Assert.Null((await Plan(1)).ProtectedBy);
        await _estate.OtherAsync("PUT", $"{SimulatedEstate.Group}/providers/Microsoft.Authorization/locks/freeze?api-version=2020-05-01", new { properties = new { level = "CanNotDelete" } });
        Assert.Contains("freeze", (await Plan(1)).ProtectedBy);
    }

    [Fact]
    public async Task A_role_that_may_not_read_the_subscriptions_locks_can_plan_in_its_group()
    {
        await _estate.FaultAsync(new { route = "/subscriptions/11111111-1111-1111-1111-111111111111/providers/Microsoft.Authorization/locks", status = 403 });
        Assert.Null((await Plan(1)).ProtectedBy);
    }

    [Fact]
    public async Task What_cannot_be_told_about_locks_is_not_taken_for_free()
    {
        await _estate.FaultAsync(new { route = "*Microsoft.Authorization/locks*", status = 403 });
        var result = await Action.PlanAsync(new PlanRequest(SimulatedEstate.Web, new JsonObject { ["add"] = 1 }, 10), default);
        Assert.Null(result.Plan);
        Assert.Contains("403", result.Refusal);
    }

    [Fact]
    public async Task The_whole_way_from_plan_over_start_and_poll_to_the_planned_capacity()
    {
        var plan = await Plan(2);
        var start = await Action.StartAsync(plan, "op-1", default);
        Assert.Equal(StartOutcome.Accepted, start.Outcome);
        Assert.NotNull(start.StatusUrl);
        Assert.NotNull(start.RequestId);
        Assert.Equal(PollOutcome.Running, (await Action.PollAsync(plan, start.StatusUrl, default)).Outcome);
        Assert.Equal(PollOutcome.Succeeded, (await _estate.FinishAsync(plan, start.StatusUrl)).Outcome);
        Assert.Equal(4, await _estate.CapacityAsync(SimulatedEstate.Web));
        Assert.Equal(1, _estate.Sent);
    }

    [Fact]
    public async Task A_capacity_that_changed_after_planning_stops_the_start()
    {
        var plan = await Plan(2);
        await Scale(3);
        var start = await Action.StartAsync(plan, "op-1", default);
        Assert.Equal(StartOutcome.Changed, start.Outcome);
        Assert.Contains("3 instances", start.Reason);
        Assert.Equal(0, _estate.Sent);
    }

    [Fact]
    public async Task A_change_between_our_read_and_our_write_is_found_by_the_version()
    {
        _estate.Clock.Advance(TimeSpan.FromMinutes(20));
        var plan = await Plan(2);
        await _estate.OtherAsync("PATCH", $"{SimulatedEstate.Web}?api-version=2024-07-01", new { tags = new { touched = "yes" } });
        _estate.Clock.Advance(TimeSpan.FromMinutes(2));

        // Our read is answered from before the change, so only the ETag can tell.
        await _estate.FaultAsync(new { method = "GET", resource = SimulatedEstate.Web, staleMinutes = 5, count = 1 });
        var start = await Action.StartAsync(plan, "op-1", default);
        Assert.Equal(StartOutcome.Changed, start.Outcome);
        Assert.Contains("412", start.Reason);
        Assert.Equal(2, await _estate.CapacityAsync(SimulatedEstate.Web));
    }

    [Fact]
    public async Task An_answer_that_is_lost_after_the_effect_is_in_doubt_and_adopted_without_a_second_step()
    {
        var plan = await Plan(2);
        await _estate.FaultAsync(new { method = "PATCH", dropAfterEffect = true, count = 1 });
        var start = await Action.StartAsync(plan, "op-1", default);
        Assert.Equal(StartOutcome.Doubtful, start.Outcome);
        var adopted = await Action.AdoptAsync(plan, "op-1", default);
        Assert.Equal(AdoptOutcome.TookEffect, adopted.Outcome);
        Assert.Equal(PollOutcome.Succeeded, (await _estate.FinishAsync(plan, adopted.StatusUrl)).Outcome);
        Assert.Equal(4, await _estate.CapacityAsync(SimulatedEstate.Web));
        Assert.Equal(1, _estate.Sent);
    }

    [Fact]
    public async Task An_intent_that_never_reached_Azure_had_no_effect()
    {
        var plan = await Plan(2);
        Assert.Equal(AdoptOutcome.NoEffect, (await Action.AdoptAsync(plan, "op-1", default)).Outcome);
    }

    [Fact]
    public async Task A_capacity_that_is_neither_before_nor_target_is_a_persons_question()
    {
        var plan = await Plan(2);
        await Scale(7);
        Assert.Equal(AdoptOutcome.Unknown, (await Action.AdoptAsync(plan, "op-1", default)).Outcome);
    }

    [Theory]
    [InlineData(429, StartOutcome.Throttled)]
    [InlineData(403, StartOutcome.Refused)]
    [InlineData(409, StartOutcome.Throttled)]
    [InlineData(412, StartOutcome.Changed)]
    [InlineData(500, StartOutcome.Doubtful)]
    [InlineData(503, StartOutcome.Doubtful)]
    public async Task A_refused_write_is_told_as_what_it_is_and_never_repeated_by_the_SDK(int status, StartOutcome expected)
    {
        var plan = await Plan(2);
        await _estate.FaultAsync(new { method = "PATCH", status, retryAfter = 17 });
        var start = await Action.StartAsync(plan, "op-1", default);
        Assert.Equal(expected, start.Outcome);
        Assert.Equal(TimeSpan.FromSeconds(17), start.RetryAfter);
        Assert.Equal(1, _estate.Sent);
        Assert.Equal(2, await _estate.CapacityAsync(SimulatedEstate.Web));
    }

    [Fact]
    public async Task A_lock_that_appeared_after_planning_refuses_the_write()
    {
        var plan = await Plan(2);
        await _estate.OtherAsync("PUT", $"{SimulatedEstate.Group}/providers/Microsoft.Authorization/locks/freeze?api-version=2020-05-01", new { properties = new { level = "ReadOnly" } });
        var start = await Action.StartAsync(plan, "op-1", default);
        Assert.Equal(StartOutcome.Refused, start.Outcome);
        Assert.Contains("ScopeLocked", start.Reason);
        Assert.Contains("the ReadOnly lock 'freeze'", start.Reason);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_ends_by_the_clock_and_is_in_doubt()
    {
        var plan = await Plan(2);
        await _estate.FaultAsync(new { method = "PATCH", delay = 3600 });
        var starting = Action.StartAsync(plan, "op-1", default);
        while (!starting.IsCompleted)
        {
            _estate.Clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        var start = await starting;
        Assert.Equal(StartOutcome.Doubtful, start.Outcome);
        Assert.Contains("20 seconds", start.Reason);
    }

    [Fact]
    public async Task An_operation_that_fails_is_failed_with_Azures_reason()
    {
        var plan = await Plan(2);
        await _estate.FaultAsync(new { method = "PATCH", failOperation = new { code = "AllocationFailed", message = "No room." } });
        var start = await Action.StartAsync(plan, "op-1", default);
        var end = await _estate.FinishAsync(plan, start.StatusUrl);
        Assert.Equal(PollOutcome.Failed, end.Outcome);
        Assert.Contains("AllocationFailed", end.Reason);
    }

    [Fact]
    public async Task A_poll_that_fails_is_unknown_and_looks_again_when_Azure_asks()
    {
        var plan = await Plan(2);
        var start = await Action.StartAsync(plan, "op-1", default);
        await _estate.FaultAsync(new { method = "GET", route = "*/operations/*", status = 429, retryAfter = 40, count = 1 });
        var poll = await Action.PollAsync(plan, start.StatusUrl, default);
        Assert.Equal((PollOutcome.Unknown, TimeSpan.FromSeconds(40)), (poll.Outcome, poll.RetryAfter));
    }

    [Fact]
    public async Task A_status_address_of_another_host_is_never_called_with_our_token()
    {
        var plan = await Plan(2);
        var calls = _estate.Calls.All.Count;
        var poll = await Action.PollAsync(plan, "https://evil.example.com/operations/1", default);
        Assert.Equal(PollOutcome.Unknown, poll.Outcome);
        Assert.Equal(calls, _estate.Calls.All.Count);
    }

    [Fact]
    public async Task A_scale_set_with_an_operation_under_way_is_planned_later()
    {
        await _estate.OtherAsync("PATCH", $"{SimulatedEstate.Web}?api-version=2024-07-01", new { sku = new { capacity = 3 } });
        var result = await Action.PlanAsync(new PlanRequest(SimulatedEstate.Web, new JsonObject { ["add"] = 1 }, 10), default);
        Assert.True(result.Transient);
        Assert.Contains("Updating", result.Refusal);
    }

    [Fact]
    public async Task The_inverse_of_the_plan_gives_the_capacity_back()
    {
        var plan = await Plan(2);
        await _estate.FinishAsync(plan, (await Action.StartAsync(plan, "op-1", default)).StatusUrl);
        var undo = await _estate.PlanAsync(plan.Inverse!.Action, plan.Target.ResourceId, plan.Inverse.Parameters);
        Assert.Equal(-0.192, undo.CostPerHourDelta!.Value, 6);
        var start = await _estate.Actions[undo.Action].StartAsync(undo, "op-2", default);
        Assert.Equal(PollOutcome.Succeeded, (await _estate.FinishAsync(undo, start.StatusUrl)).Outcome);
        Assert.Equal(2, await _estate.CapacityAsync(SimulatedEstate.Web));

        // Again: it is there already, and that is success without a call.
        var again = await _estate.PlanAsync(plan.Inverse.Action, plan.Target.ResourceId, plan.Inverse.Parameters);
        var sent = _estate.Sent;
        Assert.Equal(StartOutcome.Accepted, (await _estate.Actions[again.Action].StartAsync(again, "op-3", default)).Outcome);
        Assert.Equal(sent, _estate.Sent);
    }

    [Fact]
    public async Task An_undo_over_somebody_elses_change_is_a_persons_question()
    {
        var plan = await Plan(2);
        await _estate.FinishAsync(plan, (await Action.StartAsync(plan, "op-1", default)).StatusUrl);
        await Scale(7);
        var undo = await _estate.Actions["vmss.set-capacity"].PlanAsync(new PlanRequest(plan.Target.ResourceId, plan.Inverse!.Parameters, 10), default);
        Assert.Contains("7 instances, not 4", undo.Refusal);
    }

    [Fact]
    public async Task The_call_log_tells_every_call_and_no_secret()
    {
        var plan = await Plan(2);
        var start = await Action.StartAsync(plan, "op-1", default);
        await _estate.FinishAsync(plan, start.StatusUrl);
        var patch = Assert.Single(_estate.Calls.All, c => c.Method == "PATCH");
        Assert.True(patch.Status is 200 or 202);
        Assert.Equal(("2024-07-01", start.RequestId), (patch.ApiVersion, patch.RequestId));
        Assert.EndsWith("/vmss-shop-web", patch.Path);
        Assert.All(_estate.Calls.All, c => Assert.DoesNotContain("?", c.Path));
        Assert.All(_estate.Calls.All, c => Assert.DoesNotContain("sim.ops-automation", c.ToString()));
    }

    private Task<ActionPlan> Plan(int add) => _estate.PlanAsync(Change, SimulatedEstate.Web, new JsonObject { ["add"] = add });

    private async Task Scale(int capacity)
    {
        await _estate.OtherAsync("PATCH", $"{SimulatedEstate.Web}?api-version=2024-07-01", new { sku = new { capacity } });
        _estate.Clock.Advance(TimeSpan.FromMinutes(2));
    }
}
