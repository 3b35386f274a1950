using System.Text.Json.Nodes;
using OpsAutomation.Core.Guardrails.Budgets;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Slos;

/// <summary>An objective from its metric to the alert and the guardrail, on the real engine in virtual time.</summary>
public sealed class ObjectiveTests
{
    private const string Orders = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-shop/providers/Microsoft.Web/sites/func-shop-orders";
    private static readonly SystemSetup Measuring = new() { MeasuresObjectives = true };

    [Fact]
    public async Task What_is_well_is_measured_for_the_days_before_the_first_start_and_raises_nothing()
    {
        await using var system = await LocalSystemDriver.StartAsync(Measuring);
        await system.LetPassAsync(TimeSpan.FromMinutes(8));

        var line = await LineAsync(system);
        Assert.Equal("met", line["state"]!.GetValue<string>());
        Assert.InRange(line["coverage"]!.GetValue<double>(), 0.99, 1);
        Assert.InRange(line["badEvents"]!.GetValue<double>(), 1000, 2000);
        Assert.Empty(await system.IncidentsAsync());
        Assert.Equal(BudgetState.Available, await BudgetAsync(system));
    }

    [Fact]
    public async Task Errors_burn_page_once_and_keep_risky_automation_back_until_they_end()
    {
        await using var system = await LocalSystemDriver.StartAsync(Measuring);
        await system.LetPassAsync(TimeSpan.FromMinutes(8));

        // A fifth of all requests fail: 200 times too fast.
        await SetAsync(system, 180);
        await system.LetPassAsync(TimeSpan.FromMinutes(20));
        var incident = Assert.Single(await system.IncidentsAsync());
        Assert.Contains("shop-orders spends its error budget", incident.Title, StringComparison.Ordinal);
        Assert.Equal("burning", (await LineAsync(system))["state"]!.GetValue<string>());

        await system.LetPassAsync(TimeSpan.FromMinutes(60));
        var line = await LineAsync(system);
        Assert.NotNull(line["frozenSince"]);
        Assert.Equal(BudgetState.Spent, await BudgetAsync(system));
        Assert.Single(await system.IncidentsAsync());

        // The short window ends it; the hour ends the freeze.
        await SetAsync(system, 0);
        await system.LetPassAsync(TimeSpan.FromMinutes(75));
        line = await LineAsync(system);
        Assert.Null(line["frozenSince"]);
        Assert.All(line["rules"]!.AsArray().Where(r => r!["longSeconds"]!.GetValue<double>() == 3600), r => Assert.Equal("normal", r!["state"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_source_that_does_not_answer_makes_the_budget_unknown_and_ends_no_alert()
    {
        await using var system = await LocalSystemDriver.StartAsync(Measuring);
        await system.LetPassAsync(TimeSpan.FromMinutes(8));

        await system.SimAsync("POST", "faults", new JsonObject { ["route"] = "*/providers/microsoft.insights/metrics", ["status"] = 500 });
        await system.LetPassAsync(TimeSpan.FromMinutes(30));

        Assert.Contains("could not be read", (await LineAsync(system))["failure"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(BudgetState.Unknown, await BudgetAsync(system));

        // What was not readable meanwhile is made up for, so that no minute is lost.
        await system.SimAsync("DELETE", "faults");
        await system.LetPassAsync(TimeSpan.FromMinutes(3));
        Assert.InRange((await LineAsync(system))["coverage"]!.GetValue<double>(), 0.99, 1);
        Assert.Equal(BudgetState.Available, await BudgetAsync(system));
    }

    private static async Task<JsonNode> LineAsync(LocalSystemDriver system) => Assert.Single((await system.GetAsync("/api/slos")).Json["slos"]!.AsArray())!;

    private static async Task<BudgetState> BudgetAsync(LocalSystemDriver system)
    {
        var service = system.Service<Core.Catalog.OpsCatalog>().Services.ByName("shop-orders")!;
        var settings = system.Service<Core.Guardrails.GuardrailSettings>().ErrorBudget;
        return (await system.Service<BudgetBook>().ReadAsync(service, settings, system.Clock.GetUtcNow())).State;
    }

    private static Task SetAsync(LocalSystemDriver system, double errors) => system.SimAsync("POST", "metrics", new JsonObject
    {
        ["resource"] = Orders,
        ["metric"] = "Http5xx",
        ["value"] = errors,
        ["from"] = system.Clock.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture),
    });
}
