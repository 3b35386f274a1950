using System.Text.Json;

namespace OpsAutomation.Unit.Core.Alerts.Samples;

/// <summary>Bodies as Azure Monitor sends them, one per kind, made for these tests.</summary>
internal static class AzureSamples
{
    public const string Subscription = "11111111-1111-1111-1111-111111111111";
    public const string WebSet = $"/subscriptions/{Subscription}/resourceGroups/rg-shop/providers/Microsoft.Compute/virtualMachineScaleSets/vmss-shop-web";
    public const string Site = $"/subscriptions/{Subscription}/resourceGroups/rg-shop/providers/Microsoft.Web/sites/app-shop-checkout";

    /// <summary>Every sample by name.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["metric"] = Metric(),
        ["metric-resolved"] = Metric(condition: "Resolved"),
        ["metric-dynamic"] = DynamicMetric,
        ["availability"] = Availability,
        ["log-v1"] = LogV1,
        ["log-v1-measurement"] = LogV1Measurement,
        ["log-v2"] = LogV2,
        ["activity-log"] = ActivityLog,
        ["resource-health"] = ResourceHealth("Unavailable"),
        ["service-health"] = ServiceHealth("Active"),
        ["smart-detection"] = SmartDetection,
        ["budget"] = Budget,
        ["budget-legacy"] = LegacyBudget,
    };

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement.Clone();

    public static string Metric(string condition = "Fired", string targets = $"[\"{WebSet}\"]", string rule = "cpu-high", string threshold = "\"80\"", string value = "93.25") => $$$$$$"""
        {"schemaId":"azureMonitorCommonAlertSchema","data":{
          {{{{{{Essentials(rule, "Sev1", "Metric", "Platform", condition, targets)}}}}}},
          "alertContext":{
            "properties":{"runbook":"cpu"},
            "conditionType":"SingleResourceMultipleMetricCriteria",
            "condition":{"windowSize":"PT5M","allOf":[{
              "metricName":"Percentage CPU","metricNamespace":"Microsoft.Compute/virtualMachineScaleSets","operator":"GreaterThan",
              "threshold":{{{{{{threshold}}}}}},"timeAggregation":"Average","dimensions":[{"name":"VMName","value":"vmss-shop-web_0"}],
              "metricValue":{{{{{{value}}}}}},"webTestName":null}],
              "windowStartTime":"2026-11-24T08:00:00Z","windowEndTime":"2026-11-24T08:05:00Z"}},
          "customProperties":{"env":"prod","team":"shop"}}}
        """;

    public static string DynamicMetric => $$$$$$"""
        {"schemaId":"azureMonitorCommonAlertSchema","data":{
          {{{{{{Essentials("transactions-unusual", "Sev3", "Metric", "Platform", "Fired", $"[\"{Site}\"]")}}}}}},
          "alertContext":{"properties":null,"conditionType":"DynamicThresholdCriteria","condition":{"windowSize":"PT15M","allOf":[{
            "alertSensitivity":"Low","failingPeriods":{"numberOfEvaluationPeriods":3,"minFailingPeriodsToAlert":3},"metricName":"Requests",
            "metricNamespace":"Microsoft.Web/sites","operator":"GreaterThan","threshold":"0.3","timeAggregation":"Average","dimensions":[],"metricValue":78.09}]}}}}
        """;

    public static string Availability => $$$$$$"""
        {"schemaId":"azureMonitorCommonAlertSchema","data":{
          {{{{{{Essentials("shop-ping", "Sev1", "Metric", "Platform", "Fired", $"[\"/subscriptions/{Subscription}/resourcegroups/rg-shop/providers/microsoft.insights/components/ai-shop\"]")}}}}}},
          "alertContext":{"properties":null,"conditionType":"WebtestLocationAvailabilityCriteria","condition":{"windowSize":"PT5M","allOf":[{
            "metricName":"Failed Location","metricNamespace":null,"operator":"GreaterThan","threshold":"2","timeAggregation":"Sum","dimensions":[],
            "metricValue":5.0,"webTestName":"shop-home"}]}}}}
        """;

    public static string LogV1 => $$$$$$"""
        {"schemaId":"azureMonitorCommonAlertSchema","data":{
          {{{{{{Essentials("spooler-stopped", "Sev2", "Log", "Log Analytics", "Fired", $"[\"/subscriptions/{Subscription}/resourcegroups/rg-ops/providers/microsoft.operationalinsights/workspaces/law-ops\"]")}}}}}},
          "alertContext":{"SearchQuery":"ConfigurationData | where SvcState == \"Stopped\"","SearchIntervalStartTimeUtc":"3/22/2026 1:36:33 PM","SearchIntervalEndtimeUtc":"3/22/2026 1:51:33 PM",
            "ResultCount":3,"LinkToSearchResults":"https://portal.azure.com/#search","SearchIntervalDurationMin":"15","AffectedConfigurationItems":["fs01.shop.test"],
            "AlertType":"Number of results","Threshold":0,"Operator":"Greater Than","IncludedSearchResults":"True",
            "SearchResults":{"tables":[{"name":"PrimaryResult","columns":[{"name":"Computer","type":"string"}],"rows":[["fs01.shop.test"]]}]}}}}
        """;

    public static string LogV1Measurement => $$$$$$"""
        {"schemaId":"azureMonitorCommonAlertSchema","data":{
          {{{{{{Essentials("slow-requests", "Sev3", "Log", "Application Insights", "Fired", $"[\"/subscriptions/{Subscription}/resourcegroups/rg-shop/providers/microsoft.insights/components/ai-shop\"]")}}}}}},
          "alertContext":{"SearchQuery":"requests | summarize AggregatedValue = avg(duration) by bin(timestamp, 5m), client_IP","ResultCount":2,"SearchIntervalInMinutes":"15","Threshold":10000.0,
            "Operator":"Less Than","Dimensions":[{"name":"client_IP","value":"192.0.2.1"}],"AlertType":"Metric measurement"}}}
        """;

    public static string LogV2 => $$$$$$"""
        {"schemaId":"azureMonitorCommonAlertSchema","data":{
          {{{{{{Essentials("exceptions", "Sev1", "Log", "Log Alerts V2", "Fired", $"[\"/subscriptions/{Subscription}/resourcegroups/rg-shop/providers/microsoft.insights/components/ai-shop\"]")}}}}}},
          "alertContext":{"properties":{"queue":"shop"},"conditionType":"LogQueryCriteria","condition":{"windowSize":"PT1H","allOf":[{
            "searchQuery":"exceptions | order by timestamp desc","metricMeasureColumn":null,"operator":"GreaterThan","threshold":"0","timeAggregation":"Count",
            "dimensions":[{"name":"cloud_RoleName","value":"checkout"}],"metricValue":7.0,
            "linkToSearchResultsUI":"https://portal.azure.com/#results","linkToFilteredSearchResultsUI":"http://portal.azure.com/#plain"}]}}}}
        """;

    public static string ActivityLog => $$$$$$"""
        {"schemaId":"azureMonitorCommonAlertSchema","data":{
          {{{{{{Essentials("vm-restarted", "Sev4", "Activity Log", "Activity Log - Administrative", "Fired", $"[\"/subscriptions/{Subscription}/resourcegroups/rg-shop/providers/microsoft.compute/virtualmachines/vm-shop-batch\"]")}}}}}},
          "alertContext":{"authorization":{"action":"Microsoft.Compute/virtualMachines/restart/action","scope":"/subscriptions/{{{{{{Subscription}}}}}}/resourceGroups/rg-shop"},
            "channels":"Operation","claims":"{\"name\":\"Ana Admin\",\"ipaddr\":\"203.0.113.9\",\"puid\":\"10032001ABCD\",\"uti\":\"claim-canary\"}","caller":"ana@shop.test",
            "eventSource":"Administrative","eventTimestamp":"2026-11-24T08:01:00Z","level":"Informational","operationName":"Microsoft.Compute/virtualMachines/restart/action",
            "properties":"{\"message\":\"restarted by hand\"}","status":"Succeeded"}}}
        """;

    public static string SmartDetection => $$$$$$"""
        {"schemaId":"azureMonitorCommonAlertSchema","data":{
          {{{{{{Essentials("smart-latency", "Sev3", "Log", "SmartDetector", "Fired", $"[\"/subscriptions/{Subscription}/resourcegroups/rg-shop/providers/microsoft.insights/components/ai-shop\"]")}}}}}},
          "alertContext":{"DetectionSummary":"Dependencies are slower than usual","DetectedValue":"0.45 sec","NormalValue":"0.27 sec (over the last 7 days)","SmartDetectorId":"DependencyPerformanceDegradationDetector"}}}
        """;

    public static string Budget => $$$$$$"""
        {"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{"monitoringService":"CostAlerts","firedDateTime":"2026-11-20T21:13:20.645Z",
          "description":"over the threshold","essentialsVersion":"1.0","alertId":"/subscriptions/{{{{{{Subscription}}}}}}/providers/Microsoft.CostManagement/alerts/b1",
          "alertRule":null,"severity":null,"signalType":null,"monitorCondition":null,"alertTargetIDs":null,"configurationItems":["budgets"],"originAlertId":null},
          "alertContext":{"AlertCategory":"budgets","AlertData":{"Scope":"/subscriptions/{{{{{{Subscription}}}}}}/","ThresholdType":"Actual","BudgetType":"Cost","BudgetThreshold":"$12,000.00",
            "NotificationThresholdAmount":"$10,000.00","BudgetName":"shop-monthly","BudgetId":"/subscriptions/{{{{{{Subscription}}}}}}/providers/Microsoft.Consumption/budgets/shop-monthly",
            "Unit":"USD","SpentAmount":"$12,345.67"}}}}
        """;

    public static string LegacyBudget => $$$$$$"""
        {"schemaId":"AIP Budget Notification","data":{"SubscriptionName":"shop","SubscriptionId":"{{{{{{Subscription}}}}}}","ResourceGroup":"rg-shop","SpendingAmount":"1111.32",
          "BudgetStartDate":"11/17/2026 5:40:29 PM -08:00","Budget":"10000","Unit":"USD","BudgetName":"shop-legacy","BudgetType":"Cost","NotificationThresholdAmount":"800.0"}}
        """;

    public static string ResourceHealth(string health, string condition = "Fired") => $$$$$$"""
        {"schemaId":"azureMonitorCommonAlertSchema","data":{
          {{{{{{Essentials("vm-health", "Sev4", "Activity Log", "Resource Health", condition, $"[\"/subscriptions/{Subscription}/resourcegroups/rg-shop/providers/microsoft.compute/virtualmachines/vm-shop-batch\"]")}}}}}},
          "alertContext":{"eventSource":"ResourceHealth","eventTimestamp":"2026-11-24T08:02:00Z","operationName":"Microsoft.Resourcehealth/healthevent/Activated/action",
            "properties":{"title":"Host trouble","details":"","currentHealthStatus":"{{{{{{health}}}}}}","previousHealthStatus":"Available","type":"Downtime","cause":"PlatformInitiated"},"status":"Active"}}}
        """;

    public static string ServiceHealth(string stage) => $$$$$$"""
        {"schemaId":"azureMonitorCommonAlertSchema","data":{
          {{{{{{Essentials("azure-outage", "Sev4", "Activity Log", "ServiceHealth", "Fired", $"[\"/subscriptions/{Subscription}\"]")}}}}}},
          "alertContext":{"claims":null,"eventSource":2,"eventTimestamp":"2026-11-24T08:10:00Z","level":3,"operationName":"Microsoft.ServiceHealth/incident/action",
            "properties":{"title":"Storage is slow","service":"Storage","region":"West Europe","communication":"<p>We are looking</p>","incidentType":"Incident","trackingId":"ABCD-123",
              "impactStartTime":"2026-11-24T07:00:00Z","stage":"{{{{{{stage}}}}}}"},"status":"{{{{{{stage}}}}}}"}}}
        """;

    private static string Essentials(string rule, string severity, string signal, string service, string condition, string targets) => $$$$$$"""
        "essentials":{"alertId":"/subscriptions/{{{{{{Subscription}}}}}}/providers/Microsoft.AlertsManagement/alerts/{{{{{{rule}}}}}}-1","alertRule":"{{{{{{rule}}}}}}","severity":"{{{{{{severity}}}}}}","signalType":"{{{{{{signal}}}}}}",
          "monitorCondition":"{{{{{{condition}}}}}}","monitoringService":"{{{{{{service}}}}}}","alertTargetIDs":{{{{{{targets}}}}}},"configurationItems":["item"],"originAlertId":"{{{{{{rule}}}}}}-origin",
          "firedDateTime":"2026-11-24T08:05:00.5Z",{{{{{{(condition == "Resolved" ? "\"resolvedDateTime\":\"2026-11-24T08:15:00Z\"," : string.Empty)}}}}}}"description":"made for a test","essentialsVersion":"1.0","alertContextVersion":"1.0"}
        """;
}
