using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;

namespace OpsAutomation.Integration.Integrations.Arm;

/// <summary>What every action must pass, whatever it does: one exam for all, over the simulated Azure.</summary>
public sealed class ActionExam : IAsyncLifetime
{
    private readonly SimulatedEstate _estate = new(Estates.All);
    private string _method = string.Empty;

    /// <summary>Action, resource, parameters.</summary>
    public static TheoryData<string, string, string> All { get; } = new()
    {
        { "site.swap-slots", Estates.Site, """{"slot":"last-good"}""" },
        { "vmss.restart-instance", Estates.Set, "{}" },
        { "vm.resize", Estates.Machine, """{"size":"Standard_D2s_v5"}""" },
        { "plan.resize", Estates.Farm, """{"smaller":true}""" },
        { "function.always-ready", Estates.Flex, """{"instances":2}""" },
        { "flag.off", Estates.Store, """{"flag":"new-basket"}""" },
        { "nsg.remove-rule", Estates.Rules, "{}" },
        { "vmss.scale-out", Estates.Set, """{"add":2}""" },
        { "plan.scale-out", Estates.Farm, """{"add":2}""" },
        { "vm.deallocate", Estates.Machine, "{}" },
    };

    /// <summary>Those whose effect can be read from the target, and which have an inverse.</summary>
    public static TheoryData<string, string, string> Reversible { get; } = Only(action => action != "vmss.restart-instance");

    /// <summary>Those that Azure carries out as an operation that may fail later.</summary>
    public static TheoryData<string, string, string> Operations { get; } =
        Only(action => action is "site.swap-slots" or "vmss.restart-instance" or "vm.resize" or "nsg.remove-rule" or "vmss.scale-out" or "vm.deallocate");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _estate.DisposeAsync();

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_plan_is_absolute_tells_what_a_person_needs_and_changes_nothing(string action, string resource, string with)
    {
        var plan = await Plan(action, resource, with);
        Assert.Equal((action, resource.ToLowerInvariant()), (plan.Action, plan.Target.ResourceId));
        Assert.NotEmpty(plan.Target.Identity);
        Assert.NotEmpty(plan.Preconditions);
        Assert.StartsWith("az ", plan.ByHand, StringComparison.Ordinal);
        Assert.Equal(plan.Reversibility == Reversibility.Reversible, plan.Inverse is not null && plan.UndoByHand is not null);
        Assert.Null(plan.ProtectedBy);
        Assert.NotNull(plan.CostPerHourDelta);
        Assert.Equal(_estate.Actions[action].Descriptor.ChangesCount, plan.CapacityAfter is not null);
        Assert.Equal(0, _estate.Sent);
        var again = await Plan(action, resource, with);
        Assert.Equal(plan.Parameters.ToJsonString(), again.Parameters.ToJsonString());
        Assert.Equal(plan.Preconditions.ToJsonString(), again.Preconditions.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task It_is_sent_once_and_ends_well_and_then_the_target_is_as_planned(string action, string resource, string with)
    {
        var plan = await Plan(action, resource, with);
        Assert.Equal(TargetState.Different, (await _estate.Actions[action].VerifyAsync(plan, default)).State);
        await Done(plan);
        Assert.Equal(1, _estate.Sent);
        Assert.Equal(TargetState.AsPlanned, (await _estate.Actions[action].VerifyAsync(plan, default)).State);
    }

    [Theory]
    [MemberData(nameof(Reversible))]
    public async Task The_inverse_puts_back_what_was_there_and_may_be_repeated(string action, string resource, string with)
    {
        var before = await ShownAsync(resource);
        var plan = await Plan(action, resource, with);
        await Done(plan);
        Assert.NotEqual(before, await ShownAsync(resource));
        var back = await _estate.PlanAsync(plan.Inverse!.Action, resource, (JsonObject)plan.Inverse.Parameters.DeepClone());
        Assert.All(back.Before, b => Assert.Equal(plan.After[b.Key], b.Value));
        await Done(back);
        Assert.Equal(before, await ShownAsync(resource));
        await Done(await _estate.PlanAsync(plan.Inverse.Action, resource, (JsonObject)plan.Inverse.Parameters.DeepClone()));
        Assert.Equal(2, _estate.Sent);
    }

    [Theory]
    [MemberData(nameof(Reversible))]
    public async Task A_lost_answer_and_a_change_that_never_arrived_are_told_apart_by_the_target(string action, string resource, string with)
    {
        var plan = await Plan(action, resource, with);
        await FaultAsync(new { status = 503, count = 1 });
        Assert.Equal(StartOutcome.Doubtful, (await Start(plan)).Outcome);

        // A swap that has begun does not show until it is done: that it never arrived cannot be told.
        Assert.Equal(action == "site.swap-slots" ? AdoptOutcome.Unknown : AdoptOutcome.NoEffect, (await Adopt(plan)).Outcome);
        await FaultAsync(new { dropAfterEffect = true, count = 1 });
        Assert.Equal(StartOutcome.Doubtful, (await Start(plan)).Outcome);
        Assert.Equal(AdoptOutcome.TookEffect, (await Adopt(plan)).Outcome);
        _estate.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(AdoptOutcome.TookEffect, (await Adopt(plan)).Outcome);
        Assert.Equal(PollOutcome.Succeeded, (await _estate.FinishAsync(plan, null)).Outcome);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_refusal_is_told_as_what_it_is_and_never_repeated_by_the_SDK(string action, string resource, string with)
    {
        var plan = await Plan(action, resource, with);
        (int Status, string? Code, StartOutcome Outcome, string Because)[] cases =
        [
            (429, null, StartOutcome.Throttled, "429"),
            (409, "AnotherOperationInProgress", StartOutcome.Throttled, "AnotherOperationInProgress"),
            (409, "ScopeLocked", StartOutcome.Refused, "ScopeLocked"),
            (412, null, StartOutcome.Changed, "412"),
            (403, "RequestDisallowedByPolicy", StartOutcome.Refused, "A policy of the organisation forbids it"),
            (400, "BadRequest", StartOutcome.Refused, "400"),
            (500, null, StartOutcome.Doubtful, "500"),
        ];
        foreach (var (status, code, outcome, because) in cases)
        {
            await FaultAsync(new { status, code, retryAfter = 17, count = 1 });
            var start = await Start(plan);
            Assert.Equal((outcome, TimeSpan.FromSeconds(17)), (start.Outcome, start.RetryAfter));
            Assert.Contains(because, start.Reason, StringComparison.Ordinal);
        }

        Assert.Equal(cases.Length, _estate.Sent);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_denial_names_the_permission_that_is_missing_and_the_action_declares_it(string action, string resource, string with)
    {
        var plan = await Plan(action, resource, with);
        await FaultAsync(new { status = 403, count = 1 });
        var start = await Start(plan);
        Assert.Equal(StartOutcome.Refused, start.Outcome);
        if (action != "flag.off")
        {
            var missing = start.Reason!.Split("lacks the permission ")[1].Split(' ')[0];
            Assert.Contains(missing, _estate.Actions[action].Descriptor.Permissions, StringComparer.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_was_made_anew_under_the_name_is_not_touched(string action, string resource, string with)
    {
        var plan = await Plan(action, resource, with);
        var other = plan with { Target = plan.Target with { Identity = "2020-01-01T00:00:00Z" } };
        Assert.Equal(StartOutcome.Changed, (await Start(other)).Outcome);
        Assert.Equal(AdoptOutcome.Unknown, (await Adopt(other)).Outcome);
        Assert.Equal(PollOutcome.Failed, (await _estate.Actions[action].PollAsync(other, null, default)).Outcome);
        Assert.Equal(TargetState.Different, (await _estate.Actions[action].VerifyAsync(other, default)).State);
        Assert.Equal(0, _estate.Sent);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task An_operation_that_fails_on_Azure_is_told_with_its_reason(string action, string resource, string with)
    {
        var plan = await Plan(action, resource, with);
        await FaultAsync(new { failOperation = new { code = "InternalExecutionError", message = "The host is ill." }, count = 1 });
        var start = await Start(plan);
        Assert.Equal(StartOutcome.Accepted, start.Outcome);
        var poll = await _estate.FinishAsync(plan, start.StatusUrl);
        Assert.Equal(PollOutcome.Failed, poll.Outcome);
        Assert.Contains("The host is ill.", poll.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_is_locked_is_shown_in_the_plan_and_a_lock_that_came_later_refuses_with_its_name(string action, string resource, string with)
    {
        var plan = await Plan(action, resource, with);
        await _estate.LockAsync(resource);
        Assert.Contains("the ReadOnly lock 'freeze'", (await Plan(action, resource, with)).ProtectedBy, StringComparison.Ordinal);
        var start = await Start(plan);

        // A lock of ARM does not reach the data of a store: the guardrails refuse its plan, Azure would not.
        if (action != "flag.off")
        {
            Assert.Equal(StartOutcome.Refused, start.Outcome);
            Assert.Contains("the ReadOnly lock 'freeze'", start.Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Reads_that_fail_are_no_plan_and_no_start_and_no_success(string action, string resource, string with)
    {
        var plan = await Plan(action, resource, with);
        await _estate.FaultAsync(new { method = "GET", status = 429, retryAfter = 9 });
        var none = await _estate.Actions[action].PlanAsync(new PlanRequest(resource, (JsonObject)JsonNode.Parse(with)!, 10), default);
        Assert.Equal((true, TimeSpan.FromSeconds(9)), (none.Transient, none.RetryAfter));
        var start = await Start(plan);
        Assert.Equal((StartOutcome.Throttled, TimeSpan.FromSeconds(9)), (start.Outcome, start.RetryAfter));
        Assert.Equal(AdoptOutcome.Unknown, (await Adopt(plan)).Outcome);
        Assert.Equal(PollOutcome.Unknown, (await _estate.Actions[action].PollAsync(plan, null, default)).Outcome);
        Assert.Equal(TargetState.Unknown, (await _estate.Actions[action].VerifyAsync(plan, default)).State);
        Assert.Equal(0, _estate.Sent);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_resource_that_is_not_there_or_of_another_type_or_a_parameter_too_many_is_refused(string action, string resource, string with)
    {
        var unknown = (JsonObject)JsonNode.Parse(with)!;
        unknown["extra"] = 1;
        foreach (var (id, given, called) in new[] { (resource, unknown, false), ("/subscriptions/nonsense", (JsonObject)JsonNode.Parse(with)!, false), (resource + "-gone", (JsonObject)JsonNode.Parse(with)!, true) })
        {
            var result = await _estate.Actions[action].PlanAsync(new PlanRequest(id, given, 10), default);
            Assert.NotNull(result.Refusal);
            Assert.Equal(called, _estate.Calls.All.Count > 0);
        }
    }

    private static TheoryData<string, string, string> Only(Func<string, bool> wanted)
    {
        var data = new TheoryData<string, string, string>();
        foreach (var row in All.Where(row => wanted((string)row[0])))
        {
            data.Add((string)row[0], (string)row[1], (string)row[2]);
        }

        return data;
    }

    /// <summary>What others see of a target, without what changes by itself.</summary>
    private async Task<string> ShownAsync(string resource)
    {
        if (resource == Estates.Store)
        {
            return (string)(await _estate.OtherAsync("GET", Estates.Flag))!["value"]!;
        }

        if (resource == Estates.Site)
        {
            return (await _estate.OtherAsync("GET", $"{resource}/deployments?{Estates.Web}"))!.ToJsonString();
        }

        var version = resource.Contains("Microsoft.Web", StringComparison.Ordinal) ? Estates.Web : resource.Contains("Network", StringComparison.Ordinal) ? Estates.Network : Estates.Compute;
        var body = (await _estate.OtherAsync("GET", $"{resource}?{version}"))!;
        body.Remove("etag");
        var properties = (JsonObject)body["properties"]!;
        properties.Remove("lastModifiedTimeUtc");
        foreach (var rule in (properties["securityRules"] as JsonArray ?? []).OfType<JsonObject>())
        {
            rule.Remove("etag");
            rule["properties"] = new JsonObject(((JsonObject)rule["properties"]!).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
        }

        return body.ToJsonString() + (resource == Estates.Machine ? await _estate.PowerAsync(resource) : string.Empty);
    }

    /// <summary>A fault that strikes the action's change, and no read.</summary>
    private async Task FaultAsync(object fault)
    {
        var given = System.Text.Json.JsonSerializer.SerializeToNode(fault)!.AsObject();
        given["method"] = _method;
        await _estate.FaultAsync(given);
    }

    private async Task Done(ActionPlan plan)
    {
        var start = await Start(plan);
        Assert.Equal(StartOutcome.Accepted, start.Outcome);
        var poll = await _estate.FinishAsync(plan, start.StatusUrl);
        Assert.True(poll.Outcome == PollOutcome.Succeeded, poll.Reason);
    }

    private Task<StartResult> Start(ActionPlan plan) => _estate.Actions[plan.Action].StartAsync(plan, "op-1", default);

    private Task<AdoptResult> Adopt(ActionPlan plan) => _estate.Actions[plan.Action].AdoptAsync(plan, "op-1", default);

    private Task<ActionPlan> Plan(string action, string resource, string with)
    {
        _method = action switch
        {
            "site.swap-slots" or "vmss.restart-instance" or "vm.deallocate" => "POST",
            "nsg.remove-rule" => "DELETE",
            "plan.resize" or "plan.scale-out" or "flag.off" => "PUT",
            _ => "PATCH",
        };
        return _estate.PlanAsync(action, resource, (JsonObject)JsonNode.Parse(with)!);
    }
}
