namespace OpsAutomation.Core.Guardrails;

/// <summary>
/// The last look: asked right before each request that would change something. An operation makes reads of its own after the
/// guardrails let it begin, and those may take long: who stops automation meanwhile must be heard. The one row of its lease
/// tells all of it, since a stop and a hold write themselves into the leases of operations that have begun.
/// </summary>
public static class PausedRule
{
    /// <summary>What forbids it, or null.</summary>
    /// <param name="resource">What is changed.</param>
    /// <param name="lease">The lease on it, or null when there is none.</param>
    /// <param name="holder">Who sends.</param>
    /// <param name="fence">The fence under which the change was planned.</param>
    /// <param name="operationId">The operation.</param>
    /// <param name="purpose">Why it is sent; what keeps automation off does not keep a person from taking something back.</param>
    public static Verdict? Check(string resource, Lease? lease, string holder, long fence, string operationId, ChangePurpose purpose) =>
        ResourceLeaseRule.CheckHeld(resource, lease, holder, fence) is { Allowed: false } lost ? lost
        : lease!.OperationId != operationId ? Verdict.Refuse(ResourceLeaseRule.Name, $"{resource} is not marked for this operation any more.")
        : lease.Pause is { } pause && purpose != ChangePurpose.PersonUndo ? Verdict.Refuse(pause.Rule, pause.Reason)
        : null;
}
