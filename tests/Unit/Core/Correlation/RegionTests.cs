using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Unit.Core.Correlation;

/// <summary>A share of a service or a region, and a region that its provider names.</summary>
public sealed class RegionTests
{
    private static readonly ServiceCatalog Services = new(
    [
        new Service("web", "maria", null, 1, [], [.. Enumerable.Range(0, 6).Select(i => new ResourcePattern($"/subscriptions/s/resourceGroups/web/vm-{i}"))], []) { Region = "westeurope" },
        new Service("api", "maria", null, 1, [], [new ResourcePattern("/subscriptions/s/resourceGroups/api/vm-*")], []) { Region = "westeurope", ExpectedResources = 4 },
        new Service("wild", "maria", null, 1, [], [new ResourcePattern("/subscriptions/s/resourceGroups/wild/*")], []) { Region = "northeurope" },
    ]);

    [Theory]
    [InlineData("service", "web", 2, false)]
    [InlineData("service", "web", 3, true)]
    [InlineData("service", "api", 2, false)]
    [InlineData("service", "api", 3, true)]
    [InlineData("service", "wild", 9, false)]
    [InlineData("region", "web", 4, false)]
    [InlineData("region", "web", 5, true)]
    public async Task Half_of_what_the_catalogue_counts_and_at_least_three_have_a_common_cause(string by, string service, int firing, bool together)
    {
        var estate = new Estate($"commonCause: {{calm: 10m, limits: [{{name: share, by: [{by}], percent: 50, within: 5m}}]}}", Services);
        await estate.ReceiveAsync([.. Enumerable.Range(0, firing).Select(i => SomeAlert.Firing($"al-{i}", $"vm-{i}", service) with { Labels = In("West Europe") })]);
        await estate.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(together ? 1 : 0, estate.Storms.Count);
        Assert.Equal(together ? 0 : 1, (await estate.FiringAsync($"svc-{service}")).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task While_Service_Health_names_a_region_what_fires_there_belongs_to_its_incident(bool healthFirst)
    {
        var estate = new Estate("commonCause: {calm: 10m, serviceHealth: true, limits: [{name: fleet, resources: 50, within: 5m}]}", Services);
        var (there, elsewhere) = (SomeAlert.Firing("al-1", "vm-1", "web") with { Labels = In("westeurope") }, SomeAlert.Firing("al-2", "vm-2", "wild") with { Labels = In("northeurope") });
        Alert[] both = healthFirst ? [Health(), there] : [there, Health()];
        await estate.ReceiveAsync([.. both, elsewhere]);

        var incident = Assert.Single(await estate.Ledger.ReadOpenAsync("none")).IncidentId;
        var current = (await estate.HistoryAsync(there))[^1];
        Assert.Equal((DispositionKind.Merged, incident), (current.Kind, current.IncidentId));
        Assert.Contains("westeurope", current.Reason, StringComparison.Ordinal);
        Assert.Empty(await estate.FiringAsync("svc-web"));
        Assert.Single(await estate.FiringAsync("svc-wild"));

        await estate.ReceiveAsync(Health() with { Id = "end", Status = AlertStatus.Resolved, EndsAt = SomeAlert.Noon.AddMinutes(20), ReceivedAt = SomeAlert.Noon.AddMinutes(20) });
        Assert.Single(await estate.FiringAsync("svc-web"));
    }

    [Fact]
    public async Task Planned_maintenance_of_a_region_is_no_cause()
    {
        var estate = new Estate("commonCause: {calm: 10m, serviceHealth: true, limits: [{name: fleet, resources: 50, within: 5m}]}", Services);
        var planned = Health() with { Signal = Health().Signal with { Name = "Maintenance" } };
        await estate.ReceiveAsync(planned, SomeAlert.Firing("al-1", "vm-1", "web") with { Labels = In("westeurope") });
        Assert.Single(await estate.FiringAsync("svc-web"));
    }

    private static Alert Health() => SomeAlert.Firing("al-health", rule: "azure problems") with
    {
        Signal = new Signal(SignalKind.ServiceHealth, "Incident", null, null, null, null, new Dictionary<string, string>(StringComparer.Ordinal)),
        Labels = In("northcentralus,westeurope"),
    };

    private static Dictionary<string, string> In(string region) => new(StringComparer.Ordinal) { ["region"] = region };
}
