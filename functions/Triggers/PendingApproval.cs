using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Functions.Triggers;

/// <summary>A request for approval as a program sees it.</summary>
/// <param name="ApprovalId">Its id.</param>
/// <param name="State">Open, Approved, Rejected, Expired or Voided.</param>
/// <param name="StateText">The same in a sentence.</param>
/// <param name="Deadline">Until when a decision counts.</param>
/// <param name="PlanHash">The plan that a decision is about.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Token">To be sent back with the decision.</param>
public sealed record PendingApproval(
    string ApprovalId, string State, string StateText, DateTimeOffset Deadline, string PlanHash, ActionPlan Plan, string Token)
{
    /// <summary>The incident.</summary>
    public required string IncidentId { get; init; }

    /// <summary>The step.</summary>
    public required string StepId { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>How many different people must approve.</summary>
    public required int Quorum { get; init; }

    /// <summary>How many different people approve it so far.</summary>
    public required int Approvals { get; init; }

    /// <summary>Who may decide now.</summary>
    public required IReadOnlyList<string> Approvers { get; init; }

    /// <summary>Who may decide, too, and from when, as long as nobody has.</summary>
    public required IReadOnlyList<ApproverLevel> Levels { get; init; }

    /// <summary>When those who have not answered are reminded.</summary>
    public DateTimeOffset? RemindAt { get; init; }

    /// <summary>What follows when nobody decides: Escalate or Reject.</summary>
    public required string OnTimeout { get; init; }

    /// <summary>The same in a sentence.</summary>
    public required string WhenNobodyDecides { get; init; }

    /// <summary>Who may approve by breaking the glass, two together.</summary>
    public required IReadOnlyList<string> BreakGlass { get; init; }

    /// <summary>Who decided what.</summary>
    public required IReadOnlyList<DecisionShown> Decisions { get; init; }

    /// <summary>When an approved plan may begin.</summary>
    public ApprovalWindow? Window { get; init; }

    /// <summary>Whether something was begun under it, so that nothing can be taken back here.</summary>
    public required bool Begun { get; init; }

    /// <summary>A request as it stands.</summary>
    public static PendingApproval Of(ApprovalView view, string token)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new(view.Asked.ApprovalId, view.State.ToString(), view.StateText, view.Asked.Deadline, view.Asked.PlanHash, view.Plan, token)
        {
            IncidentId = view.Incident.Id,
            StepId = view.Asked.StepId,
            AskedAt = view.AskedAt,
            Quorum = view.Quorum,
            Approvals = view.Approvals,
            Approvers = view.AskedNow,
            Levels = view.Terms.Levels,
            RemindAt = view.Terms.RemindAt,
            OnTimeout = view.Terms.OnTimeout.ToString(),
            WhenNobodyDecides = view.WhenNobodyDecides,
            BreakGlass = view.Terms.BreakGlass,
            Decisions =
            [
                .. view.Decisions.Select(d => new DecisionShown(d.By, d.Outcome.ToString(), d.Reason, d.At) { For = d.For, Instruction = d.Instruction, BreakGlass = d.BreakGlass ? true : null, Window = d.Window }),
                .. view.Withdrawals.Select(d => new DecisionShown(d.By, "Withdrawn", d.Reason, d.At)),
            ],
            Window = view.Window,
            Begun = view.Begun,
        };
    }
}

/// <summary>What one person decided.</summary>
/// <param name="By">Who.</param>
/// <param name="Outcome">Approved, Rejected or Withdrawn.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record DecisionShown(string By, string Outcome, string Reason, DateTimeOffset At)
{
    /// <summary>In whose place, or null for their own.</summary>
    public IReadOnlyList<string>? For { get; init; }

    /// <summary>With a rejection: what to do instead.</summary>
    public string? Instruction { get; init; }

    /// <summary>Whether the glass was broken.</summary>
    public bool? BreakGlass { get; init; }

    /// <summary>When it may begin.</summary>
    public ApprovalWindow? Window { get; init; }
}
