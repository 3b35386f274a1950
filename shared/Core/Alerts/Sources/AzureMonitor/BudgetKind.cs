namespace OpsAutomation.Core.Alerts.Sources.AzureMonitor;

/// <summary>A budget threshold: rule, severity, condition and targets are null, and money is text such as <c>"$11,111.00"</c>.</summary>
internal sealed class BudgetKind : IAzureAlertKind
{
    public string Name => "budget";

    public IReadOnlyList<string> Services { get; } = ["CostAlerts", "Cost Alerts"];

    public bool NeedsEssentials => false;

    public bool Fits(CommonAlert alert) => alert.ServiceIs(Services) || alert.Context.Object("AlertData").Find("BudgetName") is not null;

    public AlertDraft? Read(CommonAlert alert, AlertDraft draft, out DeadLetter? problem)
    {
        var data = alert.Context.Object("AlertData");
        if (data.Text("BudgetName", 260) is null)
        {
            problem = new DeadLetter("data.alertContext.AlertData.BudgetName", "The cost alert names no budget.", Name);
            return null;
        }

        problem = null;
        var budget = data.Text("BudgetId", 1024) ?? data.Text("Scope", 1024);
        return Fill(draft, data, "SpentAmount", "BudgetThreshold", budget);
    }

    /// <summary>Fills in what both budget formats share.</summary>
    internal static AlertDraft Fill(AlertDraft draft, JsonFields data, string spentField, string budgetField, string? resource)
    {
        var name = data.Text("BudgetName", 260)!;
        var spent = Money.Parse(data.Find(spentField));
        var threshold = Money.Parse(data.Find("NotificationThresholdAmount"));
        var budget = Money.Parse(data.Find(budgetField));
        var unit = data.Text("Unit", 16);
        var type = data.Text("ThresholdType", 32) ?? "Actual";
        draft.Labels.Add("azure.budgetType", data.Text("BudgetType", 64));
        draft.Labels.Add("azure.budgetAmount", data.Text(budgetField, 64));
        draft.Labels.Add("azure.scope", data.Text("Scope"));

        // One budget has several thresholds, and each is a condition of its own; the amount spent is not part of it.
        var dimensions = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["thresholdType"] = type.ToLowerInvariant(),
            ["threshold"] = threshold?.ToString("R", System.Globalization.CultureInfo.InvariantCulture) ?? data.Text("NotificationThresholdAmount", 64) ?? string.Empty,
        };
        var isArm = resource?.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase) == true;
        return draft with
        {
            Rule = name,
            Resource = isArm ? resource!.ToLowerInvariant().TrimEnd('/') : null,
            Severity = spent > budget ? Severity.Sev2 : draft.Severity,
            Signal = new Signal(SignalKind.Budget, type, null, "Total", "GreaterThan", null, dimensions),
            Value = spent,
            Threshold = threshold,
            Unit = unit,
            Summary = $"Budget {name}: {data.Text(spentField, 64) ?? "an unknown amount"} {unit} spent, threshold {data.Text("NotificationThresholdAmount", 64) ?? "unknown"}",
        };
    }
}
