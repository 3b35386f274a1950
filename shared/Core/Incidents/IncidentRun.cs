namespace OpsAutomation.Core.Incidents;

/// <summary>Names of what belongs to one run of an incident.</summary>
public static class IncidentRun
{
    /// <summary>Instance id of the orchestration that runs this episode: starting it twice starts it once.</summary>
    public static string InstanceId(Incident incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return InstanceId(incident.Id, incident.Episode);
    }

    /// <summary>Instance id of the orchestration that runs an episode of an incident.</summary>
    public static string InstanceId(string incidentId, int episode) => $"{incidentId}-e{episode}";

    /// <summary>The record partition of an incident.</summary>
    public static string Partition(string incidentId) => $"incident-{incidentId}";

    /// <summary>
    /// Id of an operation on Azure: deterministic, so that a redelivery speaks of the same one. Attempt rises only when the
    /// one before surely had no effect.
    /// </summary>
    public static string OperationId(string incidentId, string stepId, int attempt)
    {
        ArgumentNullException.ThrowIfNull(stepId);

        // A dot, which no step id holds: 'undo/a' must not be taken for a step that its author named 'undo-a'.
        return $"{incidentId}-{Flat(stepId, '.')}-{attempt}";
    }

    /// <summary>Name of what holds the leases, and the orchestration, that gives a step's change back.</summary>
    public static string ExpiryId(string incidentId, string stepId)
    {
        ArgumentNullException.ThrowIfNull(stepId);
        return $"{incidentId}-ttl-{Flat(stepId, '.')}";
    }

    /// <summary>Name of what holds the leases, and the orchestration, of a person's undo; the number tells one from the next.</summary>
    public static string UndoId(string incidentId, int number) => $"{incidentId}-undo-{number}";

    /// <summary>Name of the orchestration that looks after the pages of an incident.</summary>
    public static string PageId(string incidentId) => $"{incidentId}-page";

    /// <summary>Id of a request for approval; round 2 asks again after the plan of round 1 was voided. URL-safe.</summary>
    public static string ApprovalId(string incidentId, string stepId, int round)
    {
        ArgumentNullException.ThrowIfNull(stepId);
        return $"{incidentId}.{Flat(stepId, '~')}.{round}";
    }

    /// <summary>The incident that an approval id belongs to, or null when it is none of ours. Incident and step ids hold no dot.</summary>
    public static string? IncidentOfApproval(string approvalId)
    {
        ArgumentNullException.ThrowIfNull(approvalId);
        var parts = approvalId.Split('.');
        return parts is [{ Length: > 0 } incident, { Length: > 0 }, { Length: > 0 }] ? incident : null;
    }

    // Steps in a list or a group are called each[2]/restart. Ids hold no underscore, so two steps never get one name.
    private static string Flat(string stepId, char slash) =>
        stepId.Replace('/', slash).Replace('[', '_').Replace("]", string.Empty, StringComparison.Ordinal);
}
