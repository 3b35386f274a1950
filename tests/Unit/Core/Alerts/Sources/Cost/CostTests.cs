using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Services;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Sources.Cost;

public sealed class CostTests
{
    [Fact]
    public void Our_own_anomaly_keeps_amounts_window_and_causes()
    {
        var alert = SampleFiles.One("cost", "anomaly");
        Assert.Equal(("cost anomaly", SignalKind.CostAnomaly, "Virtual Machines", Severity.Sev2), (alert.Rule, alert.Signal.Kind, alert.Signal.Name, alert.Severity));
        Assert.Equal((355.5, 120.0, "EUR"), (alert.Value, alert.Threshold, alert.Unit));
        Assert.Equal((TimeSpan.FromDays(1), new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero)), (alert.Signal.Window, alert.StartsAt));
        Assert.Equal("meter D8s v5: 92 %", alert.Labels["cost.cause1"]);
        Assert.Null(alert.Service);
    }

    [Fact]
    public void Its_resource_is_a_target_only_when_the_catalogue_covers_it_and_the_condition_is_the_same_either_way()
    {
        var (unknown, known) = (SampleFiles.One("cost", "anomaly"), SampleFiles.One("cost", "anomaly", Reading.Services));
        Assert.Null(unknown.Resource);
        Assert.Equal((AzureSamples.WebSet.ToLowerInvariant(), "shop-web"), (known.Resource, known.Service));
        Assert.Equal((unknown.Fingerprint, known.Resource), (known.Fingerprint, unknown.Labels["cost.resource"]));
    }

    [Fact]
    public void A_service_that_the_event_names_counts_only_when_the_catalogue_has_it()
    {
        var services = new ServiceCatalog([new Service("shop-web", "maria", "shop", 1, ["ana"], [], [])]);
        Assert.Equal("shop-web", SampleFiles.One("cost", "anomaly", services).Service);
    }

    [Fact]
    public void The_end_of_an_anomaly_resolves_its_condition_whatever_the_amounts_are()
    {
        var fired = SampleFiles.One("cost", "anomaly");
        var resolved = Assert.Single(SampleFiles.Read(With(("\"detector\"", "\"status\": \"Resolved\", \"detector\""), ("355.5", "125.0"), ("235.5", "5.0"))).Alerts);
        Assert.Equal((AlertStatus.Resolved, fired.Fingerprint), (resolved.Status, resolved.Fingerprint));
    }

    [Theory]
    [InlineData("\"series\": \"Virtual Machines\",", "", "data.series")]
    [InlineData("\"currency\": \"EUR\"", "\"currency\": \"euro\"", "data.currency")]
    [InlineData("\"expected\": 120.0", "\"expected\": \"120.0\"", "data.expected")]
    [InlineData("\"delta\": 235.5", "\"delta\": 1", "data.delta")]
    [InlineData("\"share\": 0.92", "\"share\": 92", "data.rootCauses[0].share")]
    [InlineData("\"detector\"", "\"colour\": \"red\", \"detector\"", "data.colour")]
    [InlineData("\"end\": \"2026-11-24T00:00:00Z\"", "\"end\": \"2026-11-22T00:00:00Z\"", "data.window.end")]
    [InlineData("\"resource\": \"/subscriptions", "\"resource\": \"subscriptions", "data.resource")]
    [InlineData("\"specversion\": \"1.0\"", "\"specversion\": \"0.3\"", "specversion")]
    public void What_does_not_fit_the_schema_is_refused_with_its_field(string before, string after, string field) =>
        Assert.Equal((field, 400), (SampleFiles.Read(With((before, after)), "cost").Problem!.Field, SampleFiles.Read(With((before, after)), "cost").Problem!.Status));

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var problem = SampleFiles.Read(With(("\"EUR\"", "\"euro\""), ("\"share\": 0.92", "\"share\": 92"))).Problem!;
        Assert.Contains("ISO 4217", problem.Message, StringComparison.Ordinal);
        Assert.Contains("rootCauses[0].share", problem.Message, StringComparison.Ordinal);
    }

    private static string With(params (string Before, string After)[] changes) =>
        changes.Aggregate(SampleFiles.Text("cost", "anomaly"), (t, c) => t.Replace(c.Before, c.After, StringComparison.Ordinal));
}
