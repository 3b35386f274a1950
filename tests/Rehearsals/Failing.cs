using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Cli.Rehearsing;

namespace OpsAutomation.Rehearsals;

/// <summary>What was done and did not help, or failed on Azure.</summary>
public sealed class Failing
{
    [Fact]
    public async Task Instances_that_do_not_help_are_taken_back_and_a_person_is_called()
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Azure.SetMetricAsync(RehearsedAzure.Web, RehearsedAzure.Cpu, 95);
        await shop.Fire(Playbooks.ScaleOut);
        var incident = await shop.Until(IncidentStatus.Escalated);
        await TakenBackAsync(shop, incident);
    }

    [Fact]
    public async Task A_scaling_that_fails_on_Azure_is_taken_back_and_a_person_is_called()
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Azure.FaultAsync(new { method = "PATCH", failOperation = new { code = "AllocationFailed", message = "No capacity." }, count = 1 });
        await shop.Fire(Playbooks.ScaleOut);
        var incident = await shop.Until(IncidentStatus.Escalated);
        Assert.Contains("No capacity", Rehearsal.Story(incident), StringComparison.Ordinal);
        await TakenBackAsync(shop, incident);
    }

    [Fact]
    public async Task Taking_back_is_tried_again_when_Azure_is_busy()
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Azure.FaultAsync(new { method = "PATCH", failOperation = new { code = "AllocationFailed", message = "No capacity." }, count = 1 });
        await shop.Fire(Playbooks.ScaleOut);
        await shop.Until<Fact.Started>();
        await shop.Azure.FaultAsync(new { method = "GET", resource = RehearsedAzure.Web, status = 429, retryAfter = 20, count = 2 });
        var incident = await shop.Until(IncidentStatus.Escalated);
        Assert.Equal(2, incident.Facts.OfType<Fact.PlanFailed>().Count());
        await TakenBackAsync(shop, incident);
    }

    [Fact]
    public async Task A_restart_that_does_not_help_is_a_persons_matter()
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Azure.SetMetricAsync(RehearsedAzure.Checkout, RehearsedAzure.Errors, 30);
        await shop.Fire(Playbooks.Restart);
        await shop.Until(Rehearsal.Asks, "question");
        await shop.Decide("ana", "approve");
        var incident = await shop.Until(IncidentStatus.Escalated);
        Assert.Contains("did not help", Rehearsal.Story(incident), StringComparison.Ordinal);
        Assert.Single(await shop.Azure.ChangesAsync());
        await HandedOverAsync(shop);
    }

    [Fact]
    public async Task An_operation_slower_than_the_step_allows_is_a_persons_matter_and_keeps_its_lease_until_it_is_over()
    {
        await using var shop = await Rehearsal.On("shop-slow");
        await shop.Fire(Playbooks.ScaleOut);
        var incident = await shop.Until(IncidentStatus.Escalated);
        Assert.Contains("did not finish within 15 minutes", Rehearsal.Story(incident), StringComparison.Ordinal);
        Assert.NotNull(Assert.Single(await shop.Part<GuardrailLedger>().LeasesAsync()).OperationId);

        incident = await shop.Until<Fact.Released>();
        Assert.True(shop.Now - Rehearsal.Start > TimeSpan.FromMinutes(40), "The operation takes forty minutes.");
        Assert.Contains(incident.Facts, f => f is Fact.Polled { Outcome: Core.Actions.PollOutcome.Succeeded });
        Assert.Empty(await shop.Part<GuardrailLedger>().LeasesAsync());
        Assert.Equal(4, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
    }

    private static async Task TakenBackAsync(Rehearsal shop, IncidentFile incident)
    {
        Assert.Contains("has been taken back", Rehearsal.Story(incident), StringComparison.Ordinal);
        Assert.Equal(2, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
        Assert.Equal(2, shop.Sent.Count);
        Assert.All(shop.Sent, change => Assert.False(string.IsNullOrEmpty(change.IfMatch)));
        await HandedOverAsync(shop);
    }

    private static async Task HandedOverAsync(Rehearsal shop)
    {
        var incident = await shop.Until<Fact.Released>();
        Assert.Contains(incident.Facts, f => f is Fact.Notified { Notice: "Escalated", Delivered: true });
        Assert.Empty(await shop.Part<GuardrailLedger>().LeasesAsync());
        Assert.Null(AuditChain.Verify(incident.Entries, incident.Head));
    }
}
