using OpsAutomation.Core.Cost.Ledger;
using OpsAutomation.Integrations.CostManagement;

namespace OpsAutomation.Integration.Integrations.CostManagement;

public sealed class CostQueriesTests
{
    private const string Subscription = "/subscriptions/11111111-1111-1111-1111-111111111111";

    private const string Estate = """
        estate: costs
        subscriptions:
          - id: 11111111-1111-1111-1111-111111111111
            costs:
              - { service: Virtual Machines, meter: D4s v5, resourceGroup: rg-shop, resource: Microsoft.Compute/virtualMachineScaleSets/vmss-a, tags: { owner: maria }, perDay: 100, weekend: 0.5 }
              - { service: Virtual Machines, meter: D2s v5, resourceGroup: rg-shop, resource: Microsoft.Compute/virtualMachines/vm-b, perDay: 50 }
              - { service: Storage, resourceGroup: rg-shop, resource: Microsoft.Storage/storageAccounts/st, perDay: 10, charge: Refund }
        """;

    private static readonly DateOnly Monday = new(2026, 11, 16);

    [Fact]
    public async Task Days_are_read_by_service_with_their_kind_of_charge()
    {
        await using var estate = new SimulatedEstate(Estate);

        var answer = await new CostQueries(estate.Arm).ReadAsync(Subscription, "ServiceName", Monday, Monday.AddDays(6), default);

        Assert.True(answer.IsWhole, answer.Problem);
        Assert.Equal(14, answer.Rows.Count);
        var machines = answer.Rows.Where(r => r.Key.Series.Value == "Virtual Machines").OrderBy(r => r.Key.Day).ToArray();
        Assert.Equal([150m, 150m, 150m, 150m, 150m, 100m, 100m], machines.Select(r => r.Amount));
        Assert.All(answer.Rows.Where(r => r.Key.Series.Value == "Storage"), r => Assert.Equal(ChargeType.Refund, r.Key.Series.Charge));
    }

    [Fact]
    public async Task What_carries_no_tag_comes_under_an_empty_value()
    {
        await using var estate = new SimulatedEstate(Estate);

        var answer = await new CostQueries(estate.Arm).ReadAsync(Subscription, "tag:owner", Monday, Monday, default);

        Assert.Equal(["", "", "maria"], answer.Rows.Select(r => r.Key.Series.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_year_comes_in_pages_and_the_billing_is_a_day_late()
    {
        await using var estate = new SimulatedEstate(Estate);
        var today = new DateOnly(2026, 11, 24);

        var answer = await new CostQueries(estate.Arm).ReadAsync(Subscription, "ServiceName", today.AddDays(-364), today, default);

        Assert.True(answer.IsWhole, answer.Problem);
        Assert.Equal(2 * 364, answer.Rows.Count);
        Assert.Equal(105m, answer.Rows.Single(r => r.Key.Day == today.AddDays(-1) && r.Key.Series.Value == "Virtual Machines").Amount);
    }

    [Fact]
    public async Task Its_own_headers_say_how_long_it_wants_to_be_left_alone()
    {
        await using var estate = new SimulatedEstate(Estate);
        await estate.FaultAsync(new { route = "*/Microsoft.CostManagement/query", status = 429, retryAfter = 120 });

        var answer = await new CostQueries(estate.Arm).ReadAsync(Subscription, "ServiceName", Monday, Monday, default);

        Assert.False(answer.IsWhole);
        Assert.Equal(TimeSpan.FromSeconds(120), answer.RetryAfter);
    }

    [Fact]
    public async Task A_query_that_is_refused_says_why()
    {
        await using var estate = new SimulatedEstate(Estate);

        var answer = await new CostQueries(estate.Arm).ReadAsync(Subscription, "Colour", Monday, Monday, default);

        Assert.Contains("Colour", answer.Problem);
    }

    [Fact]
    public async Task Instances_are_counted_by_size()
    {
        await using var estate = new SimulatedEstate();

        var counts = await new InstanceCensus(estate.Arm).CountAsync(Subscription, default);

        Assert.Contains(counts, c => c.Resource.EndsWith("/vmss-shop-web", StringComparison.Ordinal) && c is { Size: "Standard_D2s_v5", Count: 2 });
    }
}
