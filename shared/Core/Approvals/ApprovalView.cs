using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Core.Approvals;

/// <summary>Where a request for approval stands.</summary>
public enum ApprovalState
{
    /// <summary>It waits for people.</summary>
    Open,

    /// <summary>Enough people approved.</summary>
    Approved,

    /// <summary>A person rejected it.</summary>
    Rejected,

    /// <summary>Nobody decided in time.</summary>
    Expired,

    /// <summary>The plan changed, the condition ended, or a person took the incident over.</summary>
    Voided,
}

/// <summary>Everything that the approval page shows.</summary>
public sealed record ApprovalView
{
    /// <summary>The incident.</summary>
    public required Incident Incident { get; init; }

    /// <summary>The request.</summary>
    public required Fact.Asked Asked { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The plan that is asked about: target, before, after, undo, cost.</summary>
    public required ActionPlan Plan { get; init; }

    /// <summary>The pinned playbook: its description, risk and runbook.</summary>
    public required Playbook Playbook { get; init; }

    /// <summary>Where it stands.</summary>
    public required ApprovalState State { get; init; }

    /// <summary>Where it stands, in a sentence.</summary>
    public required string StateText { get; init; }

    /// <summary>What people decided so far.</summary>
    public required IReadOnlyList<DecisionTaken> Decisions { get; init; }

    /// <summary>How many different people must approve.</summary>
    public required int Quorum { get; init; }

    /// <summary>How many different people approve it so far; who breaks the glass is not among them.</summary>
    public required int Approvals { get; init; }

    /// <summary>Who may decide now: those who were asked first, and those of every level that has come.</summary>
    public required IReadOnlyList<string> AskedNow { get; init; }

    /// <summary>Approvals that were taken back.</summary>
    public required IReadOnlyList<DecisionTaken> Withdrawals { get; init; }

    /// <summary>Whether something was begun under it: then nothing can be taken back here any more.</summary>
    public required bool Begun { get; init; }

    /// <summary>When an approved plan may begin, or null for at once.</summary>
    public ApprovalWindow? Window { get; init; }

    /// <summary>Levels, reminder, and what follows when nobody decides.</summary>
    public ApprovalTerms Terms => Asked.Terms ?? new ApprovalTerms();

    /// <summary>What follows when nobody decides, in a sentence.</summary>
    public string WhenNobodyDecides => Terms.OnTimeout == TimeoutOutcome.Reject
        ? $"If nobody decides by {Asked.Deadline:yyyy-MM-dd HH:mm} UTC, that counts as a rejection: it is not done."
        : $"If nobody decides by {Asked.Deadline:yyyy-MM-dd HH:mm} UTC, it is not done, and a person is called.";

    /// <summary>How far back in time the first request for this step goes: 1 for the first plan, more when the plan changed.</summary>
    public required int Round { get; init; }
}

/// <summary>The page's content, or why there is none.</summary>
/// <param name="View">The content, or null.</param>
/// <param name="Reason">Why there is none, for the person.</param>
public sealed record ApprovalLookup(ApprovalView? View, string Reason);
