using OpsAutomation.Core.Incidents;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Approvals;

/// <summary>A system with an incident that waits for a decision. Tests that share it leave it waiting.</summary>
public sealed class WaitingIncident : IAsyncLifetime
{
    public LocalSystemDriver Driver { get; private set; } = null!;

    public ApprovalClient Person { get; private set; } = null!;

    public string Id { get; private set; } = null!;

    public string Link { get; private set; } = null!;

    public string Token => ApprovalClient.TokenOf(Link);

    public static async Task<WaitingIncident> StartAsync(SystemSetup? setup = null, string sample = "checkout-errors")
    {
        var waiting = new WaitingIncident { Driver = await LocalSystemDriver.StartAsync(setup) };
        waiting.Person = new ApprovalClient(waiting.Driver);
        waiting.Id = await waiting.Driver.IncidentOfAsync(await waiting.Driver.FireSampleAsync(sample));
        await waiting.Driver.StatusAsync(waiting.Id, IncidentStatus.AwaitingApproval);
        waiting.Link = await waiting.Person.LinkAsync(waiting.Id);
        return waiting;
    }

    public async Task InitializeAsync()
    {
        var started = await StartAsync();
        (Driver, Person, Id, Link) = (started.Driver, started.Person, started.Id, started.Link);
    }

    public async Task DisposeAsync() => await Driver.DisposeAsync();

    /// <summary>Nothing was decided and the journal has not grown.</summary>
    public async Task AssertUntouchedAsync(IncidentFile before)
    {
        var now = await Driver.IncidentAsync(Id);
        Assert.Equal((before.ETag, before.Entries.Count, before.Head.LastHash), (now.ETag, now.Entries.Count, now.Head.LastHash));
        Assert.Empty(now.Facts.OfType<Fact.Decided>());
        Assert.Empty(await Driver.ChangesAsync());
    }
}
