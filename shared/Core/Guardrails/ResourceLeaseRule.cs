using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Guardrails;

/// <summary>One incident at a time works on a resource, whatever the playbook; held while waiting for a person too.</summary>
public static class ResourceLeaseRule
{
    /// <summary>Name in verdicts.</summary>
    public const string Name = "lease";

    /// <summary>For taking it: refuses while another incident holds the resource.</summary>
    /// <param name="resource">ARM id.</param>
    /// <param name="lease">The lease on it, or null when it is free.</param>
    /// <param name="incidentId">Who asks.</param>
    public static Verdict CheckFree(string resource, Lease? lease, string incidentId) =>
        lease is null ? Verdict.Pass(Name, $"{resource} is free.")
        : string.Equals(lease.IncidentId, incidentId, StringComparison.Ordinal) ? Verdict.Pass(Name, $"{resource} is held by this incident.")
        : Verdict.Refuse(Name, $"{resource} is held by {lease.IncidentId} since {lease.TakenAt:u}.");

    /// <summary>For both: refuses while somebody else holds what contains the resource, or something in it; also when leases cannot be read.</summary>
    /// <param name="resource">ARM id.</param>
    /// <param name="leases">All leases, or null when they cannot be read.</param>
    /// <param name="holder">Who asks.</param>
    /// <returns>The refusal, or null.</returns>
    public static Verdict? CheckKin(string resource, IReadOnlyList<Lease>? leases, string holder)
    {
        if (leases is null)
        {
            return Verdict.Refuse(Name, $"A lease cannot be read, so nobody can tell whether what contains {resource}, or is in it, is held.");
        }

        var other = leases.FirstOrDefault(l => !string.Equals(l.IncidentId, holder, StringComparison.Ordinal)
            && !string.Equals(l.Resource, resource, StringComparison.OrdinalIgnoreCase)
            && ArmKinship.Touch(l.Resource, resource));
        return other is null ? null
            : Verdict.Refuse(Name, $"{other.Resource}, which {(ArmKinship.IsIn(resource, other.Resource) ? "contains" : "is in")} {resource}, is held by {other.IncidentId} since {other.TakenAt:u}.");
    }

    /// <summary>For sending: refuses unless the incident still holds the resource under the fence with which it planned.</summary>
    public static Verdict CheckHeld(string resource, Lease? lease, string incidentId, long fence) =>
        lease is null ? Verdict.Refuse(Name, $"{resource} is not held any more.")
        : !string.Equals(lease.IncidentId, incidentId, StringComparison.Ordinal) ? Verdict.Refuse(Name, $"{resource} is held by {lease.IncidentId} now.")
        : lease.Fence != fence ? Verdict.Refuse(Name, $"{resource} was reserved again (fence {lease.Fence}, not {fence}).")
        : Verdict.Pass(Name, $"{resource} is held under fence {fence}.");
}
