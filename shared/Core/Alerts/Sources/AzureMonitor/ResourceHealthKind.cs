namespace OpsAutomation.Core.Alerts.Sources.AzureMonitor;

/// <summary>Resource Health: Azure's own judgement of one resource. A resource that is available again has resolved, whatever the condition says.</summary>
internal sealed class ResourceHealthKind : IAzureAlertKind
{
    public string Name => "resource health";

    public IReadOnlyList<string> Services { get; } = ["Resource Health", "Activity Log - Resource Health"];

    public bool Fits(CommonAlert alert) =>
        alert.ServiceIs(Services) || string.Equals(alert.Context.Text("eventSource", 64), "ResourceHealth", StringComparison.OrdinalIgnoreCase);

    public AlertDraft? Read(CommonAlert alert, AlertDraft draft, out DeadLetter? problem)
    {
        problem = null;
        var context = alert.Context;
        var properties = context.Object("properties");
        var health = properties.Text("currentHealthStatus", 64);
        var available = string.Equals(health, "Available", StringComparison.OrdinalIgnoreCase);
        draft.Labels.Add("azure.health", health);
        draft.Labels.Add("azure.previousHealth", properties.Text("previousHealthStatus", 64));
        draft.Labels.Add("azure.cause", properties.Text("cause", 64));
        draft.Labels.Add("azure.details", properties.Text("details"));
        var status = available ? AlertStatus.Resolved : draft.Status;
        return draft with
        {
            Status = status,
            EndsAt = status == AlertStatus.Resolved ? alert.Essentials.Time("resolvedDateTime") ?? context.Time("eventTimestamp") ?? draft.EndsAt : null,
            Signal = new Signal(SignalKind.ResourceHealth, "health", null, null, null, null, new Dictionary<string, string>(StringComparer.Ordinal)),
            Summary = $"{draft.Rule}: health is {health ?? "unknown"}{(properties.Text("title") is { } title ? $" ({title})" : string.Empty)}",
        };
    }
}
