using OpsAutomation.Core.Alerts.Sources.AzureMonitor;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Alerts.Sources.EventGrid;

/// <summary>
/// An operation on a resource ended: write, delete or action, with success, failure or cancel. A failure fires; the next success,
/// or a cancel, of the same operation on the same resource resolves it, so what succeeds at once opens nothing. Source: Event Grid
/// documentation, "Azure subscription as an Event Grid source".
/// </summary>
internal sealed class ResourceOperationKind : IGridKind
{
    private const string Prefix = "Microsoft.Resources.Resource";
    private static readonly string[] Operations = ["Write", "Delete", "Action"];
    private static readonly string[] Outcomes = ["Success", "Failure", "Cancel"];

    public string Name => "resource operation";

    public IReadOnlyList<string> Types { get; } = [.. Operations.SelectMany(o => Outcomes.Select(r => $"{Prefix}{o}{r}"))];

    public AlertDraft? Read(GridEvent item, AlertDraft draft, out DeadLetter? problem)
    {
        var data = item.Data;
        var kind = Array.Find(Operations, o => item.Type.StartsWith(Prefix + o, StringComparison.OrdinalIgnoreCase))!;
        var outcome = Array.Find(Outcomes, o => item.Type.EndsWith(o, StringComparison.OrdinalIgnoreCase))!;
        var resource = GridEvent.Arm(data.Text("resourceUri", 1024)) ?? GridEvent.Arm(item.Subject);
        problem = resource is null ? new DeadLetter("data.resourceUri", "The event names no resource.", Name) : null;
        if (problem is not null)
        {
            return null;
        }

        var operation = data.Text("operationName", 260) ?? data.Object("authorization").Text("action", 260);
        draft.Labels.Add("azure.operation", operation);
        draft.Labels.Add("azure.status", data.Text("status", 64));
        draft.Labels.Add("azure.outcome", outcome);
        draft.Labels.Add("azure.correlationId", data.Text("correlationId", 64));
        draft.Labels.Add("azure.caller", ActivityLogKind.Caller(data));
        var failed = outcome == "Failure";
        return draft with
        {
            Rule = $"resource {kind.ToLowerInvariant()}",
            Resource = resource,
            ResourceField = "data.resourceUri",
            Signal = draft.Signal with
            {
                Kind = SignalKind.ActivityLog,
                Name = operation,
                Dimensions = new Dictionary<string, string>(StringComparer.Ordinal) { ["operation"] = operation?.ToLowerInvariant() ?? kind.ToLowerInvariant() },
            },
            Status = failed ? AlertStatus.Firing : AlertStatus.Resolved,
            Severity = failed ? Severity.Sev3 : Severity.Sev4,
            EndsAt = failed ? null : draft.StartsAt,
            Summary = $"{operation ?? kind} on {ArmId.NameOf(resource)} ended with {outcome.ToLowerInvariant()}",
        };
    }
}
