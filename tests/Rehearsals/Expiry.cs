using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Testing.Rehearsals;

namespace OpsAutomation.Rehearsals;

/// <summary>Two hours later the extra capacity goes back by itself, or stays, and a person hears why.</summary>
public sealed class Expiry
{
    [Fact]
    public async Task When_the_load_has_fallen_the_capacity_goes_back_by_itself()
    {
        await using var shop = await Rehearsal.On("shop-falling");
        await shop.Fire(Playbooks.ScaleOut);
        var incident = await shop.Until(file => Has<Fact.Ended>(file), "end of the expiry");
        Assert.Equal(2, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
        Assert.Equal(2, shop.Sent.Count);
        Assert.Equal(IncidentStatus.Closed, incident.Head.Status);
        Assert.InRange(shop.Now - Rehearsal.Start, TimeSpan.FromHours(2), TimeSpan.FromHours(2.5));
        Assert.Empty(await shop.Part<GuardrailLedger>().LeasesAsync());
        Assert.Null(AuditChain.Verify(incident.Entries, incident.Head));
    }

    [Fact]
    public async Task When_giving_back_would_make_it_fire_again_it_is_put_off_three_times_and_a_person_is_told()
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Fire(Playbooks.ScaleOut);
        var incident = await shop.Until(file => Has<Fact.EscalatedTo>(file), "person");
        Assert.Equal(4, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
        Assert.Single(shop.Sent);
        Assert.Equal(4, incident.Facts.OfType<Fact.Expiry>().Count(x => x.What is Fact.Refused));
        Assert.Contains("would make it fire again", Rehearsal.Story(incident), StringComparison.Ordinal);
        Assert.InRange(shop.Now - Rehearsal.Start, TimeSpan.FromHours(3.5), TimeSpan.FromHours(4));
        await ToldAsync(shop, "put off 3 times");
    }

    [Fact]
    public async Task A_capacity_that_someone_changed_meanwhile_is_not_touched_and_a_person_is_told()
    {
        await using var shop = await Rehearsal.On("shop-falling");
        await shop.Fire(Playbooks.ScaleOut);
        await shop.Until(IncidentStatus.Closed);
        await shop.Azure.ScaleByHandAsync(RehearsedAzure.Web, 5);
        await shop.Until(file => Has<Fact.EscalatedTo>(file), "person");
        Assert.Equal(5, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
        Assert.Single(shop.Sent);
        await ToldAsync(shop, "5");
    }

    [Fact]
    public async Task What_cannot_be_told_at_the_expiry_is_put_off_and_then_a_person_gets_the_commands_and_the_state_before()
    {
        await using var shop = await Rehearsal.On("shop-falling");
        await shop.Fire(Playbooks.ScaleOut);
        await shop.Until(IncidentStatus.Closed);
        await shop.Azure.FailMetricsAsync();
        await shop.Until(file => Has<Fact.EscalatedTo>(file), "person");
        Assert.Equal(4, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
        Assert.Single(shop.Sent);
        await ToldAsync(shop, "capacity 2");
        await ToldAsync(shop, "az vmss");
    }

    private static bool Has<T>(IncidentFile file)
        where T : Fact => file.Facts.OfType<Fact.Expiry>().Any(x => x.What is T);

    private static async Task ToldAsync(Rehearsal shop, string what)
    {
        await shop.After(TimeSpan.FromMinutes(1));
        Assert.Contains(what, (await shop.Azure.CardsAsync())[^1], StringComparison.Ordinal);
    }
}
