using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Slos.Definitions;

namespace OpsAutomation.Unit.Core.Slos;

public class SloReaderTests
{
    private const string Good = """
        apiVersion: openslo/v1
        kind: SLO
        metadata:
          name: shop-web-availability
          displayName: Shop web answers
          annotations:
            opsautomation/minimum-events: "100"
            opsautomation/maintenance: counts
            other.tool/colour: green
        spec:
          description: Requests that are answered.
          service: shop-web
          indicator:
            metadata: { name: answered }
            spec:
              ratioMetric:
                counter: false
                bad:
                  metricSource:
                    type: AzureMonitor
                    spec: { resource: /subscriptions/1/a, metric: Http5xx, aggregation: Total }
                total:
                  metricSource:
                    type: AzureMonitor
                    spec: { resource: /subscriptions/1/a, metric: Requests }
          timeWindow:
            - duration: 4w
              isRolling: true
          budgetingMethod: Occurrences
          objectives:
            - displayName: three nines
              target: 0.999
        """;

    [Fact]
    public void An_objective_is_read_as_OpenSLO_writes_it()
    {
        var (slos, bag) = Read(Good);

        Assert.Empty(bag.All);
        var slo = Assert.Single(slos);
        Assert.Equal(("shop-web-availability", "shop-web", 0.999, 100, false), (slo.Name, slo.Service, slo.Objective, slo.MinimumEvents, slo.ExcludesMaintenance));
        Assert.Equal(new RollingWindow(TimeSpan.FromDays(28)), slo.Window);
        var ratio = Assert.IsType<RatioIndicator>(slo.Indicator);
        Assert.True(ratio.PartIsBad);
        Assert.Equal(("Http5xx", "Total"), (ratio.Part.Text, ratio.Part.Aggregation));
    }

    [Theory]
    [InlineData("apiVersion: openslo/v1", "apiVersion: ops/v1", "OPS2201")]
    [InlineData("name: shop-web-availability", "name: Shop Web", "OPS2202")]
    [InlineData("target: 0.999", "target: 1", "OPS2204")]
    [InlineData("target: 0.999", "target: 99.9", "OPS2204")]
    [InlineData("duration: 4w", "duration: 1y", "OPS2205")]
    [InlineData("isRolling: true", "isRolling: false", "OPS2205")]
    [InlineData("type: AzureMonitor", "type: Guess", "OPS2206")]
    [InlineData("ratioMetric:", "someMetric:", "OPS2206")]
    [InlineData("aggregation: Total", "aggregation: Sum", "OPS2206")]
    [InlineData("budgetingMethod: Occurrences", "budgetingMethod: Timeslices", "OPS2207")]
    [InlineData("opsautomation/maintenance: counts", "opsautomation/maintenence: counts", "OPS2208")]
    [InlineData("minimum-events: \"100\"", "minimum-events: many", "OPS2208")]
    [InlineData("service: shop-web", "servise: shop-web", "OPS1008")]
    public void What_is_wrong_is_told_where_it_stands(string right, string wrong, string code)
    {
        var (slos, bag) = Read(Good.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Empty(slos);
        Assert.Contains(bag.All, d => d.Code == code);
    }

    [Fact]
    public void Two_objectives_of_one_name_are_one_too_many()
    {
        var bag = new DiagnosticBag();
        SloReader.Read([("slos/a.yaml", Good), ("slos/b.yaml", Good)], bag);

        Assert.Equal("OPS2203", Assert.Single(bag.All).Code);
    }

    [Fact]
    public void A_threshold_counts_minutes_within_the_objectives_value()
    {
        var text = Good[..Good.IndexOf("      ratioMetric", StringComparison.Ordinal)] + """
                  thresholdMetric:
                    metricSource:
                      type: Prometheus
                      spec: { query: "histogram_quantile(0.95, x)" }
              timeWindow: [{ duration: 1M, isRolling: false, calendar: { startTime: 2026-01-01, timeZone: Europe/Zurich } }]
              budgetingMethod: Timeslices
              objectives: [{ op: lte, value: 300, target: 0.99 }]
            """;
        var (slos, bag) = Read(text);

        Assert.Empty(bag.All.Select(d => d.Message));
        Assert.IsType<ThresholdIndicator>(Assert.Single(slos).Indicator);
        Assert.IsType<CalendarWindow>(slos[0].Window);
    }

    private static (IReadOnlyList<Slo> Slos, DiagnosticBag Bag) Read(string text)
    {
        var bag = new DiagnosticBag();
        return (SloReader.Read([("slos/a.yaml", text)], bag), bag);
    }
}
