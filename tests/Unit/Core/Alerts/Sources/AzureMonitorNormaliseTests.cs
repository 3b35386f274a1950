using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Alerts.Sources.AzureMonitor;
using OpsAutomation.Core.Services;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Sources;

public sealed class AzureMonitorNormaliseTests
{
    private static readonly DateTimeOffset Received = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly ServiceCatalog Services = new([new Service("shop-web", "maria", "shop", 1, ["ana"], [new ResourcePattern(AzureSamples.WebSet)], [])]);

    [Fact]
    public void A_metric_alert_keeps_what_is_needed_to_read_the_signal_again()
    {
        var alert = Read(AzureSamples.Metric());

        Assert.Equal(AlertStatus.Firing, alert.Status);
        Assert.Equal(Severity.Sev1, alert.Severity);
        Assert.Equal(AzureSamples.WebSet.ToLowerInvariant(), alert.Resource);
        Assert.Equal("shop-web", alert.Service);
        Assert.Equal((SignalKind.Metric, "Percentage CPU", "Average", "GreaterThan"), (alert.Signal.Kind, alert.Signal.Name, alert.Signal.Aggregation, alert.Signal.Operator));
        Assert.Equal(TimeSpan.FromMinutes(5), alert.Signal.Window);
        Assert.Equal("vmss-shop-web_0", alert.Signal.Dimensions["VMName"]);
        Assert.Equal((93.25, 80.0), (alert.Value, alert.Threshold));
        Assert.Equal(("prod", "cpu"), (alert.Labels["env"], alert.Labels["runbook"]));
        Assert.Equal("cpu-high: Percentage CPU (Average) is 93.25, above 80, on vmss-shop-web", alert.Summary);
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 8, 5, 0, 500, TimeSpan.Zero), alert.StartsAt);
        Assert.Null(alert.EndsAt);
    }

    [Theory]
    [InlineData("80", "null", 80.0, null)]
    [InlineData("\"80.5\"", "\"93\"", 80.5, 93.0)]
    [InlineData("null", "1e999", null, null)]
    [InlineData("\"eighty\"", "{}", null, null)]
    public void Thresholds_and_values_are_strings_numbers_or_null(string threshold, string value, double? expectedThreshold, double? expectedValue)
    {
        var alert = Read(AzureSamples.Metric(threshold: threshold, value: value));
        Assert.Equal((expectedThreshold, expectedValue), (alert.Threshold, alert.Value));
    }

    [Fact]
    public void A_resolved_alert_has_the_fingerprint_of_the_fired_one_and_an_end()
    {
        var (fired, resolved) = (Read(AzureSamples.Metric()), Read(AzureSamples.Metric(condition: "Resolved")));
        Assert.Equal(fired.Fingerprint, resolved.Fingerprint);
        Assert.Equal(AlertStatus.Resolved, resolved.Status);
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 8, 15, 0, TimeSpan.Zero), resolved.EndsAt);
    }

    [Fact]
    public void A_dynamic_threshold_is_not_a_threshold_for_later()
    {
        var alert = Read(AzureSamples.DynamicMetric);
        Assert.Null(alert.Threshold);
        Assert.Equal(78.09, alert.Value);
    }

    [Fact]
    public void An_availability_test_is_its_own_kind_with_the_test_as_a_dimension()
    {
        var alert = Read(AzureSamples.Availability);
        Assert.Equal((SignalKind.Availability, "shop-home"), (alert.Signal.Kind, alert.Signal.Name));
        Assert.Equal("shop-home", alert.Signal.Dimensions["webTestName"]);
    }

    [Fact]
    public void A_log_alert_of_the_first_version_counts_rows()
    {
        var alert = Read(AzureSamples.LogV1);
        Assert.Equal((SignalKind.Log, "GreaterThan", 3.0, 0.0), (alert.Signal.Kind, alert.Signal.Operator, alert.Value, alert.Threshold));
        Assert.Equal(TimeSpan.FromMinutes(15), alert.Signal.Window);
        Assert.Equal("https://portal.azure.com/#search", alert.Links["results"]);
    }

    [Fact]
    public void A_metric_measurement_has_no_value_of_its_own()
    {
        var alert = Read(AzureSamples.LogV1Measurement);
        Assert.Null(alert.Value);
        Assert.Equal("192.0.2.1", alert.Signal.Dimensions["client_IP"]);
    }

    [Fact]
    public void A_log_alert_of_the_second_version_has_links_and_no_rows()
    {
        var alert = Read(AzureSamples.LogV2);
        Assert.Equal((7.0, 0.0), (alert.Value, alert.Threshold));
        Assert.Equal("https://portal.azure.com/#results", alert.Links["results"]);
        Assert.DoesNotContain("filteredResults", alert.Links.Keys);
    }

    [Fact]
    public void Of_the_callers_claims_only_the_name_goes_on()
    {
        var alert = Read(AzureSamples.ActivityLog);
        var text = OpsAutomation.Core.Records.OpsJson.Write(alert);
        Assert.Equal("ana@shop.test", alert.Labels["azure.caller"]);
        Assert.Equal("restarted by hand", alert.Labels["azure.message"]);
        Assert.DoesNotContain("claim-canary", text, StringComparison.Ordinal);
        Assert.DoesNotContain("203.0.113.9", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Unavailable", "Fired", AlertStatus.Firing)]
    [InlineData("Available", "Fired", AlertStatus.Resolved)]
    [InlineData("Available", "Resolved", AlertStatus.Resolved)]
    public void A_resource_that_is_available_again_has_resolved(string health, string condition, AlertStatus expected)
    {
        var alert = Read(AzureSamples.ResourceHealth(health, condition));
        Assert.Equal((SignalKind.ResourceHealth, expected), (alert.Signal.Kind, alert.Status));
        Assert.Equal(expected == AlertStatus.Resolved, alert.EndsAt is not null);
    }

    [Fact]
    public void Updates_of_one_azure_outage_share_a_fingerprint_and_its_last_stage_resolves()
    {
        var (active, over) = (Read(AzureSamples.ServiceHealth("Active")), Read(AzureSamples.ServiceHealth("Resolved")));
        Assert.Equal(active.Fingerprint, over.Fingerprint);
        Assert.Equal((AlertStatus.Firing, AlertStatus.Resolved), (active.Status, over.Status));
        Assert.Equal("<p>We are looking</p>", active.Labels["azure.communication"]);
    }

    [Fact]
    public void Smart_detection_reads_the_value_out_of_words()
    {
        var alert = Read(AzureSamples.SmartDetection);
        Assert.Equal((SignalKind.SmartDetection, 0.45, "sec"), (alert.Signal.Kind, alert.Value, alert.Unit));
    }

    [Fact]
    public void A_budget_has_null_essentials_and_money_in_text()
    {
        var alert = Read(AzureSamples.Budget);
        Assert.Equal(("shop-monthly", SignalKind.Budget, AlertStatus.Firing), (alert.Rule, alert.Signal.Kind, alert.Status));
        Assert.Equal((12345.67, 10000.0, "USD", Severity.Sev2), (alert.Value, alert.Threshold, alert.Unit, alert.Severity));
        Assert.EndsWith("/budgets/shop-monthly", alert.Resource, StringComparison.Ordinal);
    }

    [Fact]
    public void The_budget_format_from_before_the_common_schema_is_read_too()
    {
        var alert = Read(AzureSamples.LegacyBudget);
        Assert.Equal(("shop-legacy", 1111.32, 800.0), (alert.Rule, alert.Value, alert.Threshold));
        Assert.Equal(Received, alert.StartsAt);
        Assert.Contains("ops.assumed", alert.Labels.Keys);
    }

    [Fact]
    public void The_names_of_properties_may_have_any_case()
    {
        var alert = Read(AzureSamples.Metric().Replace("\"essentials\"", "\"Essentials\"", StringComparison.Ordinal).Replace("\"alertRule\"", "\"AlertRule\"", StringComparison.Ordinal)
            .Replace("\"metricName\"", "\"MetricName\"", StringComparison.Ordinal));
        Assert.Equal(("cpu-high", "Percentage CPU"), (alert.Rule, alert.Signal.Name));
    }

    [Fact]
    public void A_time_far_ahead_of_our_clock_cannot_make_later_events_look_old()
    {
        var alert = Read(AzureSamples.Metric().Replace("2026-11-24T08:05:00.5Z", "2150-01-01T00:00:00Z", StringComparison.Ordinal));
        Assert.Equal(Received, alert.StartsAt);
        Assert.Contains("2150-01-01", alert.Labels["ops.assumed"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_flood_of_custom_properties_stays_within_64_labels_and_ours_are_kept()
    {
        var flood = string.Join(',', Enumerable.Range(0, 500).Select(i => $"\"p{i}\":\"{new string('x', 900)}\""));
        var alert = Read(AzureSamples.ActivityLog.Replace("\"alertContext\":", "\"customProperties\":{" + flood + "},\"alertContext\":", StringComparison.Ordinal));
        Assert.Equal(64, alert.Labels.Count);
        Assert.Equal("ana@shop.test", alert.Labels["azure.caller"]);
        Assert.All(alert.Labels.Values, v => Assert.InRange(v.Length, 0, 512));
    }

    [Theory]
    [InlineData("azureMonitorComonAlertSchema", "schemaId", "azureMonitorCommonAlertSchema")]
    [InlineData("AzureMonitorMetricAlert", "schemaId", "azureMonitorCommonAlertSchema")]
    public void An_unknown_schema_is_a_dead_letter_with_a_guess(string schema, string field, string nearest)
    {
        var letter = Dead(AzureSamples.Metric().Replace("azureMonitorCommonAlertSchema", schema, StringComparison.Ordinal));
        Assert.Equal(field, letter.Field);
        Assert.StartsWith(nearest, letter.Nearest, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_monitoring_service_is_a_dead_letter_with_the_nearest_kind()
    {
        var letter = Dead(AzureSamples.ActivityLog.Replace("Activity Log - Administrative", "Activity Log - Adminstration", StringComparison.Ordinal));
        Assert.Equal("data.essentials.monitoringService", letter.Field);
        Assert.Equal("Activity Log - Administrative (activity log)", letter.Nearest);
    }

    [Theory]
    [InlineData("\"alertRule\":\"cpu-high\"", "\"alertRule\":null", "data.essentials.alertRule")]
    [InlineData("\"monitorCondition\":\"Fired\"", "\"monitorCondition\":\"Fried\"", "data.essentials.monitorCondition")]
    [InlineData("2026-11-24T08:05:00.5Z", "yesterday", "data.essentials.firedDateTime")]
    [InlineData("\"metricName\"", "\"metricTitle\"", "data.alertContext.condition.allOf[0].metricName")]
    public void What_cannot_be_done_without_is_named(string text, string replacement, string field) =>
        Assert.Equal(field, Dead(AzureSamples.Metric().Replace(text, replacement, StringComparison.Ordinal)).Field);

    private static NormaliseResult Normalise(string json) =>
        new AzureMonitorSource().Normalise(AzureSamples.Json(json), new IntakeContext("al-test", Received, "intake-20261124-0/al-test", Services));

    private static Alert Read(string json)
    {
        var result = Normalise(json);
        Assert.Null(result.DeadLetter);
        return result.Alert!;
    }

    private static DeadLetter Dead(string json)
    {
        var result = Normalise(json);
        Assert.Null(result.Alert);
        return result.DeadLetter!;
    }
}
