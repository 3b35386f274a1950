using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsAutomation.Testing.Systems.Local;

/// <summary>Metric alerts about the default estate, as Azure Monitor's common alert schema has them.</summary>
public static class AzureAlerts
{
    /// <summary>The estate's subscription.</summary>
    public const string Subscription = "/subscriptions/11111111-1111-1111-1111-111111111111";

    /// <summary>The estate's resource group.</summary>
    public const string Group = $"{Subscription}/resourceGroups/rg-shop/providers";

    /// <summary>The web tier, too small for its load.</summary>
    public const string WebTier = $"{Group}/Microsoft.Compute/virtualMachineScaleSets/vmss-shop-web";

    /// <summary>The database tier, protected.</summary>
    public const string Database = $"{Group}/Microsoft.Compute/virtualMachineScaleSets/vmss-shop-db";

    /// <summary>The checkout, which answers with errors until it is restarted.</summary>
    public const string Checkout = $"{Group}/Microsoft.Web/sites/app-shop-checkout";

    /// <summary>The App Service plan of the checkout.</summary>
    public const string Plan = $"{Group}/Microsoft.Web/serverfarms/plan-shop";

    /// <summary>CPU of the web tier is high.</summary>
    public static JsonObject CpuHigh(DateTimeOffset fired, string target = WebTier, string rule = "cpu-high", string condition = "Fired", DateTimeOffset? resolved = null) =>
        Metric(rule, [target], "Percentage CPU", "Microsoft.Compute/virtualMachineScaleSets", "80", "Average", 92, fired, condition, resolved);

    /// <summary>The checkout answers with server errors.</summary>
    public static JsonObject CheckoutErrors(DateTimeOffset fired, string rule = "checkout-5xx", string condition = "Fired", DateTimeOffset? resolved = null) =>
        Metric(rule, [Checkout], "Http5xx", "Microsoft.Web/sites", "10", "Total", 143, fired, condition, resolved);

    /// <summary>A metric alert.</summary>
    public static JsonObject Metric(
        string rule,
        string[] targets,
        string metric,
        string metricNamespace,
        string threshold,
        string aggregation,
        double value,
        DateTimeOffset fired,
        string condition = "Fired",
        DateTimeOffset? resolved = null)
    {
        ArgumentNullException.ThrowIfNull(targets);
        var essentials = new JsonObject
        {
            ["alertId"] = $"{Subscription}/providers/Microsoft.AlertsManagement/alerts/{rule}",
            ["alertRule"] = rule,
            ["severity"] = "Sev1",
            ["signalType"] = "Metric",
            ["monitorCondition"] = condition,
            ["monitoringService"] = "Platform",
            ["alertTargetIDs"] = new JsonArray([.. targets.Select(t => (JsonNode)t)]),
            ["configurationItems"] = new JsonArray(),
            ["originAlertId"] = $"{rule}-origin",
            ["firedDateTime"] = Text(fired),
            ["description"] = "made for a test",
            ["essentialsVersion"] = "1.0",
            ["alertContextVersion"] = "1.0",
        };
        if (resolved is { } end)
        {
            essentials["resolvedDateTime"] = Text(end);
        }

        return new JsonObject
        {
            ["schemaId"] = "azureMonitorCommonAlertSchema",
            ["data"] = new JsonObject
            {
                ["essentials"] = essentials,
                ["alertContext"] = new JsonObject
                {
                    ["properties"] = null,
                    ["conditionType"] = "SingleResourceMultipleMetricCriteria",
                    ["condition"] = new JsonObject
                    {
                        ["windowSize"] = "PT5M",
                        ["allOf"] = new JsonArray(new JsonObject
                        {
                            ["metricName"] = metric,
                            ["metricNamespace"] = metricNamespace,
                            ["operator"] = "GreaterThan",
                            ["threshold"] = threshold,
                            ["timeAggregation"] = aggregation,
                            ["dimensions"] = new JsonArray(),
                            ["metricValue"] = value,
                            ["webTestName"] = null,
                        }),
                    },
                },
            },
        };
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
}
