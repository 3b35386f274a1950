using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Approvals;

/// <summary>What a person wants to decide.</summary>
/// <param name="Person">The authenticated person, or null.</param>
/// <param name="Approve">Approve or reject.</param>
/// <param name="Reason">Why; required, at most <see cref="ApprovalDesk.MaxReason"/> characters.</param>
public sealed record DecisionOrder(Person? Person, bool Approve, string? Reason)
{
    /// <summary>With a rejection: what to do instead. At most <see cref="ApprovalDesk.MaxReason"/> characters.</summary>
    public string? Instruction { get; init; }

    /// <summary>With an approval: in place of the policy's approvers, together with a second person.</summary>
    public bool BreakGlass { get; init; }

    /// <summary>With an approval: when it may begin, or null for at once.</summary>
    public ApprovalWindow? Window { get; init; }

    /// <summary>Hash of the group of requests that it answers, or null.</summary>
    public string? Group { get; init; }
}
