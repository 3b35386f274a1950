namespace OpsAutomation.Core.Alerts.Sources.AzureMonitor;

/// <summary>
/// An entry of the activity log. <c>claims</c> is JSON in a string and holds the caller's whole token content: of the caller
/// only the principal's name goes on.
/// </summary>
internal sealed class ActivityLogKind : IAzureAlertKind
{
    private static readonly string[] NameClaims =
    [
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name", "upn", "name",
    ];

    public string Name => "activity log";

    public IReadOnlyList<string> Services { get; } =
    [
        "Activity Log - Administrative", "Activity Log - Policy", "Activity Log - Autoscale", "Activity Log - Security",
        "Activity Log - Recommendation", "Activity Log - Alert",
    ];

    public bool Fits(CommonAlert alert) => alert.ServiceIs(Services);

    public AlertDraft? Read(CommonAlert alert, AlertDraft draft, out DeadLetter? problem)
    {
        problem = null;
        var context = alert.Context;
        var properties = context.Object("properties");
        var operation = context.Text("operationName", 260) ?? context.Object("authorization").Text("action", 260);
        var status = context.Text("status", 64);
        draft.Labels.Add("azure.operation", operation);
        draft.Labels.Add("azure.status", status);
        draft.Labels.Add("azure.level", context.Text("level", 32));
        draft.Labels.Add("azure.correlationId", context.Text("correlationId", 64));
        draft.Labels.Add("azure.caller", Caller(context));
        draft.Labels.Add("azure.message", properties.Text("message") ?? properties.Text("statusMessage"));
        var resource = draft.Resource ?? ArmScope(context.Object("authorization").Text("scope", 1024) ?? context.Text("resourceId", 1024));
        var dimensions = new Dictionary<string, string>(StringComparer.Ordinal);
        if (operation is not null)
        {
            dimensions["operation"] = operation.ToLowerInvariant();
        }

        return draft with
        {
            Signal = new Signal(SignalKind.ActivityLog, operation, null, null, null, null, dimensions),
            Resource = resource,
            Summary = $"{draft.Rule}: {operation ?? "an operation"} {status ?? "happened"}{(resource is null ? string.Empty : $" on {resource[(resource.LastIndexOf('/') + 1)..]}")}",
        };
    }

    /// <summary>Who did it: the principal's name, and nothing else of its token.</summary>
    internal static string? Caller(JsonFields context)
    {
        var claims = context.Object("claims");
        return context.Text("caller", 256) ?? NameClaims.Select(c => claims.Text(c, 256)).FirstOrDefault(c => c is not null);
    }

    private static string? ArmScope(string? scope) =>
        scope?.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase) == true ? scope.ToLowerInvariant().TrimEnd('/') : null;
}
