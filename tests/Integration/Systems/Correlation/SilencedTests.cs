using System.Text.Json.Nodes;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Correlation;

/// <summary>A silence from its beginning to its end, over HTTP.</summary>
public sealed class SilencedTests
{
    private const string Scope = "svc-shop-checkout";

    [Fact]
    public async Task What_a_silence_hid_and_still_fires_at_its_end_is_told_then()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        await SilenceAsync(system, "30m");
        var alert = await system.FireSampleAsync("checkout-errors");
        Assert.Equal((DispositionKind.Suppressed, null), await KindAsync(system, alert));
        await system.LetPassAsync(TimeSpan.FromMinutes(20));
        Assert.Empty(await system.IncidentsAsync());
        Assert.Empty(await system.CardsAsync());

        var opened = await system.RunUntilAsync("it to be told", async () => (await HistoryAsync(system, alert))[^1] is { Kind: DispositionKind.Opened } told ? told : null);
        await system.StatusAsync(opened.IncidentId!, IncidentStatus.AwaitingApproval);

        Assert.InRange(opened.At - LocalSystemDriver.Morning, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(32));
        Assert.Contains(opened.IncidentId!, Assert.Single(await system.CardsAsync()).ToJsonString(), StringComparison.Ordinal);
        await system.LetPassAsync(TimeSpan.FromMinutes(1));
        var page = (await system.GetAsync("/ops/calendar")).Body;
        Assert.Contains("Began: silence", page, StringComparison.Ordinal);
        Assert.Contains("It hid 1 alert; what still fires is told now.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_ends_while_it_is_silenced_is_never_told()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        await SilenceAsync(system, "30m");
        var fired = system.Clock.GetUtcNow();
        var alert = (await system.FireAsync(AzureAlerts.CheckoutErrors(fired).ToJsonString()))[0];
        await KindAsync(system, alert);
        var end = (await system.FireAsync(AzureAlerts.CheckoutErrors(fired, condition: "Resolved", resolved: fired.AddMinutes(1)).ToJsonString()))[0];

        Assert.Equal(DispositionKind.Resolved, (await system.DispositionAsync(end)).Kind);
        await system.LetPassAsync(TimeSpan.FromMinutes(40));
        Assert.Empty(await system.IncidentsAsync());
        Assert.Empty(await system.CardsAsync());
    }

    [Fact]
    public async Task A_resolution_reaches_the_incident_of_what_was_told_before_the_silence()
    {
        await using var system = await LocalSystemDriver.StartAsync();
        var fired = system.Clock.GetUtcNow();
        var id = await system.IncidentOfAsync((await system.FireAsync(AzureAlerts.CheckoutErrors(fired).ToJsonString()))[0]);
        await system.StatusAsync(id, IncidentStatus.AwaitingApproval);
        await SilenceAsync(system, "30m");
        await system.FireAsync(AzureAlerts.CheckoutErrors(fired, condition: "Resolved", resolved: fired.AddMinutes(1)).ToJsonString());

        Assert.Equal(IncidentStatus.Closed, (await system.StatusAsync(id, IncidentStatus.Closed, IncidentStatus.Escalated)).Head.Status);
    }

    private static async Task SilenceAsync(LocalSystemDriver system, string time)
    {
        var made = await system.PostAsync("/api/silences", new JsonObject
        {
            ["matchers"] = new JsonArray("service = shop-checkout"),
            ["for"] = time,
            ["reason"] = "moving house",
            ["user"] = "ana",
        });
        Assert.Equal(200, made.Status);
        await system.LetPassAsync(TimeSpan.FromSeconds(31));
    }

    private static async Task<(DispositionKind Kind, string? IncidentId)> KindAsync(LocalSystemDriver system, string alert)
    {
        var disposition = await system.DispositionAsync(alert);
        return (disposition.Kind, disposition.IncidentId);
    }

    private static Task<IReadOnlyList<Disposition>> HistoryAsync(LocalSystemDriver system, string alert) =>
        system.Service<ScopeLedger>().ReadDispositionsAsync(Scope, alert);
}
