using System.Text.Json.Nodes;
using NJsonSchema;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Cost;

/// <summary>From the bill, or from what runs, to an incident; and each thing once.</summary>
public sealed class CostTests
{
    private const string Subscription = "/subscriptions/11111111-1111-1111-1111-111111111111";
    private const string WebSet = Subscription + "/resourceGroups/rg-shop/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-shop-web";

    [Fact]
    public async Task What_the_bill_shows_is_one_incident_with_its_causes_and_the_API_shows_it()
    {
        using var world = new World("""
                costs:
                  - { service: Virtual Machines, meter: D4s v5, resourceGroup: rg-shop, resource: Microsoft.Compute/virtualMachineScaleSets/vmss-shop-web, tags: { service: shop-web, owner: maria }, perDay: 400, weekend: 0.6, noise: 0.05, incidents: [{ fromDay: -3, factor: 3 }] }
                  - { service: Virtual Machines, meter: D2s v5, resourceGroup: rg-shop, resource: Microsoft.Compute/virtualMachines/vm-shop-batch, tags: { service: shop-batch }, perDay: 100, noise: 0.05 }
                  - { service: Storage, resourceGroup: rg-shop, resource: Microsoft.Storage/storageAccounts/stshopbatch, perDay: 30, noise: 0.05 }

            """);
        await using var system = await LocalSystemDriver.StartAsync(world.Setup);

        await system.LetPassAsync(TimeSpan.FromHours(2));

        var incident = Assert.Single(await system.IncidentsAsync());
        Assert.Contains("Virtual Machines", incident.Title, StringComparison.Ordinal);
        Assert.Equal("shop-web", incident.Service);

        var answer = await system.GetAsync("/api/cost");
        Assert.Equal(200, answer.Status);
        var schema = await JsonSchema.FromJsonAsync(await File.ReadAllTextAsync(Path.Combine(CommandLine.Root, "docs", "schemas", "cost.schema.json")));
        Assert.Empty(schema.Validate(answer.Json.ToJsonString()));
        var scope = answer.Json["scopes"]!.AsArray().Single()!;
        var anomaly = scope["anomalies"]!.AsArray().Single()!;
        Assert.Equal("2026-11-21", anomaly["start"]!.GetValue<string>());
        Assert.Equal("shop-web", anomaly["service"]!.GetValue<string>());
        Assert.Contains(anomaly["causes"]!.AsArray(), c => c!["value"]!.GetValue<string>() == "D4s v5" && c["share"]!.GetValue<double>() > 0.9);
        Assert.Equal("Over", scope["forecast"]!["standing"]!.GetValue<string>());
        Assert.Contains(scope["showback"]!.AsArray().Single(t => t!["dimension"]!.GetValue<string>() == "tag:owner")!["lines"]!.AsArray(), l => l!["untagged"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_runaway_scale_out_is_found_within_the_hour_and_somebody_is_asked_to_cap_it()
    {
        using var world = new World(string.Empty);
        await using var system = await LocalSystemDriver.StartAsync(world.Setup);
        await system.LetPassAsync(TimeSpan.FromMinutes(70));
        Assert.Empty(await system.IncidentsAsync());

        await system.AzureAsync("PATCH", $"{WebSet}?api-version=2024-07-01", new JsonObject { ["sku"] = new JsonObject { ["capacity"] = 200 } });
        await system.LetPassAsync(TimeSpan.FromMinutes(31));

        var incident = Assert.Single(await system.IncidentsAsync());
        await system.StatusAsync(incident.Id, IncidentStatus.AwaitingApproval);
        var file = await system.IncidentAsync(incident.Id);
        Assert.Equal("cost-runaway", file.Head.Playbook);
    }

    private sealed class World : IDisposable
    {
        private readonly CatalogCopy _catalog = new();
        private readonly string _estate = Path.GetTempFileName();

        public World(string costs)
        {
            _catalog.Replace("cost.yaml", "scopes: []", $"minimumPerHour: 5\nscopes: [{{ id: {Subscription}, monthlyBudget: 5000 }}]");
            var shop = File.ReadAllText(Path.Combine(CommandLine.Root, "catalog", "rehearsals", "estates", "shop.yaml"));
            File.WriteAllText(_estate, shop.Replace("    resourceGroups:\n", costs.Length == 0 ? "    resourceGroups:\n" : string.Concat(costs.TrimEnd(), "\n    resourceGroups:\n"), StringComparison.Ordinal));
        }

        public SystemSetup Setup => new() { CatalogDirectory = _catalog.Folder, EstatePath = _estate };

        public void Dispose()
        {
            _catalog.Dispose();
            File.Delete(_estate);
        }
    }
}
