using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Pages.Stories;

/// <summary>Where a request for approval stands.</summary>
public enum ApprovalState
{
    /// <summary>It waits, and the deadline has not passed.</summary>
    Open,

    /// <summary>Enough different people approved.</summary>
    Approved,

    /// <summary>A person rejected it.</summary>
    Rejected,

    /// <summary>The deadline passed without a decision, recorded or not.</summary>
    Expired,

    /// <summary>The plan changed, or the condition ended.</summary>
    Void,
}

/// <summary>One decision on a request.</summary>
/// <param name="Outcome">What was decided.</param>
/// <param name="By">Who, or <c>system</c>.</param>
/// <param name="Reason">Why, in that person's words.</param>
/// <param name="At">When.</param>
public sealed record DecisionLine(DecisionOutcome Outcome, string By, string Reason, DateTimeOffset At);

/// <summary>One request for approval with everything that followed.</summary>
/// <param name="StepId">The step.</param>
/// <param name="ApprovalId">Id of the request.</param>
/// <param name="PlanHash">The plan that it is for.</param>
/// <param name="Plan">That plan, or null when the journal holds none of this hash.</param>
/// <param name="AskedAt">When people were asked.</param>
/// <param name="AskedBy">Who asked.</param>
/// <param name="Approvers">Who may decide.</param>
/// <param name="Quorum">How many different people must approve.</param>
/// <param name="Deadline">Until when.</param>
/// <param name="Decisions">In order.</param>
public sealed record ApprovalStory(
    string StepId,
    string ApprovalId,
    string PlanHash,
    ActionPlan? Plan,
    DateTimeOffset AskedAt,
    string AskedBy,
    IReadOnlyList<string> Approvers,
    int Quorum,
    DateTimeOffset Deadline,
    IReadOnlyList<DecisionLine> Decisions)
{
    /// <summary>How many different people approved.</summary>
    public int ApprovedBy => Decisions.Where(d => d.Outcome == DecisionOutcome.Approved)
        .Select(d => d.By).Distinct(StringComparer.OrdinalIgnoreCase).Count();

    /// <summary>Where it stands at a moment. A refusal outweighs an approval; a passed deadline is a timeout even before it is recorded.</summary>
    public ApprovalState StateAt(DateTimeOffset now)
    {
        if (Has(DecisionOutcome.Voided))
        {
            return ApprovalState.Void;
        }

        if (Has(DecisionOutcome.Rejected))
        {
            return ApprovalState.Rejected;
        }

        if (ApprovedBy >= Math.Max(1, Quorum))
        {
            return ApprovalState.Approved;
        }

        return Has(DecisionOutcome.TimedOut) || now >= Deadline ? ApprovalState.Expired : ApprovalState.Open;
    }

    /// <summary>Every request of a journal, oldest first.</summary>
    public static IReadOnlyList<ApprovalStory> Of(IReadOnlyList<JournalEntry> entries)
    {
        var plans = entries.Select(e => e.Fact).OfType<Fact.Planned>().ToLookup(p => (p.StepId, p.PlanHash));
        return
        [
            .. from entry in entries
               let asked = entry.Fact as Fact.Asked
               where asked is not null
               select new ApprovalStory(
                   asked.StepId,
                   asked.ApprovalId,
                   asked.PlanHash,
                   plans[(asked.StepId, asked.PlanHash)].FirstOrDefault()?.Plan,
                   entry.At,
                   entry.Actor,
                   asked.Approvers,
                   asked.Quorum,
                   asked.Deadline,
                   DecisionsOn(asked.ApprovalId, entries)),
        ];
    }

    private static IReadOnlyList<DecisionLine> DecisionsOn(string approvalId, IReadOnlyList<JournalEntry> entries) =>
    [
        .. from entry in entries
           let decided = entry.Fact as Fact.Decided
           where decided is not null && string.Equals(decided.ApprovalId, approvalId, StringComparison.Ordinal)
           select new DecisionLine(decided.Outcome, decided.By, decided.Reason, entry.At),
    ];

    private bool Has(DecisionOutcome outcome) => Decisions.Any(d => d.Outcome == outcome);
}
