using static OpsAutomation.Core.Incidents.IncidentStatus;

namespace OpsAutomation.Core.Incidents;

/// <summary>The state machine of an incident, as one table. Staying where it is is always legal.</summary>
public static class IncidentTransitions
{
    private static readonly Dictionary<IncidentStatus, IncidentStatus[]> Table = new()
    {
        // Recovered or resolved before anything was done: Mitigated, Resolved.
        [Open] = [Remediating, AwaitingApproval, Mitigated, Escalated, Resolved, Closed],
        [Remediating] = [AwaitingApproval, Verifying, Mitigated, Escalated, Failed, Resolved, Closed],
        // Verifying: another branch of the same run was waiting for nobody.
        [AwaitingApproval] = [Remediating, Verifying, Mitigated, Escalated, Failed, Resolved, Closed],

        // Back to Remediating or AwaitingApproval for the next step, or to take the change back.
        [Verifying] = [Remediating, AwaitingApproval, Mitigated, Escalated, Failed, Resolved, Closed],
        [Mitigated] = [Escalated, Resolved, Closed],

        // A person has it: the condition ends, or the person closes it.
        [Escalated] = [Failed, Resolved, Closed],
        [Failed] = [Escalated, Resolved, Closed],

        // Open again: within the reopen window, as a new episode. Escalated: something fired before it could be closed.
        [Resolved] = [Closed, Open, Escalated],

        // A closed incident swallows nothing: what fires later is a new incident.
        [Closed] = [],
    };

    /// <summary>Whether an incident may move from one status to the other.</summary>
    public static bool Allows(IncidentStatus from, IncidentStatus to) => from == to || Table[from].Contains(to);

    /// <summary>The statuses that may follow; the status itself is not among them.</summary>
    public static IReadOnlyList<IncidentStatus> From(IncidentStatus from) => Table[from];

    /// <summary>Throws when an incident may not move so.</summary>
    /// <exception cref="IncidentTransitionException">The move is not in the table.</exception>
    public static void Check(string incidentId, IncidentStatus from, IncidentStatus to)
    {
        if (!Allows(from, to))
        {
            throw new IncidentTransitionException(incidentId, from, to);
        }
    }
}

/// <summary>An incident was asked to move where the table does not let it; a fault in the code that asked.</summary>
/// <param name="incidentId">The incident.</param>
/// <param name="from">Where it stands.</param>
/// <param name="to">Where it should have gone.</param>
public sealed class IncidentTransitionException(string incidentId, IncidentStatus from, IncidentStatus to)
    : Exception($"Incident {incidentId} cannot move from {from} to {to}.")
{
    /// <summary>The incident.</summary>
    public string IncidentId { get; } = incidentId;

    /// <summary>Where it stands.</summary>
    public IncidentStatus From { get; } = from;

    /// <summary>Where it should have gone.</summary>
    public IncidentStatus To { get; } = to;
}
