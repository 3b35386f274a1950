using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Pages.Stories;

/// <summary>One line of what was decided on a request, by people or by time.</summary>
/// <param name="Outcome">What was decided.</param>
/// <param name="By">Who, or <c>system</c>.</param>
/// <param name="Reason">Why, in that person's words.</param>
/// <param name="At">When.</param>
public sealed record DecisionLine(DecisionOutcome Outcome, string By, string Reason, DateTimeOffset At);

/// <summary>One request for approval with everything that followed. What counts is judged in Core, from the run's facts; this tells it.</summary>
public sealed record ApprovalStory
{
    /// <summary>The step.</summary>
    public required string StepId { get; init; }

    /// <summary>Id of the request.</summary>
    public required string ApprovalId { get; init; }

    /// <summary>The plan that it is for.</summary>
    public required string PlanHash { get; init; }

    /// <summary>That plan, or null when the journal holds none of this hash.</summary>
    public ActionPlan? Plan { get; init; }

    /// <summary>When people were asked.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Who asked.</summary>
    public required string AskedBy { get; init; }

    /// <summary>Who may decide.</summary>
    public required IReadOnlyList<string> Approvers { get; init; }

    /// <summary>How many different people must approve.</summary>
    public required int Quorum { get; init; }

    /// <summary>How many different people approved.</summary>
    public required int ApprovedBy { get; init; }

    /// <summary>Until when.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>Who may decide besides, and from when; what follows when nobody does.</summary>
    public required ApprovalTerms Terms { get; init; }

    /// <summary>What happens if nobody answers by the deadline, in a sentence. It is never an approval.</summary>
    public string IfNobody => Terms.OnTimeout == TimeoutOutcome.Reject
        ? "If nobody answers by then it counts as a rejection: nothing is changed."
        : "If nobody answers by then it counts as a no: nothing is changed, and a person is called.";

    /// <summary>Every decision that was written down, in order.</summary>
    public required IReadOnlyList<DecisionLine> Decisions { get; init; }

    /// <summary>How it ended, or null while it is open.</summary>
    public DecisionOutcome? Final { get; init; }

    /// <summary>Status of its incident.</summary>
    public required IncidentStatus Incident { get; init; }

    /// <summary>Where it stands at a moment, by the rules of <see cref="ApprovalDesk"/>: a passed deadline is a timeout even before the run wrote it down.</summary>
    public ApprovalState StateAt(DateTimeOffset now) => Final switch
    {
        DecisionOutcome.Approved => ApprovalState.Approved,
        DecisionOutcome.Rejected => ApprovalState.Rejected,
        DecisionOutcome.TimedOut => ApprovalState.Expired,
        DecisionOutcome.Voided => ApprovalState.Voided,
        null when now > Deadline => ApprovalState.Expired,
        null when Incident is IncidentStatus.Escalated or IncidentStatus.Failed or IncidentStatus.Resolved or IncidentStatus.Closed
            => ApprovalState.Voided,
        _ => ApprovalState.Open,
    };

    /// <summary>Every request of an incident, oldest first.</summary>
    public static IReadOnlyList<ApprovalStory> Of(IncidentFile file)
    {
        var run = RunState.Of(file);
        return
        [
            .. file.Facts.OfType<Fact.Asked>().Select(a => a.StepId).Distinct(StringComparer.Ordinal)
                .SelectMany(step => run.Step(step).Rounds)
                .OrderBy(round => round.AskedAt)
                .Select(round => Tell(file, round)),
        ];
    }

    private static ApprovalStory Tell(IncidentFile file, ApprovalRound round) => new()
    {
        StepId = round.Asked.StepId,
        ApprovalId = round.Asked.ApprovalId,
        PlanHash = round.Asked.PlanHash,
        Plan = file.Facts.OfType<Fact.Planned>().LastOrDefault(p => Same(p.StepId, round.Asked.StepId) && Same(p.PlanHash, round.Asked.PlanHash))?.Plan,
        AskedAt = round.AskedAt,
        AskedBy = Actors.Automation,
        Approvers = round.Asked.Approvers,
        Quorum = round.Quorum,
        ApprovedBy = round.Approvals,
        Deadline = round.Asked.Deadline,
        Terms = round.Asked.Terms ?? new ApprovalTerms(),
        Decisions =
        [
            .. from entry in file.Entries
               let decided = entry.Fact as Fact.Decided
               where decided is not null && Same(decided.ApprovalId, round.Asked.ApprovalId)
               select new DecisionLine(decided.Outcome, decided.By, decided.Reason, entry.At),
        ],
        Final = round.Final,
        Incident = file.Head.Status,
    };

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);
}
