using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;

namespace OpsAutomation.Integration.Integrations.Arm;

public sealed class SwapSlotsTests : IAsyncLifetime
{
    private const string Swap = "site.swap-slots";
    private readonly SimulatedEstate _estate = new(Estates.All);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _estate.DisposeAsync();

    [Fact]
    public async Task A_plan_names_both_versions_and_pins_the_last_swap()
    {
        var plan = await _estate.PlanAsync(Swap, Estates.Site, With());
        Assert.Equal("""{"slot":"last-good","production":"dep-41"}""", plan.Parameters.ToJsonString());
        Assert.Equal("""{"production":"dep-42","slot":"dep-41","lastSwap":"2026-11-24 13:20:00Z","state":"Running","slotState":"Running"}""", plan.Preconditions.ToJsonString());
        Assert.Equal("""{"slot":"last-good","production":"dep-42"}""", plan.Inverse!.Parameters.ToJsonString());
        Assert.Contains("dep-41 (Old basket) serves again", plan.Summary, StringComparison.Ordinal);
        Assert.EndsWith("--name app-web --slot last-good --target-slot production", plan.ByHand, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_to_a_swap_is_followed_at_its_Location_alone()
    {
        var plan = await _estate.PlanAsync(Swap, Estates.Site, With());
        var start = await _estate.Actions[Swap].StartAsync(plan, "op-1", default);
        Assert.Contains("/sites/app-web/operationresults/", start.StatusUrl, StringComparison.Ordinal);
        Assert.Equal(PollOutcome.Running, (await _estate.Actions[Swap].PollAsync(plan, start.StatusUrl, default)).Outcome);
        Assert.Equal(AdoptOutcome.TookEffect, (await _estate.Actions[Swap].AdoptAsync(plan, "op-1", default)).Outcome);
        Assert.Equal(AdoptOutcome.Unknown, (await _estate.Actions[Swap].AdoptAsync(plan, "op-2", default)).Outcome);
    }

    [Theory]
    [InlineData("/stop", "The slot last-good is Stopped")]
    [InlineData(null, "app-web is Stopped")]
    public async Task A_stopped_slot_is_not_swapped_in_and_a_stopped_site_not_brought_back(string? slot, string because)
    {
        await _estate.OtherAsync("POST", $"{(slot is null ? Estates.Site : Estates.Slot)}/stop?{Estates.Web}");
        await RefusedAsync(because);
    }

    [Fact]
    public async Task A_slot_that_was_deployed_to_since_its_swap_does_not_hold_what_served_before()
    {
        var plan = await _estate.PlanAsync(Swap, Estates.Site, With());
        await DeployAsync(Estates.Slot, "dep-43");
        await RefusedAsync("was changed at 2026-11-24 13:41:00Z, after its swap at 2026-11-24 13:20:00Z");
        Assert.Equal(StartOutcome.Changed, (await _estate.Actions[Swap].StartAsync(plan, "op-1", default)).Outcome);
        Assert.Equal(0, _estate.Sent);
    }

    [Fact]
    public async Task A_slot_whose_settings_were_changed_since_its_swap_may_differ_in_ways_that_cannot_be_seen()
    {
        await _estate.OtherAsync("PATCH", $"{Estates.Slot}?{Estates.Web}", new { properties = new { httpsOnly = false } });
        await RefusedAsync("in ways that cannot be seen");
    }

    [Fact]
    public async Task A_slot_that_holds_the_same_is_refused()
    {
        await DeployAsync(Estates.Site, "dep-41");
        await RefusedAsync("holds the same as production");
    }

    [Fact]
    public async Task A_site_that_was_never_swapped_with_the_slot_is_refused()
    {
        await _estate.OtherAsync("PATCH", $"{Estates.Site}?{Estates.Web}", new { properties = new { slotSwapStatus = new { sourceSlotName = "staging", destinationSlotName = "Production" } } });
        await RefusedAsync("was not last swapped with the slot last-good");
    }

    [Fact]
    public async Task A_site_that_swaps_by_itself_is_refused()
    {
        await _estate.OtherAsync("PATCH", $"{Estates.Site}?{Estates.Web}", new { properties = new { siteConfig = new { autoSwapSlotName = "last-good" } } });
        await RefusedAsync("auto swap");
    }

    [Fact]
    public async Task What_has_no_active_deployment_cannot_be_told_and_a_container_is_known_by_its_image()
    {
        await _estate.OtherAsync("PUT", $"{Estates.Slot}/deployments/dep-41?{Estates.Web}", new { properties = new { active = false } });
        await RefusedAsync("cannot be told");
        foreach (var (site, tag) in new[] { (Estates.Site, "2"), (Estates.Slot, "1") })
        {
            await _estate.OtherAsync("PATCH", $"{site}?{Estates.Web}", new { properties = new { siteConfig = new { linuxFxVersion = $"DOCKER|shop/basket:{tag}" } } });
        }

        await RefusedAsync("in ways that cannot be seen");
    }

    [Theory]
    [InlineData("production")]
    [InlineData("..")]
    [InlineData("a/b")]
    public async Task A_slot_that_is_none_is_refused_before_anything_is_read(string slot)
    {
        var result = await _estate.Actions[Swap].PlanAsync(new PlanRequest(Estates.Site, With(slot), null), default);
        Assert.Contains("is not the name of a slot", result.Refusal, StringComparison.Ordinal);
        Assert.Empty(_estate.Calls.All);
    }

    [Fact]
    public async Task An_undo_is_refused_once_somebody_deployed_to_production()
    {
        await DeployAsync(Estates.Site, "dep-44");
        var with = With();
        with["production"] = "dep-40";
        var result = await _estate.Actions[Swap].PlanAsync(new PlanRequest(Estates.Site, with, null), default);
        Assert.Contains("holds dep-41 (Old basket), not dep-40", result.Refusal, StringComparison.Ordinal);
    }

    private static JsonObject With(string slot = "last-good") => new() { ["slot"] = slot };

    private Task DeployAsync(string site, string id) =>
        _estate.OtherAsync("PUT", $"{site}/deployments/{id}?{Estates.Web}", new { properties = new { active = true, message = "By hand" } });

    private async Task RefusedAsync(string because)
    {
        var result = await _estate.Actions[Swap].PlanAsync(new PlanRequest(Estates.Site, With(), null), default);
        Assert.Contains(because, result.Refusal, StringComparison.Ordinal);
        Assert.Equal(0, _estate.Sent);
    }
}
