using OpsAutomation.Core.Correlation;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Intake;

/// <summary>An edit of services.yaml while an incident is open: it is found by what belongs to it, in the scope that it was opened in.</summary>
public sealed class CatalogEditTests
{
    [Fact]
    public async Task A_resource_that_went_to_another_service_keeps_its_open_incident()
    {
        using var catalog = new CatalogCopy();
        await using var system = await LocalSystemDriver.StartAsync(new SystemSetup { CatalogDirectory = catalog.Folder });
        var opened = await system.FireSampleAsync("cpu-high");
        var incident = await system.IncidentOfAsync(opened);
        Assert.Equal("svc-shop-web", (await system.IncidentAsync(incident)).Head.Scope);

        catalog.Replace("services.yaml", "  - name: shop-web\n", "  - name: shop-front\n").Replace("drills.yaml", "service: shop-web", "service: shop-front");
        foreach (var file in (string[])["services.yaml", "sources.yaml"])
        {
            var path = Path.Combine(catalog.Folder, file);
            await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("[shop-web,", "[shop-front,", StringComparison.Ordinal));
        }

        await system.RestartAsync();
        var repeat = await system.DispositionAsync(await system.FireSampleAsync("cpu-high"));
        Assert.Equal((DispositionKind.Deduplicated, incident), (repeat.Kind, repeat.IncidentId));
        var ended = await system.DispositionAsync(await system.FireSampleAsync("cpu-resolved"));
        Assert.Equal((DispositionKind.Resolved, incident), (ended.Kind, ended.IncidentId));
        Assert.Single(await system.IncidentsAsync());
    }
}
