using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Core.Guardrails;

/// <summary>
/// Leases and journals stand in two partitions, so a crash, or a person's closing, between the two can leave a lease that nobody
/// gives back: it would keep everybody else from the resource for ever. Pure.
/// </summary>
public static class StrayLeases
{
    /// <summary>How old a lease must be: whoever has just taken it may not have written that down yet.</summary>
    public static readonly TimeSpan After = TimeSpan.FromMinutes(10);

    /// <summary>Why a holder's leases are nobody's any more, for a person; null while they may be somebody's.</summary>
    /// <param name="held">All leases of one holder.</param>
    /// <param name="file">The holder's incident, or null when there is none.</param>
    /// <param name="alive">Whether the holder's orchestration is there and not over.</param>
    /// <param name="now">The time.</param>
    public static string? Why(IReadOnlyList<Lease> held, IncidentFile? file, bool alive, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(held);
        if (held.Count == 0 || held.Any(l => l.OperationId is not null || now - l.TakenAt < After))
        {
            return null; // never while an operation is unfinished, however old
        }

        if (!alive && file is null)
        {
            return "There is no incident of that name.";
        }

        if (HolderName.IncidentOf(held[0].IncidentId) != held[0].IncidentId)
        {
            return alive ? null : "What took it is over and did not give it back.";
        }

        return file is null ? null
            : RunState.Of(file) is var state && state.UnsettledSteps.Any() ? null
            : state.Fence is null ? "Its run says that it holds nothing."
            : state.Closed && !alive ? "Its incident is closed, and its run is over."
            : null;
    }
}
