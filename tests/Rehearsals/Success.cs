using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Cli.Rehearsing;

namespace OpsAutomation.Rehearsals;

/// <summary>The main job: an alert, the right change, once, seen to help.</summary>
public sealed class Success
{
    [Fact]
    public async Task A_saturated_web_tier_gets_two_instances_and_the_incident_closes()
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Fire("cpu-high");
        var incident = await shop.Until(IncidentStatus.Closed);

        Assert.Equal(4, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
        var sent = Assert.Single(shop.Sent);
        Assert.Equal("PATCH", sent.Method);
        Assert.False(string.IsNullOrEmpty(sent.IfMatch));
        Assert.Single(await shop.Azure.ChangesAsync());
        Assert.Contains(incident.Facts, f => f is Fact.SignalRead { Purpose: SignalPurpose.Verify, State: SignalState.Healthy, Value: < 80 });
        Assert.Empty(await shop.Part<GuardrailLedger>().LeasesAsync());
        Assert.Null(AuditChain.Verify(incident.Entries, incident.Head));
    }

    [Fact]
    public async Task An_ill_checkout_is_restarted_after_approval_and_the_incident_closes()
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Fire("checkout-errors");
        await shop.Until(IncidentStatus.AwaitingApproval);
        Assert.Empty(shop.Sent);
        await shop.Decide("ana", "approve");
        var incident = await shop.Until(IncidentStatus.Closed);

        Assert.EndsWith("/restart", Assert.Single(await shop.Azure.ChangesAsync()).Path, StringComparison.Ordinal);
        Assert.Contains(incident.Facts, f => f is Fact.SignalRead { Purpose: SignalPurpose.Verify, State: SignalState.Healthy });
        Assert.Empty(await shop.Part<GuardrailLedger>().LeasesAsync());
        Assert.Null(AuditChain.Verify(incident.Entries, incident.Head));
    }
}
