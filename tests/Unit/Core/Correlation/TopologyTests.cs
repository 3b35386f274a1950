using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Records;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Unit.Core.Correlation;

/// <summary>What fires on a service belongs to the open incident of one that it needs, whichever came first.</summary>
public sealed class TopologyTests
{
    private static readonly ServiceCatalog Services = new(
    [
        new Service("web", "maria", null, 1, [], [], ["api"]),
        new Service("api", "maria", null, 1, [], [], ["db"]),
        new Service("db", "maria", null, 1, [], [], []),
        new Service("left", "maria", null, 1, [], [], ["right"]),
        new Service("right", "maria", null, 1, [], [], ["left"]),
    ]);

    private readonly Estate _estate = new("topology: {hops: 2, lookBack: 30m}", Services);

    [Fact]
    public async Task A_consequence_that_comes_after_its_cause_opens_nothing_and_is_noted_there()
    {
        var cause = (await _estate.ReceiveAsync(On("db", 0)))[0];
        var web = On("web", 1);
        var consequence = (await _estate.ReceiveAsync(web))[0];

        Assert.Equal((DispositionKind.Merged, cause.IncidentId), (consequence.Kind, consequence.IncidentId));
        Assert.Contains("over 2 dependencies", consequence.Reason, StringComparison.Ordinal);
        var note = OpsJson.Read<NoteIncident>(Assert.Single(_estate.Told, t => t.Kind == ScopeOutbox.Note).Body);
        Assert.Equal(cause.IncidentId, note.IncidentId);
    }

    [Theory]
    [InlineData("db", "api", "web")]
    [InlineData("web", "api", "db")]
    [InlineData("api", "web", "db")]
    [InlineData("web", "db", "api")]
    public async Task In_any_order_only_the_cause_is_left_with_an_incident(params string[] order)
    {
        foreach (var service in order)
        {
            await _estate.ReceiveAsync(On(service, 0));
        }

        Assert.Empty(await _estate.FiringAsync("svc-web"));
        Assert.Empty(await _estate.FiringAsync("svc-api"));
        Assert.Single(await _estate.FiringAsync("svc-db"));
        Assert.Equal(DispositionKind.Merged, (await _estate.HistoryAsync(On("web", 0)))[^1].Kind);
    }

    [Fact]
    public async Task When_the_cause_is_over_what_still_fires_is_told_as_its_own()
    {
        await _estate.ReceiveAsync(On("db", 0), On("web", 1), SomeAlert.Resolved("al-end", "r-db", "db", minute: 5));
        Assert.Single(await _estate.FiringAsync("svc-web"));
    }

    [Fact]
    public async Task An_old_incident_is_not_the_cause_of_something_new()
    {
        await _estate.ReceiveAsync(On("db", 0));
        Assert.Equal(DispositionKind.Opened, (await _estate.ReceiveAsync(On("web", 45)))[0].Kind);
    }

    [Theory]
    [InlineData("left", "right")]
    [InlineData("right", "left")]
    public async Task Two_that_need_each_other_do_not_vanish_in_each_other(string first, string second)
    {
        await _estate.ReceiveAsync(On(first, 0), On(second, 0));
        Assert.Single((await _estate.FiringAsync("svc-left")).Concat(await _estate.FiringAsync("svc-right")));
        Assert.Single(await _estate.FiringAsync("svc-left"));
    }

    private static Alert On(string service, int minute) => SomeAlert.Firing($"al-{service}", $"r-{service}", service, minute: minute);
}
