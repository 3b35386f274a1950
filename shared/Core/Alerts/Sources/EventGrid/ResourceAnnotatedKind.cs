using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Alerts.Sources.EventGrid;

/// <summary>
/// Resource Health: why the availability of a machine is disturbed, in the platform's words. It is told once and ends with the
/// change of availability, which is a condition of its own. Source: as for <see cref="AvailabilityChangedKind"/>.
/// </summary>
internal sealed class ResourceAnnotatedKind : IGridKind
{
    public string Name => "resource health annotation";

    public IReadOnlyList<string> Types { get; } = ["Microsoft.ResourceNotifications.HealthResources.ResourceAnnotated"];

    public AlertDraft? Read(GridEvent item, AlertDraft draft, out DeadLetter? problem)
    {
        var properties = item.Data.Object("resourceInfo").Object("properties");
        var target = GridEvent.Arm(properties.Text("targetResourceId", 1024)) ?? GridEvent.Arm(item.Subject);
        problem = target is null ? new DeadLetter("data.resourceInfo.properties.targetResourceId", "The event names no resource.", Name) : null;
        if (problem is not null)
        {
            return null;
        }

        var name = properties.Text("annotationName", 128);
        draft.Labels.Add("azure.annotation", name);
        draft.Labels.Add("azure.reason", properties.Text("reason"));
        draft.Labels.Add("azure.context", properties.Text("context", 64));
        draft.Labels.Add("azure.category", properties.Text("category", 64));
        draft.Labels.Add("azure.impact", properties.Text("impactType", 64));
        draft.Labels.Add("azure.details", properties.Text("summary"));
        var dimensions = new Dictionary<string, string>(StringComparer.Ordinal) { ["annotation"] = name ?? "none" };
        var unplanned = string.Equals(properties.Text("category", 64), "Unplanned", StringComparison.OrdinalIgnoreCase);
        return draft with
        {
            Rule = "resource health annotation",
            Resource = target,
            ResourceField = "data.resourceInfo.properties.targetResourceId",
            Signal = draft.Signal with { Kind = SignalKind.ResourceHealth, Name = name, Dimensions = dimensions },
            Severity = unplanned ? Severity.Sev2 : Severity.Sev3,
            StartsAt = properties.Time("occurredTime") ?? draft.StartsAt,
            Summary = $"{name ?? "An annotation"} on {ArmId.NameOf(target)}: {properties.Text("summary") ?? properties.Text("reason") ?? "no reason given"}",
        };
    }
}
