namespace OpsAutomation.Integration.Systems.Samples;

/// <summary>One body of every kind that Azure Monitor sends, as its documentation describes them, about resources of this test.</summary>
internal static class AzureKinds
{
    private const string Sub = "/subscriptions/11111111-1111-1111-1111-111111111111";

    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["metric, dynamic threshold, no value"] = Alert("requests-odd", "Metric", "Platform", $"{Sub}/resourcegroups/rg-other/providers/microsoft.web/sites/app-a", """
            {"properties":null,"conditionType":"DynamicThresholdCriteria","condition":{"windowSize":"PT15M","allOf":[{"alertSensitivity":"Low",
             "failingPeriods":{"numberOfEvaluationPeriods":3,"minFailingPeriodsToAlert":3},"metricName":"Requests","metricNamespace":"Microsoft.Web/sites",
             "operator":"LessThan","threshold":"0.3","timeAggregation":"Average","dimensions":[],"metricValue":null}]}}
            """),
        ["availability test"] = Alert("ping-home", "Metric", "Platform", $"{Sub}/resourcegroups/rg-other/providers/microsoft.insights/components/ai-b", """
            {"properties":null,"conditionType":"WebtestLocationAvailabilityCriteria","condition":{"windowSize":"PT5M","allOf":[{"metricName":"Failed Location",
             "metricNamespace":null,"operator":"GreaterThan","threshold":"2","timeAggregation":"Sum","dimensions":[],"metricValue":3.0,"webTestName":"home"}]}}
            """),
        ["log v1, number of results"] = Alert("stopped-service", "Log", "Log Analytics", $"{Sub}/resourcegroups/rg-logs/providers/microsoft.operationalinsights/workspaces/law-c", """
            {"SearchQuery":"Event | where EventLevelName == \"Error\"","SearchIntervalStartTimeUtc":"11/24/2026 8:30:00 AM","SearchIntervalEndtimeUtc":"11/24/2026 8:45:00 AM",
             "ResultCount":4,"LinkToSearchResults":"https://portal.azure.com/#view","SearchIntervalDurationMin":"15","AffectedConfigurationItems":["host-1","host-2"],
             "AlertType":"Number of results","Threshold":0,"Operator":"Greater Than","IncludedSearchResults":"True",
             "SearchResults":{"tables":[{"name":"PrimaryResult","columns":[{"name":"Computer","type":"string"}],"rows":[["host-1"],["host-2"]]}]}}
            """),
        ["log v1, metric measurement"] = Alert("slow-calls", "Log", "Application Insights", $"{Sub}/resourcegroups/rg-logs/providers/microsoft.insights/components/ai-d", """
            {"SearchQuery":"requests | summarize avg(duration)","SearchIntervalInMinutes":"15","ResultCount":2,"Threshold":10000.0,"Operator":"Less Than",
             "Dimensions":[{"name":"client_IP","value":"192.0.2.7"}],"AlertType":"Metric measurement"}
            """),
        ["log v2, without rows"] = Alert("exceptions", "Log", "Log Alerts V2", $"{Sub}/resourcegroups/rg-logs/providers/microsoft.insights/components/ai-e", """
            {"properties":{"queue":"x"},"conditionType":"LogQueryCriteria","condition":{"windowSize":"PT1H","allOf":[{"searchQuery":"exceptions | count",
             "metricMeasureColumn":null,"targetResourceTypes":"['microsoft.insights/components']","operator":"GreaterThan","threshold":"0","timeAggregation":"Count",
             "dimensions":[{"name":"cloud_RoleName","value":"cart"}],"metricValue":7.0,"failingPeriods":{"numberOfEvaluationPeriods":1,"minFailingPeriodsToAlert":1},
             "linkToSearchResultsUI":"https://portal.azure.com/#ui","linkToSearchResultsAPI":"https://api.applicationinsights.io/v1/apps/x/query"}]}}
            """),
        ["activity log, claims as text"] = Alert("vm-stopped", "Activity Log", "Activity Log - Administrative", $"{Sub}/resourcegroups/rg-other/providers/microsoft.compute/virtualmachines/vm-f", """
            {"authorization":{"action":"Microsoft.Compute/virtualMachines/deallocate/action","scope":"/subscriptions/x"},"channels":"Operation",
             "claims":"{\"aud\":\"https://management.core.windows.net/\",\"name\":\"Somebody\"}","caller":"somebody@example.test","eventSource":"Administrative",
             "eventTimestamp":"2026-11-24T08:55:00Z","level":"Informational","operationName":"Microsoft.Compute/virtualMachines/deallocate/action","status":"Succeeded"}
            """),
        ["resource health"] = Alert("vm-health", "Activity Log", "Resource Health", $"{Sub}/resourcegroups/rg-other/providers/microsoft.compute/virtualmachines/vm-g", """
            {"channels":"Admin, Operation","eventSource":"ResourceHealth","eventTimestamp":"2026-11-24T08:56:00Z","level":"Critical",
             "operationName":"Microsoft.Resourcehealth/healthevent/Activated/action","properties":{"title":"Rebooted by user","details":null,
             "currentHealthStatus":"Unavailable","previousHealthStatus":"Available","type":"Downtime","cause":"UserInitiated"},"status":"Active"}
            """),
        ["service health, markup in the message"] = Alert("azure-outage", "Activity Log", "ServiceHealth", Sub, """
            {"authorization":null,"channels":1,"claims":null,"caller":null,"eventSource":2,"eventTimestamp":"2026-11-24T08:57:00Z","level":3,
             "operationName":"Microsoft.ServiceHealth/incident/action","properties":{"title":"Storage is slow","service":"Storage","region":"West Europe",
             "communication":"<p><b>We</b> look into it.</p>","incidentType":"Incident","trackingId":"TR-1","impactStartTime":"2026-11-24T08:00:00Z","stage":"Active"},"status":"Active"}
            """),
        ["smart detection"] = Alert("failure-anomalies", "Log", "SmartDetector", $"{Sub}/resourcegroups/rg-logs/providers/microsoft.insights/components/ai-h", """
            {"DetectionSummary":"Unusually many failed requests","FormattedOccurenceTime":"2026-11-24T08:58:00Z","DetectedFailureRate":"50% (4/8 requests)",
             "NormalFailureRate":"0% (over the last 30 minutes)","SmartDetectorId":"FailureAnomaliesDetector","SmartDetectorName":"Failure Anomalies"}
            """),
        ["budget, essentials null, money as text"] = """
            {"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{"monitoringService":"CostAlerts","firedDateTime":"2026-11-24T08:50:00Z","description":"over budget",
             "essentialsVersion":"1.0","alertContextVersion":"1.0","alertId":"/subscriptions/11111111-1111-1111-1111-111111111111/providers/Microsoft.CostManagement/alerts/i",
             "alertRule":null,"severity":null,"signalType":null,"monitorCondition":null,"alertTargetIDs":null,"configurationItems":["budgets"],"originAlertId":null},
             "alertContext":{"AlertCategory":"budgets","AlertData":{"Scope":"/subscriptions/11111111-1111-1111-1111-111111111111/","ThresholdType":"Actual","BudgetType":"Cost",
             "BudgetThreshold":"$50.00","NotificationThresholdAmount":"$11,111.00","BudgetName":"monthly","BudgetId":"/subscriptions/11111111-1111-1111-1111-111111111111/providers/Microsoft.Consumption/budgets/monthly",
             "Unit":"USD","SpentAmount":"$12,345.67"}}}}
            """,
        ["budget from before the common schema"] = """
            {"schemaId":"AIP Budget Notification","data":{"SubscriptionName":"shop","SubscriptionId":"11111111-1111-1111-1111-111111111111","ResourceGroup":"","SpendingAmount":"1111.32",
             "BudgetStartDate":"11/1/2026 0:00:00 AM -00:00","Budget":"10000","Unit":"USD","BudgetCreator":"somebody@example.test","BudgetName":"legacy","BudgetType":"Cost","NotificationThresholdAmount":"800.0"}}
            """,
    };

    private static string Alert(string rule, string signal, string service, string target, string context) => $$$"""
        {"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{
          "alertId":"{{{Sub}}}/providers/Microsoft.AlertsManagement/alerts/{{{rule}}}","alertRule":"{{{rule}}}","severity":"Sev3","signalType":"{{{signal}}}","monitorCondition":"Fired",
          "monitoringService":"{{{service}}}","alertTargetIDs":["{{{target}}}"],"configurationItems":["item"],"originAlertId":"{{{rule}}}-origin","firedDateTime":"2026-11-24T08:59:00.123Z",
          "description":"made for a test","essentialsVersion":"1.0","alertContextVersion":"1.0"},
        "alertContext":{{{context}}}}}
        """;
}
