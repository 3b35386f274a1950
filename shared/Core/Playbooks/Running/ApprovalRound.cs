using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>One request for approval as its facts tell it: who decided, and whether and how it ended.</summary>
public sealed class ApprovalRound
{
    private readonly List<DecisionTaken> _decisions = [];

    internal ApprovalRound(Fact.Asked asked, int sequence, DateTimeOffset at) => (Asked, AskedSequence, AskedAt) = (asked, sequence, at);

    /// <summary>What was asked of whom.</summary>
    public Fact.Asked Asked { get; }

    /// <summary>When it was asked.</summary>
    public DateTimeOffset AskedAt { get; }

    /// <summary>What people decided, in order, one entry a person.</summary>
    public IReadOnlyList<DecisionTaken> Decisions => _decisions;

    /// <summary>How it ended, or null while it is open.</summary>
    public DecisionOutcome? Final { get; private set; }

    /// <summary>Who or what ended it, and why; empty while it is open.</summary>
    public string FinalReason { get; private set; } = string.Empty;

    internal int AskedSequence { get; }

    internal int FinalSequence { get; private set; }

    /// <summary>How many different people must approve; never below one.</summary>
    public int Quorum => Math.Max(1, Asked.Quorum);

    internal void Take(Fact.Decided decided, int sequence, DateTimeOffset at)
    {
        if (!string.Equals(decided.PlanHash, Asked.PlanHash, StringComparison.Ordinal))
        {
            return; // a decision about another plan decides nothing here
        }

        switch (decided.Outcome)
        {
            case DecisionOutcome.Voided when Final is null or DecisionOutcome.Approved:
            case DecisionOutcome.TimedOut when Final is null:
                End(decided.Outcome, decided.Reason, sequence);
                break;
            // Lateness is the desk's to judge, when it writes; what stands in the journal before the time-out counts.
            case DecisionOutcome.Approved or DecisionOutcome.Rejected when Final is null && IsPerson(decided.By):
                TakeFromPerson(decided, sequence, at);
                break;
            default:
                break;
        }
    }

    private static bool IsPerson(string name) => !string.IsNullOrWhiteSpace(name) && !Actors.IsReserved(name);

    private void TakeFromPerson(Fact.Decided decided, int sequence, DateTimeOffset at)
    {
        // The first word of a person counts; quorum counts people, not clicks.
        if (_decisions.Exists(d => string.Equals(d.By, decided.By, StringComparison.OrdinalIgnoreCase)))
        {
            return;
        }

        _decisions.Add(new DecisionTaken(decided.By, decided.Outcome, decided.Reason, at));
        if (decided.Outcome == DecisionOutcome.Rejected)
        {
            End(DecisionOutcome.Rejected, $"{decided.By}: {decided.Reason}", sequence);
        }
        else if (_decisions.Count >= Quorum)
        {
            End(DecisionOutcome.Approved, string.Join(", ", _decisions.Select(d => d.By)), sequence);
        }
    }

    private void End(DecisionOutcome outcome, string reason, int sequence) =>
        (Final, FinalReason, FinalSequence) = (outcome, reason, sequence);
}

/// <summary>What one person decided.</summary>
/// <param name="By">The person.</param>
/// <param name="Outcome">Approved or rejected.</param>
/// <param name="Reason">Why, in the person's words.</param>
/// <param name="At">When.</param>
public sealed record DecisionTaken(string By, DecisionOutcome Outcome, string Reason, DateTimeOffset At);
