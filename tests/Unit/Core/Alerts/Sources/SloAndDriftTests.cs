using System.Text.Json;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Sources.CloudEvents;
using OpsAutomation.Core.Alerts.Sources.Deployments;
using OpsAutomation.Core.Alerts.Sources.Drift;
using OpsAutomation.Core.Alerts.Sources.Slo;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Sources;

public sealed class SloAndDriftTests
{
    [Fact]
    public void A_burn_rate_is_a_value_against_a_threshold_over_a_window()
    {
        var alert = Reading.One("slo", "firing");
        Assert.Equal((SignalKind.SloBurn, AlertStatus.Firing, Severity.Sev0, "shop-web"), (alert.Signal.Kind, alert.Status, alert.Severity, alert.Service));
        Assert.Equal((18.2, 14.4, TimeSpan.FromHours(1)), (alert.Value, alert.Threshold, alert.Signal.Window));
        Assert.Equal("shop-web availability: shop-web spends its error budget 18.2 times too fast over 1 h, limit 14.4; 62 % of it is left", alert.Summary);
        Assert.Equal(("0.999", AzureSamples.WebSet.ToLowerInvariant()), (alert.Labels["objective"], alert.Resource));
    }

    [Fact]
    public void A_burn_that_is_over_has_its_fingerprint_and_an_end()
    {
        var resolved = Reading.One("slo", "resolved");
        Assert.Equal(Reading.One("slo", "firing").Fingerprint, resolved.Fingerprint);
        Assert.Equal((AlertStatus.Resolved, new DateTimeOffset(2026, 11, 24, 8, 55, 0, TimeSpan.Zero)), (resolved.Status, resolved.EndsAt));
    }

    [Fact]
    public void Drift_names_property_declared_and_actual_value()
    {
        var alert = Reading.One("drift", "drifted");
        Assert.Equal((SignalKind.Drift, "drift of sku.capacity", Severity.Sev3, AzureSamples.WebSet.ToLowerInvariant()), (alert.Signal.Kind, alert.Rule, alert.Severity, alert.Resource));
        Assert.Equal(("2", "5", "ben@shop.test"), (alert.Labels["drift.expected"], alert.Labels["drift.actual"], alert.Labels["actor"]));
        Assert.Equal("sku.capacity of vmss-shop-web is 5, declared is 2; changed by ben@shop.test", alert.Summary);

        var restored = Reading.One("drift", "restored");
        Assert.Equal((alert.Fingerprint, AlertStatus.Resolved), (restored.Fingerprint, restored.Status));
    }

    [Fact]
    public void Drift_of_a_resource_that_the_catalogue_does_not_know_is_told_without_a_target()
    {
        var (one, two) = (Elsewhere("a"), Elsewhere("b"));
        Assert.Null(one.Resource);
        Assert.EndsWith("/vmss-a", one.Labels["drift.resource"], StringComparison.Ordinal);
        Assert.NotEqual(one.Fingerprint, two.Fingerprint);
    }

    [Fact]
    public void A_secret_that_drifted_is_not_shown()
    {
        var body = SampleFiles.Text("drift", "drifted").Replace("sku.capacity", "properties.adminPassword", StringComparison.Ordinal).Replace("\"actual\": 5", "\"actual\": \"hunter2-canary\"", StringComparison.Ordinal);
        var alert = Assert.Single(Reading.All("drift", body)).Alert!;
        Assert.DoesNotContain("canary", JsonSerializer.Serialize(alert), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("slo", "firing", "\"burnRate\": 18.2", "\"burnRate\": \"18.2\"", "data.burnRate")]
    [InlineData("slo", "firing", "\"longWindow\": \"PT1H\"", "\"longWindow\": \"1h\"", "data.longWindow")]
    [InlineData("slo", "firing", "\"state\": \"firing\"", "\"state\": \"resolved\"", "data.endedAt")]
    [InlineData("slo", "firing", "\"objective\": 0.999", "\"objective\": 99.9", "data.objective")]
    [InlineData("drift", "drifted", "\"severity\": \"Sev3\"", "\"severity\": \"sev3\"", "data.severity")]
    [InlineData("drift", "drifted", "\"expected\": 2", "\"expected\": [2]", "data.expected")]
    [InlineData("drift", "drifted", "\"state\": \"drifted\"", "\"state\": \"restored\"", "data.restoredAt")]
    public void What_does_not_fit_is_told_by_field(string source, string sample, string before, string after, string field)
    {
        var body = SampleFiles.Text(source, sample);
        Assert.Contains(before, body, StringComparison.Ordinal);
        Assert.Equal(field, Assert.Single(Reading.All(source, body.Replace(before, after, StringComparison.Ordinal))).DeadLetter!.Field);
    }

    [Theory]
    [InlineData("deployment-recorded", DeploymentEvent.Type)]
    [InlineData("slo-burn-rate", SloSource.Type)]
    [InlineData("drift-detected", DriftSource.Type)]
    public void The_published_schema_has_the_fields_that_are_read(string file, string type)
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "EventSchemas", file + ".schema.json")));
        var properties = schema.RootElement.GetProperty("properties");
        Assert.Equal(type, properties.GetProperty("type").GetProperty("const").GetString());
        var data = properties.GetProperty("data");
        Assert.False(data.GetProperty("additionalProperties").GetBoolean());
        var body = $$"""{"specversion":"1.0","id":"1","source":"/x","type":"{{type}}","data":{"outcome":"success","state":"firing"} }""";
        var envelope = CloudEvent.Read(AzureSamples.Json(body), type, out _)!;
        var context = Reading.Context("al-x");
        _ = type == SloSource.Type ? SloSource.Read(envelope, context, out _) as object
            : type == DriftSource.Type ? DriftSource.Read(envelope, context, out _)
            : DeploymentEvent.Read(envelope, context, out _);
        Assert.Equal(envelope.Data.Names.Order(StringComparer.Ordinal), data.GetProperty("properties").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    private static Alert Elsewhere(string name) =>
        Assert.Single(Reading.All("drift", SampleFiles.Text("drift", "drifted").Replace("rg-shop/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-shop-web", $"rg-other/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-{name}", StringComparison.Ordinal))).Alert!;
}
