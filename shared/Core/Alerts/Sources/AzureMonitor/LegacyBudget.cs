namespace OpsAutomation.Core.Alerts.Sources.AzureMonitor;

/// <summary>The budget notification from before the common schema (<c>AIP Budget Notification</c>): flat, without id, time or condition.</summary>
internal static class LegacyBudget
{
    /// <summary>Reads it, or null when it names no budget. Its time is the time of receipt.</summary>
    public static AlertDraft? Read(JsonFields data, IntakeContext context)
    {
        if (data.Text("BudgetName", 260) is not { } name)
        {
            return null;
        }

        var labels = new AlertLabels();
        labels.Add("azure.subscriptionName", data.Text("SubscriptionName", 128));
        labels.Assume("the notification carries no time and no severity; the time of receipt and Sev3 are taken");
        var draft = new AlertDraft
        {
            Rule = name,
            Status = AlertStatus.Firing,
            Severity = Severity.Sev3,
            Signal = new Signal(SignalKind.Budget, null, null, null, null, null, new Dictionary<string, string>(StringComparer.Ordinal)),
            Resource = null,
            Labels = labels,
            StartsAt = context.ReceivedAt,
        };
        return BudgetKind.Fill(draft, data, "SpendingAmount", "Budget", BudgetId(data, name));
    }

    private static string? BudgetId(JsonFields data, string name)
    {
        if (data.Text("SubscriptionId", 64) is not { } subscription)
        {
            return null;
        }

        var group = data.Text("ResourceGroup", 90) is { } rg ? $"/resourcegroups/{rg}" : string.Empty;
        return $"/subscriptions/{subscription}{group}/providers/microsoft.consumption/budgets/{name}";
    }
}
