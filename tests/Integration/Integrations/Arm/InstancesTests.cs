using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;

namespace OpsAutomation.Integration.Integrations.Arm;

/// <summary>Restarting one instance of a scale set, and keeping instances of a function app ready.</summary>
public sealed class InstancesTests : IAsyncLifetime
{
    private const string Restart = "vmss.restart-instance";
    private const string Ready = "function.always-ready";
    private readonly SimulatedEstate _estate = new(Estates.All);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _estate.DisposeAsync();

    [Fact]
    public async Task The_instance_that_fails_its_probe_is_restarted_alone_and_is_healthy_then()
    {
        var plan = await _estate.PlanAsync(Restart, Estates.Set, []);
        Assert.Equal("""{"instance":"1"}""", plan.Parameters.ToJsonString());
        Assert.Contains("2 of 3 go on serving", plan.Summary, StringComparison.Ordinal);
        Assert.Equal(TargetState.Different, (await _estate.Actions[Restart].VerifyAsync(plan, default)).State);
        var start = await _estate.Actions[Restart].StartAsync(plan, "op-1", default);
        Assert.NotNull(start.StatusUrl);
        Assert.Equal(PollOutcome.Succeeded, (await _estate.FinishAsync(plan, start.StatusUrl)).Outcome);
        Assert.Equal(TargetState.AsPlanned, (await _estate.Actions[Restart].VerifyAsync(plan, default)).State);
        Assert.EndsWith("/virtualMachines/1/restart", Assert.Single(_estate.Calls.All, c => c.Method == "POST").Path, StringComparison.Ordinal);
        Assert.Contains("No instance of vmss-web fails", (await TryAsync(Restart, Estates.Set, [])).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_answer_is_found_in_the_activity_log_and_none_there_proves_nothing()
    {
        var plan = await _estate.PlanAsync(Restart, Estates.Set, []);
        Assert.Equal(AdoptOutcome.Unknown, (await _estate.Actions[Restart].AdoptAsync(plan, "op-1", default)).Outcome);
        await _estate.FaultAsync(new { method = "POST", dropAfterEffect = true, count = 1 });
        Assert.Equal(StartOutcome.Doubtful, (await _estate.Actions[Restart].StartAsync(plan, "op-1", default)).Outcome);
        Assert.Equal(AdoptOutcome.TookEffect, (await _estate.Actions[Restart].AdoptAsync(plan, "op-1", default)).Outcome);
    }

    [Theory]
    [InlineData("7", "has no instance 7")]
    [InlineData("vmss-web_1", "is a number")]
    public async Task An_instance_that_is_not_there_is_refused(string instance, string because) =>
        Assert.Contains(because, (await TryAsync(Restart, Estates.Set, new JsonObject { ["instance"] = instance })).Refusal, StringComparison.Ordinal);

    [Theory]
    [InlineData("""["0", "1"]""", 3, "2 instances of vmss-web fail")]
    [InlineData("[]", 3, "No instance of vmss-web fails")]
    [InlineData("""["0"]""", 1, "No other instance of vmss-web serves")]
    public async Task Several_ill_ones_none_or_the_only_one_are_a_persons_matter(string ill, int capacity, string because)
    {
        await using var estate = new SimulatedEstate(Estates.All.Replace("""["1"]""", ill, StringComparison.Ordinal).Replace("capacity: 3", $"capacity: {capacity}", StringComparison.Ordinal));
        Assert.Contains(because, (await estate.Actions[Restart].PlanAsync(new PlanRequest(Estates.Set, [], null), default)).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_health_probe_the_ill_instance_must_be_named_and_nothing_verifies_it()
    {
        await using var estate = new SimulatedEstate(Estates.All.Replace("""properties: { unhealthyInstances: ["1"] }""", string.Empty, StringComparison.Ordinal));
        Assert.Contains("no health probe", (await estate.Actions[Restart].PlanAsync(new PlanRequest(Estates.Set, [], null), default)).Refusal, StringComparison.Ordinal);
        var plan = await estate.PlanAsync(Restart, Estates.Set, new JsonObject { ["instance"] = "2" });
        Assert.Equal(TargetState.Unknown, (await estate.Actions[Restart].VerifyAsync(plan, default)).State);
    }

    [Fact]
    public async Task A_scale_set_that_changes_or_is_off_is_waited_for_or_refused()
    {
        var plan = await _estate.PlanAsync(Restart, Estates.Set, []);
        await _estate.OtherAsync("PATCH", $"{Estates.Set}?{Estates.Compute}", new { sku = new { capacity = 4 } });
        Assert.True((await TryAsync(Restart, Estates.Set, [])).Transient);
        Assert.Equal(StartOutcome.Throttled, (await _estate.Actions[Restart].StartAsync(plan, "op-1", default)).Outcome);
        _estate.Clock.Advance(TimeSpan.FromMinutes(2));
        await _estate.OtherAsync("POST", $"{Estates.Set}/deallocate?{Estates.Compute}");
        _estate.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Contains("only a running one", (await TryAsync(Restart, Estates.Set, [])).Refusal, StringComparison.Ordinal);
        Assert.Equal(StartOutcome.Changed, (await _estate.Actions[Restart].StartAsync(plan, "op-1", default)).Outcome);
        Assert.Equal(0, _estate.Sent);
    }

    [Fact]
    public async Task Instances_are_kept_ready_beside_those_of_other_groups_and_cost_every_hour()
    {
        var plan = await _estate.PlanAsync(Ready, Estates.Flex, new JsonObject { ["instances"] = 3 });
        Assert.Equal((3, 0.09), (plan.CapacityAfter, Math.Round(plan.CostPerHourDelta!.Value, 6)));
        Assert.Equal("""{"instances":0,"group":"http","from":3}""", plan.Inverse!.Parameters.ToJsonString());
        Assert.EndsWith("always-ready set --subscription 11111111-1111-1111-1111-111111111111 --resource-group rg-shop --name func-orders --settings http=3", plan.ByHand, StringComparison.Ordinal);
        Assert.EndsWith("--setting-names http", plan.UndoByHand, StringComparison.Ordinal);
        Assert.Equal(StartOutcome.Accepted, (await _estate.Actions[Ready].StartAsync(plan, "op-1", default)).Outcome);
        var config = (await _estate.OtherAsync("GET", $"{Estates.Flex}?{Estates.Web}"))!["properties"]!["functionAppConfig"]!;
        Assert.Equal("""[{"name":"blob","instanceCount":1},{"name":"http","instanceCount":3}]""", config["scaleAndConcurrency"]!["alwaysReady"]!.ToJsonString());
        Assert.Equal("dotnet-isolated", (string)config["runtime"]!["name"]!);
    }

    [Fact]
    public async Task Adding_never_lowers_what_is_kept_ready_already_and_says_what_it_costs_per_thousand_requests()
    {
        var plan = await _estate.PlanAsync(Ready, Estates.Flex, new JsonObject { ["add"] = 2, ["group"] = "blob" });
        Assert.Equal("""{"instances":3,"group":"blob"}""", plan.Parameters.ToJsonString());
        Assert.StartsWith("0.09 USD an hour, which is as much per 1,000 requests at 1,000 requests an hour", plan.After["cost per 1,000 requests"], StringComparison.Ordinal);
        Assert.False(_estate.Actions[Ready].Descriptor.CountCarriesLoad);
    }

    [Theory]
    [InlineData("""{"instances":2,"add":2}""", "exclude each other")]
    [InlineData("""{"add":0}""", "whole number")]
    [InlineData("""{"add":11}""", "the playbook allows at most 10")]
    [InlineData("""{"instances":11}""", "the playbook allows at most 10")]
    [InlineData("""{"instances":2,"group":"http","from":1}""", "somebody else changed it")]
    [InlineData("""{"instances":2,"group":"timers"}""", "is no group of functions")]
    [InlineData("""{"instances":-1}""", "whole number")]
    [InlineData("{}", "is absent")]
    public async Task Too_many_or_nothing_of_ours_is_refused(string with, string because) =>
        Assert.Contains(because, (await TryAsync(Ready, Estates.Flex, (JsonObject)JsonNode.Parse(with)!)).Refusal, StringComparison.Ordinal);

    [Fact]
    public async Task More_than_the_app_may_have_and_an_app_of_another_kind_are_refused()
    {
        Assert.Contains("at most 40 in all", (await TryAsync(Ready, Estates.Flex, new JsonObject { ["instances"] = 40 }, 100)).Refusal, StringComparison.Ordinal);
        Assert.Contains("no Flex Consumption app", (await TryAsync(Ready, Estates.Site, new JsonObject { ["instances"] = 2 })).Refusal, StringComparison.Ordinal);
    }

    private Task<PlanResult> TryAsync(string action, string resource, JsonObject with, int maximum = 10) =>
        _estate.Actions[action].PlanAsync(new PlanRequest(resource, with, maximum), default);
}
