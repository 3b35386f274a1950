using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Alerts.Sources.EventGrid;

/// <summary>
/// Resource Health: the availability of one resource changed. <c>Available</c> resolves; <c>Unknown</c> is not healthy and does
/// not. Source: Event Grid documentation, "Azure Resource Notifications - Health Resources events".
/// </summary>
internal sealed class AvailabilityChangedKind : IGridKind
{
    private static readonly string[] States = ["Available", "Unavailable", "Degraded", "Unknown"];

    public string Name => "resource health";

    public IReadOnlyList<string> Types { get; } = ["Microsoft.ResourceNotifications.HealthResources.AvailabilityStatusChanged"];

    public AlertDraft? Read(GridEvent item, AlertDraft draft, out DeadLetter? problem)
    {
        var properties = item.Data.Object("resourceInfo").Object("properties");
        var state = properties.Text("availabilityState", 64);
        var target = GridEvent.Arm(properties.Text("targetResourceId", 1024)) ?? GridEvent.Arm(item.Subject);
        problem = target is null ? new DeadLetter("data.resourceInfo.properties.targetResourceId", "The event names no resource.", Name)
            : !States.Contains(state, StringComparer.OrdinalIgnoreCase)
                ? new DeadLetter("data.resourceInfo.properties.availabilityState", $"'{state}' is no state of availability.", NearestName.Of(state, States))
                : null;
        if (problem is not null)
        {
            return null;
        }

        var available = string.Equals(state, "Available", StringComparison.OrdinalIgnoreCase);
        var at = properties.Time("occurredTime") ?? draft.StartsAt;
        draft.Labels.Add("azure.health", state);
        draft.Labels.Add("azure.previousHealth", properties.Text("previousAvailabilityState", 64));
        draft.Labels.Add("azure.resourceType", properties.Text("targetResourceType", 256));
        return draft with
        {
            Rule = "resource health",
            Resource = target,
            ResourceField = "data.resourceInfo.properties.targetResourceId",
            Signal = draft.Signal with { Kind = SignalKind.ResourceHealth, Name = "health" },
            Status = available ? AlertStatus.Resolved : AlertStatus.Firing,
            Severity = state!.ToLowerInvariant() switch
            {
                "unavailable" => Severity.Sev1,
                "degraded" => Severity.Sev2,
                _ => Severity.Sev3,
            },
            StartsAt = at,
            EndsAt = available ? at : null,
            Summary = $"The health of {ArmId.NameOf(target)} is {state}, it was {properties.Text("previousAvailabilityState", 64) ?? "not told"}",
        };
    }
}
