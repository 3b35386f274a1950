using System.Globalization;
using System.Text;

namespace OpsAutomation.Cli.Bench;

/// <summary>
/// The same alert in two shapes: Azure Monitor's common schema for us, Alertmanager's own for Alertmanager. Every value of the
/// one stands in the other: what identifies an alert as labels, the rest as annotations under the path of the field. The
/// number stands where two alerts differ, so different numbers are different conditions to both.
/// </summary>
internal static class BenchAlerts
{
    private const string Subscription = "/subscriptions/11111111-1111-1111-1111-111111111111";
    private const string Resource = $"{Subscription}/resourcegroups/rg-bench/providers/microsoft.compute/virtualmachinescalesets/vmss-bench";

    /// <summary>ARM id of a resource that no catalogue knows, another one in each group and in a resource group of its own, so in a scope of its own.</summary>
    public const string ResourceOfGroup =
        $"{Subscription}/resourcegroups/rg-{LoadConnection.GroupSlot}/providers/microsoft.compute/virtualmachinescalesets/vmss-{LoadConnection.GroupSlot}";

    private const string Rule = "cpu-of-the-web-tier-is-high-" + LoadConnection.Slot;
    private const string Description = "The average processor use of the web tier has been above the threshold for the whole window. Look at the newest deployment first, then at the number of requests.";

    private static readonly (string Path, string Value)[] Context =
    [
        ("conditionType", "SingleResourceMultipleMetricCriteria"), ("condition.windowSize", "PT5M"), ("condition.metricName", "Percentage CPU"),
        ("condition.metricNamespace", "Microsoft.Compute/virtualMachineScaleSets"), ("condition.operator", "GreaterThan"), ("condition.threshold", "80"),
        ("condition.timeAggregation", "Average"), ("condition.metricValue", "92.4"), ("properties.team", "shop"), ("properties.runbook", "https://wiki.example.org/runbooks/cpu-of-the-web-tier"),
        ("properties.dashboard", "https://portal.example.org/dashboards/shop-web"), ("properties.costCentre", "CC-20417"), ("properties.environment", "production"),
        ("properties.businessImpact", "Customers wait longer for pages; checkout is not affected while the queue is short."),
    ];

    /// <summary>The request that posts one alert to us.</summary>
    /// <param name="key">The function key.</param>
    /// <param name="firedAt">When it fired.</param>
    /// <param name="resource">ARM id of the target; null for one that no catalogue knows.</param>
    public static string Ours(string key, DateTimeOffset firedAt, string? resource = null)
    {
        var at = Time(firedAt);
        var target = resource ?? Resource;

        // The simulated metrics have no dimensions, and a signal that cannot be read again stops a run.
        var dimensions = resource is null ? """[{"name": "tier", "value": "web"}]""" : "[]";
        string Of(string path) => Context.First(c => c.Path == path).Value;
        var properties = string.Join(", ", Context.Where(c => c.Path.StartsWith("properties.", StringComparison.Ordinal)).Select(c => $"\"{c.Path[11..]}\": \"{c.Value}\""));
        var body = $$"""
            {"schemaId": "azureMonitorCommonAlertSchema", "data": {"essentials": {
              "alertId": "{{Subscription}}/providers/Microsoft.AlertsManagement/alerts/{{LoadConnection.Slot}}",
              "alertRule": "{{Rule}}", "severity": "Sev2", "signalType": "Metric", "monitorCondition": "Fired", "monitoringService": "Platform",
              "alertTargetIDs": ["{{target}}"], "configurationItems": ["vmss-bench"], "originAlertId": "bench_microsoft.insights_metricAlerts_{{Rule}}",
              "firedDateTime": "{{at}}", "description": "{{Description}}", "essentialsVersion": "1.0", "alertContextVersion": "1.0"},
             "alertContext": {"properties": { {{properties}} }, "conditionType": "{{Of("conditionType")}}", "condition": {"windowSize": "{{Of("condition.windowSize")}}",
              "allOf": [{"metricName": "{{Of("condition.metricName")}}", "metricNamespace": "{{Of("condition.metricNamespace")}}", "operator": "{{Of("condition.operator")}}",
               "threshold": "{{Of("condition.threshold")}}", "timeAggregation": "{{Of("condition.timeAggregation")}}", "dimensions": {{dimensions}},
               "metricValue": {{Of("condition.metricValue")}}, "webTestName": null}], "windowStartTime": "{{at}}", "windowEndTime": "{{at}}"} } } }
            """;
        return Request("/api/alerts/azure-monitor", body, $"x-functions-key: {key}\r\n");
    }

    /// <summary>The request that posts the same alert to Alertmanager.</summary>
    /// <param name="firedAt">When it fired.</param>
    /// <param name="resource">ARM id of the target; null for the same as ours.</param>
    public static string Alertmanagers(DateTimeOffset firedAt, string? resource = null)
    {
        var at = Time(firedAt);
        var annotations = string.Join(", ", Context.Select(c => $"\"{c.Path.Replace('.', '_')}\": \"{c.Value}\""));
        var body = $$"""
            [{"labels": {"alertname": "{{Rule}}", "severity": "Sev2", "alertId": "{{Subscription}}/providers/Microsoft.AlertsManagement/alerts/{{LoadConnection.Slot}}",
              "resource": "{{resource ?? Resource}}", "configurationItem": "vmss-bench", "signalType": "Metric", "monitoringService": "Platform", "tier": "web",
              "originAlertId": "bench_microsoft.insights_metricAlerts_{{Rule}}"},
             "annotations": {"schemaId": "azureMonitorCommonAlertSchema", "monitorCondition": "Fired", "description": "{{Description}}", "essentialsVersion": "1.0", "alertContextVersion": "1.0",
              {{annotations}}, "windowStartTime": "{{at}}", "windowEndTime": "{{at}}"},
             "startsAt": "{{at}}"}]
            """;
        return Request("/api/v2/alerts", body, string.Empty);
    }

    private static string Request(string path, string body, string headers) =>
        $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
