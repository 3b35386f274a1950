using System.Text.Json.Nodes;

namespace OpsAutomation.Integration.SimulatedAzure;

public class MetricsAfterActions
{
    [Fact]
    public async Task Processor_load_falls_by_half_when_the_capacity_doubles_and_not_before()
    {
        await using var shop = new SimulatedShop();
        shop.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.InRange(await LatestAsync(shop, SimulatedShop.Web, "Percentage CPU", "average"), 90, 94);

        await shop.Http.SendJsonAsync("PATCH", SimulatedShop.Web + "?api-version=2023-07-01", """{"sku":{"capacity":4}}""");
        shop.Clock.Advance(TimeSpan.FromSeconds(70));
        Assert.InRange(await LatestAsync(shop, SimulatedShop.Web, "Percentage CPU", "average"), 90, 94);

        shop.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.InRange(await LatestAsync(shop, SimulatedShop.Web, "Percentage CPU", "average"), 44, 48);
    }

    [Fact]
    public async Task A_site_is_unhealthy_until_a_restart_heals_it()
    {
        await using var shop = new SimulatedShop();
        shop.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(120, await LatestAsync(shop, SimulatedShop.Checkout, "Http5xx", "total"));

        var (restarted, _, _) = await shop.Http.SendJsonAsync("POST", SimulatedShop.Checkout + "/restart?api-version=2023-12-01");
        shop.Clock.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(200, restarted);
        Assert.Equal(0, await LatestAsync(shop, SimulatedShop.Checkout, "Http5xx", "total"));
        Assert.Equal(100, await LatestAsync(shop, SimulatedShop.Checkout, "HealthCheckStatus", "average"));
    }

    [Fact]
    public async Task Grains_and_aggregations_agree_with_the_minutes_they_hold()
    {
        await using var shop = new SimulatedShop();
        shop.Clock.Advance(TimeSpan.FromMinutes(10));

        var (_, body, _) = await shop.Http.SendJsonAsync("GET",
            Metrics(SimulatedShop.Checkout, "Http5xx", "total,count,average,minimum,maximum") + "&timespan=2026-11-24T10:00:00Z/2026-11-24T10:10:00Z&interval=PT5M");

        var data = body["value"]![0]!["timeseries"]![0]!["data"]!.AsArray();
        Assert.Equal(2, data.Count);
        Assert.All(data, point =>
        {
            Assert.Equal(600, point!["total"]!.GetValue<double>());
            Assert.Equal(5, point["count"]!.GetValue<double>());
            Assert.Equal(120, point["average"]!.GetValue<double>());
        });
        Assert.Equal("PT5M", body["interval"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("&metricnames=Nope", "Valid metrics: Percentage CPU")]
    [InlineData("&interval=PT2M", "time grain")]
    [InlineData("&aggregation=median", "aggregation 'median'")]
    [InlineData("&timespan=yesterday", "timespan")]
    [InlineData("&timespan=2026-11-24T11:00:00Z/2026-11-24T10:00:00Z", "timespan")]
    [InlineData("&$filter=a%20eq%20'b'", "$filter")]
    public async Task A_metrics_read_that_cannot_be_answered_says_which_parameter(string parameters, string expected)
    {
        await using var shop = new SimulatedShop();

        var (status, error, _) = await shop.Http.SendJsonAsync("GET", $"{SimulatedShop.Web}/providers/microsoft.insights/metrics?api-version=2018-01-01{parameters}");

        Assert.Equal((400, "BadRequest"), (status, error.ErrorCode()));
        Assert.Contains(expected, error["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_override_replaces_the_model_until_it_ends()
    {
        await using var shop = new SimulatedShop();
        var (created, _, _) = await shop.Http.SendJsonAsync("POST", "/_sim/metrics",
            $$"""{"resource":"{{SimulatedShop.Web}}","metric":"Percentage CPU","value":12,"until":"2026-11-24T10:05:00Z"}""");

        shop.Clock.Advance(TimeSpan.FromMinutes(3));
        var during = await LatestAsync(shop, SimulatedShop.Web, "Percentage CPU", "average");
        shop.Clock.Advance(TimeSpan.FromMinutes(5));
        var after = await LatestAsync(shop, SimulatedShop.Web, "Percentage CPU", "average");

        Assert.Equal(201, created);
        Assert.Equal(12, during);
        Assert.InRange(after, 90, 94);
    }

    [Fact]
    public async Task A_late_metric_has_time_stamps_without_values_for_its_newest_minutes()
    {
        await using var shop = new SimulatedShop("""
            estate: late
            subscriptions:
              - id: 11111111-1111-1111-1111-111111111111
                resourceGroups:
                  - name: rg-shop
                    resources:
                      - name: vmss-shop-web
                        type: Microsoft.Compute/virtualMachineScaleSets
                        metrics:
                          - { name: Percentage CPU, unit: Percent, latency: 3m, load: { base: 50 } }
            """);
        shop.Clock.Advance(TimeSpan.FromMinutes(10));

        var (_, body, _) = await shop.Http.SendJsonAsync("GET", Metrics(SimulatedShop.Web, "Percentage CPU", "average") + "&timespan=2026-11-24T10:00:00Z/2026-11-24T10:10:00Z");

        var data = body["value"]![0]!["timeseries"]![0]!["data"]!.AsArray();
        Assert.Equal(10, data.Count);
        Assert.Equal(7, data.Count(point => point!["average"] is not null));
    }

    private static string Metrics(string resource, string metric, string aggregation) =>
        $"{resource}/providers/microsoft.insights/metrics?api-version=2018-01-01&metricnames={Uri.EscapeDataString(metric)}&aggregation={aggregation}";

    private static async Task<double> LatestAsync(SimulatedShop shop, string resource, string metric, string aggregation)
    {
        var (_, body, _) = await shop.Http.SendJsonAsync("GET", Metrics(resource, metric, aggregation));
        return body["value"]![0]!["timeseries"]![0]!["data"]!.AsArray().Select(point => point![aggregation] as JsonValue).Last(value => value is not null)!.GetValue<double>();
    }
}
