namespace OpsAutomation.Core.Approvals;

/// <summary>What became of a decision that a person sent.</summary>
public enum DecisionResultKind
{
    /// <summary>It is recorded.</summary>
    Recorded,

    /// <summary>It was decided before; the recorded decision stands and nothing was done.</summary>
    AlreadyDecided,

    /// <summary>The person may not decide, or the request is not in order.</summary>
    Refused,

    /// <summary>The deadline has passed.</summary>
    Expired,

    /// <summary>The plan is not asked about any more.</summary>
    Void,
}

/// <summary>What became of a decision that a person sent.</summary>
/// <param name="Kind">What.</param>
/// <param name="Reason">For the person.</param>
/// <param name="View">The request as it stands after; null when there is no such request.</param>
/// <param name="AnnounceKey">Set when something was recorded: drain the incident's outbox, then retire this.</param>
public sealed record DecisionResult(DecisionResultKind Kind, string Reason, ApprovalView? View, string? AnnounceKey = null);
