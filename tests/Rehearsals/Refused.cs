using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Cli.Rehearsing;

namespace OpsAutomation.Rehearsals;

/// <summary>Every guardrail refuses before anything is sent, says why, and calls a person.</summary>
public sealed class Refused
{
    [Theory]
    [MemberData(nameof(Playbooks.Both), MemberType = typeof(Playbooks))]
    public async Task The_kill_switch_stops_everything(string sample)
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Part<KillSwitch>().SetAsync(true, "ana", "Release day.");
        await shop.Fire(sample);
        await RefusesAsync(shop, await shop.Until(IncidentStatus.Escalated), "Release day.", sent: 0);
    }

    [Fact]
    public async Task The_kill_switch_stops_what_was_approved_before_it_was_set()
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Fire(Playbooks.Restart);
        await shop.Until(Rehearsal.Asks, "question");
        await shop.Part<KillSwitch>().SetAsync(true, "ana", "Release day.");
        await shop.Decide("ben", "approve");
        var incident = await shop.Until(IncidentStatus.Escalated);
        Assert.Contains("Release day.", Rehearsal.Story(incident), StringComparison.Ordinal);
        Assert.Empty(await shop.Azure.ChangesAsync());
    }

    [Fact]
    public async Task More_than_the_maximum_capacity_is_not_even_planned()
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Azure.ScaleByHandAsync(RehearsedAzure.Web, 5);
        await shop.After(TimeSpan.FromMinutes(5));
        await shop.Fire(Playbooks.ScaleOut);
        await RefusesAsync(shop, await shop.Until(IncidentStatus.Escalated), "at most 6", sent: 0);
        Assert.Equal(5, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
    }

    [Theory]
    [MemberData(nameof(Playbooks.Both), MemberType = typeof(Playbooks))]
    public async Task A_second_alert_right_after_the_first_incident_meets_the_cooldown(string sample)
    {
        await using var shop = await Rehearsal.On("shop");
        var first = await shop.Remedy(sample);
        await shop.Fire(sample);
        var second = await shop.UntilNext(f => f.Head.Status == IncidentStatus.Escalated, "second incident", first.Head.Id);
        await RefusesAsync(shop, second, "ooldown", sent: 1);
    }

    [Theory]
    [MemberData(nameof(Playbooks.Both), MemberType = typeof(Playbooks))]
    public async Task The_runs_of_a_day_are_counted(string sample)
    {
        var runs = sample == Playbooks.ScaleOut ? "maxRunsPerDay: 4" : "maxRunsPerDay: 3";
        await using var shop = await Rehearsal.On("shop", new RehearsalSettings { Edits = [(Playbooks.File(sample), runs, "maxRunsPerDay: 1")] });
        var first = await shop.Remedy(sample);
        await shop.After(TimeSpan.FromHours(1));
        await shop.Fire(sample);
        var second = await shop.UntilNext(f => f.Head.Status == IncidentStatus.Escalated, "second incident", first.Head.Id);
        await RefusesAsync(shop, second, "24 hours", sent: 1);
    }

    [Theory]
    [InlineData(Playbooks.ScaleOut, Playbooks.Restart)]
    [InlineData(Playbooks.Restart, Playbooks.ScaleOut)]
    public async Task The_actions_of_an_hour_are_counted_over_all_resources(string sample, string other)
    {
        await using var shop = await Rehearsal.On(
            "shop", new RehearsalSettings { Edits = [("guardrails.yaml", "maxActionsPerHour: 10", "maxActionsPerHour: 1")] });
        var first = await shop.Remedy(sample);
        await shop.Fire(other);
        var second = await shop.UntilNext(f => f.Head.Status == IncidentStatus.Escalated, "second incident", first.Head.Id);
        await RefusesAsync(shop, second, "in the last hour", sent: 1);
    }

    [Theory]
    [MemberData(nameof(Playbooks.Both), MemberType = typeof(Playbooks))]
    public async Task What_another_incident_holds_is_not_touched(string sample)
    {
        await using var shop = await Rehearsal.On("shop");
        var held = await shop.Part<GuardrailLedger>().ReserveAsync(
            new ReservationRequest("inc-other", "step", [Playbooks.Resource(sample)], new PlaybookLimits(6, TimeSpan.FromMinutes(15), 4)));
        Assert.NotNull(held.Fence);
        await shop.Fire(sample);
        await RefusesAsync(shop, await shop.Until(IncidentStatus.Escalated), "inc-other", sent: 0);
        Assert.Equal("inc-other", Assert.Single(await shop.Part<GuardrailLedger>().LeasesAsync()).IncidentId);
    }

    [Fact]
    public async Task A_protected_scale_set_is_left_to_people()
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Azure.SetMetricAsync(RehearsedAzure.Database, RehearsedAzure.Cpu, 95);
        await shop.Fire(Playbooks.ScaleOut, "vmss-shop-db");
        await RefusesAsync(shop, await shop.Until(IncidentStatus.Escalated), "protected by", sent: 0);
        Assert.Equal(3, await shop.Azure.CapacityAsync(RehearsedAzure.Database));
    }

    [Fact]
    public async Task A_locked_web_app_is_left_to_people()
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Azure.LockAsync(RehearsedAzure.Checkout);
        await shop.Fire(Playbooks.Restart);
        await RefusesAsync(shop, await shop.Until(IncidentStatus.Escalated), "protected by", sent: 0);
    }

    private static async Task RefusesAsync(Rehearsal shop, IncidentFile incident, string because, int sent)
    {
        await shop.Until(f => f.Facts.Any(x => x is Fact.Notified { Delivered: true }), "card");
        Assert.Contains(incident.Entries, e => e.Text.Contains(because, StringComparison.Ordinal));
        Assert.DoesNotContain(incident.Facts, f => f is Fact.Intended or Fact.Asked);
        Assert.Equal(sent, (await shop.Azure.ChangesAsync()).Count);
        Assert.Contains(because, (await shop.Azure.CardsAsync())[^1], StringComparison.Ordinal);
    }
}
