using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>
/// One request for approval as its facts tell it: who decided, and whether and how it ended. Until something is begun under
/// it, the same decisions and withdrawals come to the same in whatever order they were written, and a no goes before a yes.
/// </summary>
public sealed class ApprovalRound
{
    private const int BreakGlassPeople = 2;

    private readonly List<DecisionTaken> _decisions = [];
    private readonly List<DecisionTaken> _withdrawals = [];
    private bool _over;

    internal ApprovalRound(Fact.Asked asked, int sequence, DateTimeOffset at) => (Asked, AskedSequence, AskedAt) = (asked, sequence, at);

    /// <summary>What was asked of whom.</summary>
    public Fact.Asked Asked { get; }

    /// <summary>When it was asked.</summary>
    public DateTimeOffset AskedAt { get; }

    /// <summary>What people decided and did not withdraw, in order, one entry a person.</summary>
    public IReadOnlyList<DecisionTaken> Decisions => _decisions;

    /// <summary>The approvals that were taken back, one entry a person, with why.</summary>
    public IReadOnlyList<DecisionTaken> Withdrawals => _withdrawals;

    /// <summary>How many different people approve it, by the rules of <see cref="Quorum"/>.</summary>
    public int Approvals => Running.Quorum.People(_decisions.Where(d => d is { Outcome: DecisionOutcome.Approved, BreakGlass: false }));

    /// <summary>Whether anyone breaks the glass.</summary>
    public bool GlassBroken => _decisions.Exists(d => d.BreakGlass);

    /// <summary>When it may begin: all windows that approvals name, as one; null where none does. It may be empty.</summary>
    public ApprovalWindow? Window => _decisions.Select(d => d.Window).OfType<ApprovalWindow>().ToList() is { Count: > 0 } windows
        ? new(
            windows.Count == 1 ? windows[0].Name : null,
            windows.Max(w => w.From),
            windows.Min(w => w.To))
        : null;

    /// <summary>How it ended, or null while it is open.</summary>
    public DecisionOutcome? Final { get; private set; }

    /// <summary>Who or what ended it, and why; empty while it is open.</summary>
    public string FinalReason { get; private set; } = string.Empty;

    /// <summary>Whether something was begun under it: then nobody can take anything back here.</summary>
    public bool Begun { get; private set; }

    internal int AskedSequence { get; }

    internal int FinalSequence { get; private set; }

    /// <summary>How many different people must approve; never below one.</summary>
    public int Quorum => Math.Max(1, Asked.Quorum);

    internal void Begin() => Begun = true;

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
                _over = true;
                End(decided.Outcome, decided.Reason, sequence);
                break;
            // Lateness is the desk's to judge, when it writes; what stands in the journal before the time-out counts.
            case DecisionOutcome.Approved or DecisionOutcome.Rejected when !_over && !Begun && IsPerson(decided.By):
                TakeFromPerson(decided, sequence, at);
                break;
            default:
                break;
        }
    }

    internal void Take(Fact.ApprovalWithdrawn withdrawn, int sequence, DateTimeOffset at)
    {
        if (_over || Begun || !IsPerson(withdrawn.By) || Has(_withdrawals, withdrawn.By))
        {
            return;
        }

        _withdrawals.Add(new DecisionTaken(withdrawn.By, DecisionOutcome.Voided, withdrawn.Reason, at));
        _decisions.RemoveAll(d => d.Outcome == DecisionOutcome.Approved && Same(d.By, withdrawn.By));
        Settle(sequence);
    }

    private static bool IsPerson(string name) => !string.IsNullOrWhiteSpace(name) && !Actors.IsReserved(name);

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static bool Has(List<DecisionTaken> list, string person) => list.Exists(d => Same(d.By, person));

    private void TakeFromPerson(Fact.Decided decided, int sequence, DateTimeOffset at)
    {
        // The first word of a person counts; quorum counts people, not clicks. What was withdrawn is not said again.
        if (Has(_decisions, decided.By) || (decided.Outcome == DecisionOutcome.Approved && Has(_withdrawals, decided.By)))
        {
            return;
        }

        _decisions.Add(new DecisionTaken(decided.By, decided.Outcome, decided.Reason, at)
        {
            Instruction = decided.Instruction,
            For = decided.For,
            BreakGlass = decided.BreakGlass == true,
            Window = decided.Window,
        });
        Settle(sequence);
    }

    private void Settle(int sequence)
    {
        if (_decisions.Find(d => d.Outcome == DecisionOutcome.Rejected) is { } no)
        {
            End(DecisionOutcome.Rejected, $"{no.By}: {no.Reason}{(no.Instruction is null ? string.Empty : $" Instruction: {no.Instruction}")}", sequence);
        }
        else if (Approvals >= Quorum || (GlassBroken && Running.Quorum.People(_decisions) >= BreakGlassPeople))
        {
            End(DecisionOutcome.Approved, string.Join(", ", _decisions.Select(d => d.By)), sequence);
        }
        else
        {
            (Final, FinalReason) = (null, string.Empty);
        }
    }

    // The moment that counts is the one at which it came to be so.
    private void End(DecisionOutcome outcome, string reason, int sequence) =>
        (Final, FinalReason, FinalSequence) = (outcome, reason, Final == outcome ? FinalSequence : sequence);
}

/// <summary>What one person decided.</summary>
/// <param name="By">The person.</param>
/// <param name="Outcome">Approved or rejected; voided for an approval that was withdrawn.</param>
/// <param name="Reason">Why, in the person's words.</param>
/// <param name="At">When.</param>
public sealed record DecisionTaken(string By, DecisionOutcome Outcome, string Reason, DateTimeOffset At)
{
    /// <summary>What to do instead, with a rejection; or null.</summary>
    public string? Instruction { get; init; }

    /// <summary>In whose place, where a delegation alone gives the right; or null.</summary>
    public IReadOnlyList<string>? For { get; init; }

    /// <summary>Whether it stands in place of the policy's approvers.</summary>
    public bool BreakGlass { get; init; }

    /// <summary>When it may begin, or null.</summary>
    public ApprovalWindow? Window { get; init; }
}
