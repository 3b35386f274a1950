using OpsAutomation.Cli.Rehearsing;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;

namespace OpsAutomation.Rehearsals;

/// <summary>A refusal whose cause no rehearsal of the catalogue can bring about from outside.</summary>
public sealed class Refused
{
    [Theory]
    [MemberData(nameof(Playbooks.Both), MemberType = typeof(Playbooks))]
    public async Task What_another_incident_holds_is_not_touched(string sample)
    {
        await using var shop = await Rehearsal.On("shop");
        var held = await shop.Part<GuardrailLedger>().ReserveAsync(
            new ReservationRequest("inc-other", "step", [Playbooks.Resource(sample)], new PlaybookLimits(6, TimeSpan.FromMinutes(15), 4)));
        Assert.NotNull(held.Fence);
        await shop.Fire(sample);
        var incident = await shop.Until(IncidentStatus.Escalated);
        Assert.Contains(incident.Entries, e => e.Text.Contains("inc-other", StringComparison.Ordinal));
        Assert.DoesNotContain(incident.Facts, f => f is Fact.Intended or Fact.Asked);
        Assert.Empty(await shop.Azure.ChangesAsync());
        Assert.Equal("inc-other", Assert.Single(await shop.Part<GuardrailLedger>().LeasesAsync()).IncidentId);
    }
}
