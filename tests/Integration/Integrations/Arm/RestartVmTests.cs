using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;

namespace OpsAutomation.Integration.Integrations.Arm;

public sealed class RestartVmTests : IAsyncLifetime
{
    private const string Change = "vm.restart";
    private const string Version = "api-version=2024-07-01";
    private readonly SimulatedEstate _estate = new();

    private IAction Action => _estate.Actions[Change];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _estate.DisposeAsync();

    [Fact]
    public async Task A_plan_pins_the_vmId_and_leaves_nothing_to_undo_and_changes_nothing()
    {
        var plan = await Plan();
        var vmId = (string)(await _estate.OtherAsync("GET", $"{SimulatedEstate.Batch}?{Version}"))!["properties"]!["vmId"]!;
        Assert.Equal(vmId, plan.Target.Identity);
        Assert.Equal($$"""{"vmId":"{{vmId}}","power":"running"}""", plan.Preconditions.ToJsonString());
        Assert.Equal(Reversibility.NoLastingChange, plan.Reversibility);
        Assert.Null(plan.Inverse);
        Assert.Null(plan.UndoByHand);
        Assert.Null(plan.ProtectedBy);
        Assert.Equal("az vm restart --subscription 11111111-1111-1111-1111-111111111111 --resource-group rg-shop --name vm-shop-batch", plan.ByHand);
        Assert.Equal(0, _estate.Sent);
    }

    [Fact]
    public async Task A_restart_is_a_long_running_operation_that_is_sent_once_and_followed_at_Azures_pace()
    {
        var plan = await Plan();
        var start = await Action.StartAsync(plan, "op-1", default);
        Assert.Equal(StartOutcome.Accepted, start.Outcome);
        Assert.NotNull(start.StatusUrl);
        var poll = await Action.PollAsync(plan, start.StatusUrl, default);
        Assert.Equal((PollOutcome.Running, TimeSpan.FromSeconds(5)), (poll.Outcome, poll.RetryAfter));
        Assert.Equal(PollOutcome.Succeeded, (await _estate.FinishAsync(plan, start.StatusUrl)).Outcome);
        Assert.Equal(1, _estate.Sent);
    }

    [Fact]
    public async Task A_machine_that_somebody_stopped_is_not_restarted()
    {
        var plan = await Plan();
        await ByHand("powerOff");
        Assert.Equal(StartOutcome.Changed, (await Action.StartAsync(plan, "op-1", default)).Outcome);
        Assert.Contains("stopped", (await TryPlan()).Refusal, StringComparison.Ordinal);
        Assert.Equal(0, _estate.Sent);
    }

    [Fact]
    public async Task An_operation_under_way_is_waited_for_and_never_preempted()
    {
        var plan = await Plan();
        await _estate.OtherAsync("POST", $"{SimulatedEstate.Batch}/restart?{Version}");
        var start = await Action.StartAsync(plan, "op-1", default);
        Assert.Equal(StartOutcome.Throttled, start.Outcome);
        Assert.NotNull(start.RetryAfter);
        Assert.True((await TryPlan()).Transient);
        Assert.Equal(0, _estate.Sent);
    }

    [Fact]
    public async Task A_machine_that_was_created_anew_under_the_name_is_not_touched()
    {
        var plan = await Plan();
        var other = plan with { Target = plan.Target with { Identity = "00000000-0000-0000-0000-00000000beef" } };
        Assert.Equal(StartOutcome.Changed, (await Action.StartAsync(other, "op-1", default)).Outcome);
        Assert.Equal(PollOutcome.Failed, (await Action.PollAsync(other, null, default)).Outcome);
        Assert.Equal(0, _estate.Sent);
    }

    [Fact]
    public async Task A_machine_that_was_deleted_is_not_there_to_plan_and_a_plan_of_it_is_void()
    {
        var plan = await Plan();
        await _estate.OtherAsync("DELETE", $"{SimulatedEstate.Batch}?{Version}");
        _estate.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(StartOutcome.Changed, (await Action.StartAsync(plan, "op-1", default)).Outcome);
        Assert.Contains("404", (await TryPlan()).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_answer_is_found_again_in_the_activity_log_and_followed_to_its_end()
    {
        var plan = await Plan();
        await _estate.FaultAsync(new { method = "POST", dropAfterEffect = true, count = 1 });
        Assert.Equal(StartOutcome.Doubtful, (await Action.StartAsync(plan, "op-1", default)).Outcome);
        var adopted = await Action.AdoptAsync(plan, "op-1", default);
        Assert.Equal(AdoptOutcome.TookEffect, adopted.Outcome);
        Assert.Equal(PollOutcome.Running, (await Action.PollAsync(plan, adopted.StatusUrl, default)).Outcome);
        Assert.Equal(PollOutcome.Succeeded, (await _estate.FinishAsync(plan, adopted.StatusUrl)).Outcome);
        Assert.Equal(1, _estate.Sent);
    }

    [Fact]
    public async Task A_restart_by_somebody_else_is_not_taken_for_ours_and_no_entry_proves_nothing()
    {
        var plan = await Plan();
        await ByHand("restart");
        Assert.Equal(AdoptOutcome.Unknown, (await Action.AdoptAsync(plan, "op-1", default)).Outcome);
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_is_unknown()
    {
        var plan = await Plan();
        await _estate.FaultAsync(new { route = "*/eventtypes/*", status = 503 });
        Assert.Equal(AdoptOutcome.Unknown, (await Action.AdoptAsync(plan, "op-1", default)).Outcome);
    }

    [Fact]
    public async Task A_restart_that_fails_on_Azure_is_told_with_its_reason()
    {
        var plan = await Plan();
        await _estate.FaultAsync(new { method = "POST", failOperation = new { code = "InternalExecutionError", message = "The host is ill." }, count = 1 });
        var start = await Action.StartAsync(plan, "op-1", default);
        var end = await _estate.FinishAsync(plan, start.StatusUrl);
        Assert.Equal(PollOutcome.Failed, end.Outcome);
        Assert.Contains("The host is ill.", end.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429, null, StartOutcome.Throttled)]
    [InlineData(409, "AnotherOperationInProgress", StartOutcome.Throttled)]
    [InlineData(409, "OperationNotAllowed", StartOutcome.Refused)]
    [InlineData(403, "AuthorizationFailed", StartOutcome.Refused)]
    [InlineData(404, "ResourceNotFound", StartOutcome.Changed)]
    [InlineData(503, null, StartOutcome.Doubtful)]
    public async Task A_refused_restart_is_told_as_what_it_is_and_never_repeated_by_the_SDK(int status, string? code, StartOutcome expected)
    {
        var plan = await Plan();
        await _estate.FaultAsync(new { method = "POST", status, code, retryAfter = 17 });
        var start = await Action.StartAsync(plan, "op-1", default);
        Assert.Equal((expected, TimeSpan.FromSeconds(17)), (start.Outcome, start.RetryAfter));
        Assert.Equal(1, _estate.Sent);
    }

    [Fact]
    public async Task A_policy_that_forbids_it_is_reported_as_a_policy()
    {
        var plan = await Plan();
        await _estate.FaultAsync(new { method = "POST", status = 403, code = "RequestDisallowedByPolicy" });
        var start = await Action.StartAsync(plan, "op-1", default);
        Assert.Equal(StartOutcome.Refused, start.Outcome);
        Assert.StartsWith("A policy of the organisation forbids it", start.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_is_seen_at_planning_and_refuses_with_its_name_when_it_came_later()
    {
        var plan = await Plan();
        await _estate.LockAsync(SimulatedEstate.Group);
        var start = await Action.StartAsync(plan, "op-1", default);
        Assert.Equal(StartOutcome.Refused, start.Outcome);
        Assert.Contains("ScopeLocked", start.Reason, StringComparison.Ordinal);
        Assert.Contains("the ReadOnly lock 'freeze'", start.Reason, StringComparison.Ordinal);
        Assert.Contains("freeze", (await Plan()).ProtectedBy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_that_fail_send_nothing()
    {
        var plan = await Plan();
        await _estate.FaultAsync(new { method = "GET", status = 429, retryAfter = 30 });
        var start = await Action.StartAsync(plan, "op-1", default);
        Assert.Equal((StartOutcome.Throttled, TimeSpan.FromSeconds(30)), (start.Outcome, start.RetryAfter));
        Assert.True((await TryPlan()).Transient);
        var poll = await Action.PollAsync(plan, null, default);
        Assert.Equal((PollOutcome.Unknown, TimeSpan.FromSeconds(30)), (poll.Outcome, poll.RetryAfter));
        Assert.Equal(0, _estate.Sent);
    }

    [Theory]
    [InlineData(SimulatedEstate.Web)]
    [InlineData("vm-shop-batch")]
    [InlineData(SimulatedEstate.Batch + "?x=1")]
    public async Task A_target_that_is_no_machine_is_refused_before_anything_is_read(string id)
    {
        Assert.NotNull((await Action.PlanAsync(new PlanRequest(id, [], null), default)).Refusal);
        Assert.NotNull((await Action.PlanAsync(new PlanRequest(SimulatedEstate.Batch, new JsonObject { ["force"] = true }, null), default)).Refusal);
        Assert.Empty(_estate.Calls.All);
    }

    private async Task ByHand(string operation)
    {
        await _estate.OtherAsync("POST", $"{SimulatedEstate.Batch}/{operation}?{Version}");
        _estate.Clock.Advance(TimeSpan.FromMinutes(2));
    }

    private Task<PlanResult> TryPlan() => Action.PlanAsync(new PlanRequest(SimulatedEstate.Batch, [], null), default);

    private Task<ActionPlan> Plan() => _estate.PlanAsync(Change, SimulatedEstate.Batch, new JsonObject());
}
