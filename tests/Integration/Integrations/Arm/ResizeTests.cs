using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;

namespace OpsAutomation.Integration.Integrations.Arm;

/// <summary>Right-sizing a machine and a plan.</summary>
public sealed class ResizeTests : IAsyncLifetime
{
    private const string Vm = "vm.resize";
    private const string Plan = "plan.resize";
    private readonly SimulatedEstate _estate = new(Estates.All);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _estate.DisposeAsync();

    [Fact]
    public async Task A_machine_gets_the_next_smaller_size_of_its_kind_under_its_ETag_and_the_saving_is_told()
    {
        var plan = await _estate.PlanAsync(Vm, Estates.Machine, Smaller());
        Assert.Equal("""{"size":"Standard_D2s_v5"}""", plan.Parameters.ToJsonString());
        Assert.Equal(-0.096, plan.CostPerHourDelta!.Value, 6);
        Assert.Contains("it restarts", plan.Summary, StringComparison.Ordinal);
        Assert.Equal("""{"size":"Standard_D4s_v5","from":"Standard_D2s_v5"}""", plan.Inverse!.Parameters.ToJsonString());
        await _estate.OtherAsync("PATCH", $"{Estates.Machine}?{Estates.Compute}", new { tags = new { seen = "yes" } });
        _estate.Clock.Advance(TimeSpan.FromMinutes(2));
        await Done(plan);
        Assert.Equal("Standard_D2s_v5", (string)(await _estate.OtherAsync("GET", $"{Estates.Machine}?{Estates.Compute}"))!["properties"]!["hardwareProfile"]!["vmSize"]!);
    }

    [Theory]
    [InlineData("Standard_E4s_v5", "deallocated first")]
    [InlineData("Standard_D400s_v5", "deallocated first")]
    public async Task A_running_machine_gets_only_what_its_hardware_has(string size, string because) => await RefusedAsync(Vm, Estates.Machine, Sized(size), because);

    [Fact]
    public async Task A_deallocated_machine_gets_any_size_and_costs_nothing_either_way()
    {
        await _estate.OtherAsync("POST", $"{Estates.Machine}/deallocate?{Estates.Compute}");
        _estate.Clock.Advance(TimeSpan.FromMinutes(2));
        var plan = await _estate.PlanAsync(Vm, Estates.Machine, Sized("Standard_E2s_v5"));
        Assert.Equal(0, plan.CostPerHourDelta);
        await Done(plan);
        Assert.Equal("PowerState/deallocated", await _estate.PowerAsync(Estates.Machine));
    }

    [Theory]
    [InlineData("""{"properties":{"storageProfile":{"osDisk":{"diffDiskSettings":{"option":"Local"}}}}}""", "ephemeral OS disk")]
    [InlineData("""{"properties":{"priority":"Spot"}}""", "spot machine")]
    [InlineData("""{"properties":{"storageProfile":{"dataDisks":[{"lun":0},{"lun":1},{"lun":2},{"lun":3},{"lun":4}]}}}""", "5 data disks")]
    public async Task A_machine_that_would_not_be_what_it_was_is_refused(string patch, string because)
    {
        await _estate.OtherAsync("PATCH", $"{Estates.Machine}?{Estates.Compute}", JsonNode.Parse(patch));
        _estate.Clock.Advance(TimeSpan.FromMinutes(2));
        await RefusedAsync(Vm, Estates.Machine, Smaller(), because);
    }

    [Fact]
    public async Task A_machine_that_somebody_stopped_or_that_has_no_smaller_size_is_left_as_it_is()
    {
        await _estate.OtherAsync("POST", $"{Estates.Machine}/powerOff?{Estates.Compute}");
        _estate.Clock.Advance(TimeSpan.FromMinutes(2));
        await RefusedAsync(Vm, Estates.Machine, Smaller(), "stopped");
        await _estate.OtherAsync("POST", $"{Estates.Machine}/start?{Estates.Compute}");
        _estate.Clock.Advance(TimeSpan.FromMinutes(2));
        await Done(await _estate.PlanAsync(Vm, Estates.Machine, Smaller()));
        await RefusedAsync(Vm, Estates.Machine, Smaller(), "There is no smaller size");
    }

    [Fact]
    public async Task An_operation_under_way_is_waited_for_and_never_preempted()
    {
        var plan = await _estate.PlanAsync(Vm, Estates.Machine, Smaller());
        await _estate.OtherAsync("POST", $"{Estates.Machine}/restart?{Estates.Compute}");
        Assert.Equal(StartOutcome.Throttled, (await _estate.Actions[Vm].StartAsync(plan, "op-1", default)).Outcome);
        Assert.True((await _estate.Actions[Vm].PlanAsync(new PlanRequest(Estates.Machine, Smaller(), null), default)).Transient);
        Assert.Equal(0, _estate.Sent);
    }

    [Theory]
    [InlineData(Vm, Estates.Machine, "Standard_D16s_v5", "Standard_D8s_v5")]
    [InlineData(Plan, Estates.Farm, "P3v3", "P0v3")]
    public async Task An_undo_refuses_a_size_that_somebody_else_chose(string action, string resource, string size, string from)
    {
        var with = Sized(size);
        with["from"] = from;
        await RefusedAsync(action, resource, with, "somebody else changed it");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"size":"Standard_D2s_v5","smaller":true}""")]
    [InlineData("""{"size":5}""")]
    [InlineData("""{"smaller":"yes"}""")]
    public async Task Exactly_one_way_to_say_the_size_is_needed(string with)
    {
        foreach (var (action, resource) in new[] { (Vm, Estates.Machine), (Plan, Estates.Farm) })
        {
            Assert.NotNull((await _estate.Actions[action].PlanAsync(new PlanRequest(resource, (JsonObject)JsonNode.Parse(with)!, null), default)).Refusal);
        }

        Assert.Empty(_estate.Calls.All);
    }

    [Fact]
    public async Task A_plan_keeps_its_count_and_the_saving_is_told_for_all_of_its_instances()
    {
        var plan = await _estate.PlanAsync(Plan, Estates.Farm, Smaller());
        Assert.Equal("""{"size":"P1v3"}""", plan.Parameters.ToJsonString());
        Assert.Equal(-0.31, plan.CostPerHourDelta!.Value, 6);
        await Done(plan);
        var body = (await _estate.OtherAsync("GET", $"{Estates.Farm}?{Estates.Web}"))!;
        Assert.Equal("""{"name":"P1v3","tier":"PremiumV3","size":"P1v3","family":"Pv3","capacity":2}""", body["sku"]!.ToJsonString());
    }

    [Theory]
    [InlineData("S1", "another tier")]
    [InlineData("P1mv3", "another tier")]
    [InlineData("P9v3", "cannot have the size")]
    public async Task Another_tier_or_a_size_that_is_not_there_is_refused(string size, string because) => await RefusedAsync(Plan, Estates.Farm, Sized(size), because);

    [Fact]
    public async Task A_plan_whose_count_autoscale_owns_is_left_to_people_also_when_it_took_over_after_the_plan()
    {
        var plan = await _estate.PlanAsync(Plan, Estates.Farm, Smaller());
        await _estate.AutoscaleAsync(Estates.Farm);
        await RefusedAsync(Plan, Estates.Farm, Smaller(), "Autoscale owns it");
        var start = await _estate.Actions[Plan].StartAsync(plan, "op-1", default);
        Assert.Equal(StartOutcome.Changed, start.Outcome);
        Assert.Contains("Autoscale owns it", start.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_count_that_somebody_changed_meanwhile_is_not_overwritten()
    {
        var plan = await _estate.PlanAsync(Plan, Estates.Farm, Smaller());
        await _estate.OtherAsync("PATCH", $"{Estates.Farm}?{Estates.Web}", new { sku = new { capacity = 5 } });
        Assert.Equal(StartOutcome.Changed, (await _estate.Actions[Plan].StartAsync(plan, "op-1", default)).Outcome);
        Assert.Equal(0, _estate.Sent);
    }

    [Theory]
    [InlineData("""{"properties":{"elasticScaleEnabled":true}}""", "scales itself")]
    [InlineData("""{"sku":{"tier":"Dynamic"}}""", "tier Dynamic")]
    public async Task A_plan_without_sizes_of_its_own_is_refused(string patch, string because)
    {
        await _estate.OtherAsync("PATCH", $"{Estates.Farm}?{Estates.Web}", JsonNode.Parse(patch));
        await RefusedAsync(Plan, Estates.Farm, Smaller(), because);
    }

    private static JsonObject Smaller() => new() { ["smaller"] = true };

    private static JsonObject Sized(string size) => new() { ["size"] = size };

    private async Task Done(ActionPlan plan)
    {
        var start = await _estate.Actions[plan.Action].StartAsync(plan, "op-1", default);
        Assert.True(start.Outcome == StartOutcome.Accepted, start.Reason);
        Assert.Equal(PollOutcome.Succeeded, (await _estate.FinishAsync(plan, start.StatusUrl)).Outcome);
    }

    private async Task RefusedAsync(string action, string resource, JsonObject with, string because)
    {
        var result = await _estate.Actions[action].PlanAsync(new PlanRequest(resource, with, null), default);
        Assert.Contains(because, result.Refusal, StringComparison.Ordinal);
    }
}
