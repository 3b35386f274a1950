using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Cost.Settings;

namespace OpsAutomation.Unit.Core.Cost;

public sealed class CostSettingsTests
{
    private const string Header = "apiVersion: ops/v1\nkind: Cost\n";

    [Fact]
    public void Scopes_budgets_dimensions_and_holidays_are_read()
    {
        var (settings, codes) = Read("scopes: [{ id: /subscriptions/11111111-1111-1111-1111-111111111111, monthlyBudget: 5000 }]\ndimensions: [Meter, \"tag:owner\"]\nholidays: [\"2026-12-25\"]\n");

        Assert.Empty(codes);
        Assert.Equal(5000, Assert.Single(settings!.Scopes).Budget);
        Assert.Equal(["Meter", "tag:owner"], settings.Dimensions);
        Assert.Contains(new DateOnly(2026, 12, 25), settings.Holidays);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var (settings, codes) = Read("scopes: [{ id: here, monthlyBudget: -1 }, { id: here }]\ndimensions: [Colour]\nholidays: [\"Christmas\"]\n");

        Assert.Null(settings);
        Assert.Equal(["OPS2301", "OPS2301", "OPS2302", "OPS2303", "OPS2304", "OPS2305"], codes.Order(StringComparer.Ordinal));
    }

    private static (CostSettings? Settings, IReadOnlyList<string> Codes) Read(string yaml)
    {
        var bag = new DiagnosticBag();
        var settings = CostSettings.Read(YamlFile.Read("cost.yaml", Header + yaml, bag)!);
        return (settings, [.. bag.All.Select(d => d.Code)]);
    }
}
