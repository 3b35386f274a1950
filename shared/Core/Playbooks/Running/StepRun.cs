using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>What the facts say about one step, or about taking one back (<c>undo/{step}</c>).</summary>
public sealed class StepRun
{
    private readonly List<ApprovalRound> _rounds = [];
    private readonly List<OperationRun> _operations = [];
    private readonly List<Seen<Fact.SignalRead>> _before = [];
    private readonly List<Seen<Fact.SignalRead>> _verify = [];

    internal StepRun(string id) => Id = id;

    /// <summary>Id of the step.</summary>
    public string Id { get; }

    /// <summary>The requests for approval, in order.</summary>
    public IReadOnlyList<ApprovalRound> Rounds => _rounds;

    /// <summary>The operations, in order; a later one only after the one before surely had no effect.</summary>
    public IReadOnlyList<OperationRun> Operations => _operations;

    /// <summary>The newest plan, or null.</summary>
    public Fact.Planned? Plan => LastPlan?.Fact;

    /// <summary>The newest operation, or null.</summary>
    public OperationRun? Operation => _operations.Count == 0 ? null : _operations[^1];

    /// <summary>The newest request for approval, or null.</summary>
    public ApprovalRound? Round => _rounds.Count == 0 ? null : _rounds[^1];

    /// <summary>Why guardrails refused, or null.</summary>
    public string? Refusal { get; private set; }

    /// <summary>What guardrails said when the step reserved and when it was planned last; empty in journals that did not keep it.</summary>
    public IReadOnlyList<Verdict> Verdicts => [.. ReserveVerdicts ?? [], .. Plan?.Verdicts ?? []];

    /// <summary>Whether a guardrail wants a person: a step that would act by itself asks instead.</summary>
    public bool NeedsPerson => Verdicts.Any(v => v.Kind == VerdictKind.NeedsPerson);

    internal IReadOnlyList<Verdict>? ReserveVerdicts { get; set; }

    internal Seen<Fact.Planned>? LastPlan { get; private set; }

    internal Seen<Fact.PlanFailed>? LastPlanFailure { get; private set; }

    internal int PlanTries { get; private set; }

    internal int PlanFailuresInARow { get; private set; }

    internal bool Reserved { get; set; }

    internal bool TtlSet { get; private set; }

    internal Seen<Fact.SignalRead>? LastBefore => _before.Count == 0 ? null : _before[^1];

    internal int BeforeReads => _before.Count;

    internal Seen<Fact.SignalRead>? LastVerify => _verify.Count == 0 ? null : _verify[^1];

    internal int VerifyReads => _verify.Count;

    /// <summary>Whether an approval is asked for or given and nothing was begun under it: ending now must void it.</summary>
    internal bool ApprovalStands =>
        Round is { Final: null or DecisionOutcome.Approved } round
        && _operations.TrueForAll(o => o.IntendedSequence < round.AskedSequence || o.State == OperationState.NoEffect);

    internal string? Take(Fact fact, int sequence, DateTimeOffset at)
    {
        switch (fact)
        {
            case Fact.Refused refused:
                Refusal = refused.Reasons.Count == 0 ? "Guardrails refused without a reason." : string.Join(" ", refused.Reasons);
                return null;
            case Fact.Planned planned:
                (LastPlan, PlanTries, PlanFailuresInARow) = (new(planned, sequence, at), PlanTries + 1, 0);
                return null;
            case Fact.PlanFailed failed:
                (LastPlanFailure, PlanTries, PlanFailuresInARow) = (new(failed, sequence, at), PlanTries + 1, PlanFailuresInARow + 1);
                return null;
            case Fact.Asked asked:
                _rounds.Add(new ApprovalRound(asked, sequence, at));
                return LastPlan is null ? "Approval was asked for before there was a plan." : null;
            case Fact.Decided decided:
                _rounds.Find(r => string.Equals(r.Asked.ApprovalId, decided.ApprovalId, StringComparison.Ordinal))?.Take(decided, sequence, at);
                return null;
            case Fact.SignalRead read:
                (read.Purpose == SignalPurpose.Verify ? _verify : _before).Add(new(read, sequence, at));
                return null;
            case Fact.TtlSet:
                TtlSet = true;
                return null;
            default:
                return TakeOperation(fact, sequence, at);
        }
    }

    private string? TakeOperation(Fact fact, int sequence, DateTimeOffset at)
    {
        if (fact is Fact.Intended intended)
        {
            if (_operations.Exists(o => string.Equals(o.Intended.OperationId, intended.OperationId, StringComparison.Ordinal)))
            {
                return $"Operation {intended.OperationId} was intended twice.";
            }

            var overlaps = Operation is { State: not OperationState.NoEffect };
            _operations.Add(new OperationRun(intended, sequence, at));
            return overlaps ? $"Operation {intended.OperationId} was begun while the one before may have taken effect." : null;
        }

        if (fact is Fact.Polled polled)
        {
            Operation?.Take(polled, sequence, at);
            return Operation?.Started is null ? $"Step {Id} was polled before anything was started." : null;
        }

        var id = fact switch { Fact.Started s => s.OperationId, Fact.StartFailed f => f.OperationId, _ => null };
        var operation = _operations.Find(o => string.Equals(o.Intended.OperationId, id, StringComparison.Ordinal));
        switch (fact)
        {
            case Fact.Started started:
                operation?.Take(started, sequence, at);
                break;
            case Fact.StartFailed failed:
                operation?.Take(failed, sequence, at);
                break;
            default:
                return null;
        }

        return operation is null ? $"Operation {id} was answered without having been intended." : null;
    }
}

/// <summary>A fact with its place in the journal.</summary>
internal sealed record Seen<T>(T Fact, int Sequence, DateTimeOffset At);
