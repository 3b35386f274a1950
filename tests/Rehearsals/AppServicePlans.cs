using OpsAutomation.Core.Incidents;
using OpsAutomation.Cli.Rehearsing;

namespace OpsAutomation.Rehearsals;

/// <summary>An App Service plan that is too small.</summary>
public sealed class AppServicePlans
{
    private const string Estate = "shop-plan";
    private const string Sample = "plan-cpu-high";
    private const string Cpu = "CpuPercentage";

    [Fact]
    public async Task A_saturated_plan_gets_two_instances_after_approval_and_the_incident_closes()
    {
        await using var shop = await Rehearsal.On(Estate);
        var incident = await shop.Remedy(Sample);
        Assert.Equal(4, await shop.Azure.PlanCapacityAsync());
        Assert.Equal("PUT", Assert.Single(shop.Sent).Method);
        Assert.Contains(incident.Facts, f => f is Fact.SignalRead { Purpose: SignalPurpose.Verify, State: SignalState.Healthy, Value: < 80 });
    }

    [Fact]
    public async Task Instances_that_do_not_help_are_taken_back_and_a_person_is_called()
    {
        await using var shop = await Rehearsal.On(Estate);
        await shop.Azure.SetMetricAsync(RehearsedAzure.Farm, Cpu, 95);
        await ApproveAsync(shop);
        var incident = await shop.Until(IncidentStatus.Escalated);
        Assert.Contains("has been taken back", Rehearsal.Story(incident), StringComparison.Ordinal);
        Assert.Equal(2, await shop.Azure.PlanCapacityAsync());
        Assert.Equal(2, shop.Sent.Count);
    }

    [Fact]
    public async Task A_change_whose_answer_was_lost_is_adopted_and_never_sent_twice()
    {
        await using var shop = await Rehearsal.On(Estate);
        await shop.Azure.FaultAsync(new { method = "PUT", resource = RehearsedAzure.Farm, dropAfterEffect = true, count = 1 });
        var incident = await shop.Remedy(Sample);
        Assert.Equal(0, Assert.Single(await shop.Azure.ChangesAsync()).Status);
        Assert.Contains(incident.Facts, f => f is Fact.Started { Adopted: true });
        Assert.Equal(4, await shop.Azure.PlanCapacityAsync());
    }

    [Fact]
    public async Task A_plan_that_autoscale_owns_is_left_to_it()
    {
        await using var shop = await Rehearsal.On(Estate);
        await shop.Azure.AutoscaleByHandAsync(RehearsedAzure.Farm);
        await shop.Fire(Sample);
        await RefusedAsync(shop, "Autoscale owns it");
    }

    [Fact]
    public async Task A_plan_that_autoscale_took_over_after_the_approval_is_left_to_it()
    {
        await using var shop = await Rehearsal.On(Estate);
        await shop.Fire(Sample);
        await shop.Until(Rehearsal.Asks, "question");
        await shop.Azure.AutoscaleByHandAsync(RehearsedAzure.Farm);
        await shop.Decide("ana", "approve");
        var incident = await shop.Until(IncidentStatus.Escalated);
        Assert.Contains("Autoscale owns it", Rehearsal.Story(incident), StringComparison.Ordinal);
        Assert.Empty(await shop.Azure.ChangesAsync());
    }

    [Fact]
    public async Task A_locked_plan_is_left_to_people()
    {
        await using var shop = await Rehearsal.On(Estate);
        await shop.Azure.LockAsync(RehearsedAzure.Farm);
        await shop.Fire(Sample);
        await RefusedAsync(shop, "protected by");
    }

    private static async Task ApproveAsync(Rehearsal shop)
    {
        await shop.Fire(Sample);
        await shop.Until(Rehearsal.Asks, "question");
        await shop.Decide("ana", "approve");
    }

    private static async Task RefusedAsync(Rehearsal shop, string because)
    {
        var incident = await shop.Until(IncidentStatus.Escalated);
        Assert.Contains(because, Rehearsal.Story(incident), StringComparison.Ordinal);
        Assert.DoesNotContain(incident.Facts, f => f is Fact.Intended or Fact.Asked);
        Assert.Empty(await shop.Azure.ChangesAsync());
    }
}
