using OpsAutomation.Core.Alerts;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Sources;

public sealed class AzureBudgetTests
{
    private const string Legacy = """
        {"schemaId":"AIP Budget Notification","data":{"SubscriptionName":"shop","SubscriptionId":"11111111-1111-1111-1111-111111111111","EnrollmentNumber":"","DepartmentName":"d",
         "AccountName":"a","BillingAccountId":"","BillingProfileId":"","InvoiceSectionId":"","ResourceGroup":"rg-Shop","SpendingAmount":"10111.32",
         "BudgetStartDate":"11/1/2026 5:40:29 PM -08:00","Budget":"10000","Unit":"USD","BudgetCreator":"dana@example.test","BudgetName":"Monthly","BudgetType":"Cost",
         "NotificationThresholdAmount":"8000.0"}}
        """;

    private const string Common = """
        {"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{"monitoringService":"CostAlerts","firedDateTime":"2026-11-24T08:50:00Z","description":"over",
         "essentialsVersion":"1.0","alertContextVersion":"1.0","alertId":"/subscriptions/11111111-1111-1111-1111-111111111111/providers/Microsoft.CostManagement/alerts/i",
         "alertRule":null,"severity":null,"signalType":null,"monitorCondition":null,"alertTargetIDs":null,"configurationItems":["budgets"],"originAlertId":null},
         "alertContext":{"AlertCategory":"budgets","AlertData":{"Scope":"/subscriptions/11111111-1111-1111-1111-111111111111/","ThresholdType":"Actual","BudgetType":"Cost",
         "BudgetThreshold":"$50.00","NotificationThresholdAmount":"$25.00","BudgetName":"Monthly",
         "BudgetId":"/subscriptions/11111111-1111-1111-1111-111111111111/providers/Microsoft.Consumption/budgets/Monthly","BudgetStartDate":"2026-11-01","Unit":"USD","SpentAmount":"$11,111.00"}}}}
        """;

    [Theory]
    [InlineData(Legacy, 10111.32, 8000.0, "/subscriptions/11111111-1111-1111-1111-111111111111/resourcegroups/rg-shop/providers/microsoft.consumption/budgets/monthly")]
    [InlineData(Common, 11111.0, 25.0, "/subscriptions/11111111-1111-1111-1111-111111111111/providers/microsoft.consumption/budgets/monthly")]
    public void Both_forms_of_a_budget_give_amounts_threshold_and_the_budget_itself(string body, double spent, double threshold, string resource)
    {
        var alert = Assert.Single(SampleFiles.Read(body).Alerts);
        Assert.Equal(("azure-monitor", "Monthly", AlertStatus.Firing, SignalKind.Budget), (alert.Source, alert.Rule, alert.Status, alert.Signal.Kind));
        Assert.Equal((spent, threshold, "USD", resource, Severity.Sev2), (alert.Value, alert.Threshold, alert.Unit, alert.Resource, alert.Severity));
        Assert.Equal("actual", alert.Signal.Dimensions["thresholdType"]);
    }
}
