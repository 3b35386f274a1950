using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>What the facts say about one step, or about taking one back (<c>undo/{step}</c>).</summary>
public sealed class StepRun
{
    private readonly List<ApprovalRound> _rounds = [];
    private readonly List<OperationRun> _operations = [];
    private readonly List<Seen<Fact.SignalRead>> _before = [];

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

    /// <summary>Why a request had to be put to people again: what is different since the one before. Null for the first, and for one that is not there.</summary>
    public string? WhyAgain(string approvalId)
    {
        var at = _rounds.FindIndex(r => string.Equals(r.Asked.ApprovalId, approvalId, StringComparison.Ordinal));
        return at > 0 && _rounds[at - 1].Final == DecisionOutcome.Voided ? _rounds[at - 1].FinalReason : null;
    }

    /// <summary>Why guardrails refused, or null.</summary>
    public string? Refusal => LastRefusal is { Fact.Reasons: var reasons } ? reasons.Count == 0 ? "Guardrails refused without a reason." : string.Join(" ", reasons) : null;

    /// <summary>What its expressions gave, or null before; with when that was written.</summary>
    internal Seen<Fact.Evaluated>? Inputs { get; private set; }

    /// <summary>The newest refusal of the guardrails that nothing has followed, or null.</summary>
    internal Seen<Fact.Refused>? LastRefusal { get; private set; }

    /// <summary>How often guardrails refused the resources.</summary>
    internal int ReserveTries { get; private set; }

    /// <summary>How often it failed and surely had no effect.</summary>
    internal int FailedTries { get; private set; }

    /// <summary>The look at the signal that the step itself asks for, or null.</summary>
    internal Seen<Fact.SignalRead>? LastAssert { get; private set; }

    /// <summary>How often its operation was looked at after a person was called.</summary>
    internal int PollsAfterEscalation { get; set; }

    /// <summary>
    /// What guardrails said when the step reserved and when it was planned last, each rule by its newest word; empty in journals
    /// that did not keep it.
    /// </summary>
    public IReadOnlyList<Verdict> Verdicts =>
        [.. (ReserveVerdicts ?? []).Where(r => Plan?.Verdicts?.Any(p => p.Rule == r.Rule) != true), .. Plan?.Verdicts ?? []];

    /// <summary>Whether a guardrail wants a person, or wanted one before: a step that would act by itself asks instead.</summary>
    public bool NeedsPerson { get; private set; }

    internal IReadOnlyList<Verdict>? ReserveVerdicts { get; private set; }

    internal Seen<Fact.Planned>? LastPlan { get; private set; }

    internal Seen<Fact.PlanFailed>? LastPlanFailure { get; private set; }

    internal int PlanTries { get; private set; }

    internal int PlanFailuresInARow { get; private set; }

    internal bool Reserved { get; set; }

    internal bool TtlSet { get; private set; }

    internal Seen<Fact.SignalRead>? LastBefore => _before.Count == 0 ? null : _before[^1];

    internal int BeforeReads => _before.Count;

    internal Look? LastVerify { get; private set; }

    internal int VerifyReads { get; private set; }

    /// <summary>Since when every look to verify was healthy; meaningful while the last one is.</summary>
    internal DateTimeOffset HealthySince { get; private set; }

    /// <summary>Whether an approval is asked for or given and nothing was begun under it: ending now must void it.</summary>
    internal bool ApprovalStands =>
        Round is { Final: null or DecisionOutcome.Approved } round
        && _operations.TrueForAll(o => o.IntendedSequence < round.AskedSequence || o.State == OperationState.NoEffect);

    internal string? Take(Fact fact, int sequence, DateTimeOffset at)
    {
        switch (fact)
        {
            case Fact.Evaluated evaluated:
                Inputs ??= new(evaluated, sequence, at);
                return null;
            case Fact.Refused refused:
                // Before it holds its resources, the reservation was refused; after that, a plan.
                (ReserveTries, PlanTries) = Reserved ? (ReserveTries, PlanTries + 1) : (ReserveTries + 1, PlanTries);
                (LastRefusal, FailedTries) = (new(refused, sequence, at), FailedTries + 1);
                return null;
            case Fact.Reserved reserved:
                (Reserved, LastRefusal, ReserveVerdicts) = (true, null, reserved.Verdicts);
                NeedsPerson |= reserved.Verdicts?.Any(v => v.Kind == VerdictKind.NeedsPerson) == true;
                return null;
            case Fact.Planned planned:
                (LastPlan, PlanTries, PlanFailuresInARow, LastRefusal) = (new(planned, sequence, at), PlanTries + 1, 0, null);
                NeedsPerson |= planned.Verdicts?.Any(v => v.Kind == VerdictKind.NeedsPerson) == true;
                return null;
            case Fact.PlanFailed failed:
                (LastPlanFailure, PlanTries, PlanFailuresInARow, LastRefusal) = (new(failed, sequence, at), PlanTries + 1, PlanFailuresInARow + 1, null);
                FailedTries += failed.Transient && PlanFailuresInARow < RunLimits.MaxPlanTries ? 0 : 1;
                return null;
            case Fact.Asked asked:
                _rounds.Add(new ApprovalRound(asked, sequence, at));
                return LastPlan is null ? "Approval was asked for before there was a plan." : null;
            case Fact.Decided decided:
                _rounds.Find(r => string.Equals(r.Asked.ApprovalId, decided.ApprovalId, StringComparison.Ordinal))?.Take(decided, sequence, at);
                return null;
            case Fact.ApprovalWithdrawn withdrawn:
                _rounds.Find(r => string.Equals(r.Asked.ApprovalId, withdrawn.ApprovalId, StringComparison.Ordinal))?.Take(withdrawn, sequence, at);
                return null;
            case Fact.SignalRead { Purpose: SignalPurpose.Verify } read:
                Looked(read.State, read.Reason, at);
                return null;
            case Fact.TargetSeen seen:
                Looked(
                    seen.State switch { TargetState.AsPlanned => SignalState.Healthy, TargetState.Different => SignalState.Firing, _ => SignalState.Unknown },
                    seen.Reason,
                    at);
                return null;
            case Fact.SignalRead { Purpose: SignalPurpose.Assert } read:
                LastAssert = new(read, sequence, at);
                return null;
            case Fact.SignalRead read:
                _before.Add(new(read, sequence, at));
                return null;
            case Fact.TtlSet:
                TtlSet = true;
                return null;
            default:
                return TakeOperation(fact, sequence, at);
        }
    }

    private void Looked(SignalState state, string reason, DateTimeOffset at)
    {
        HealthySince = state == SignalState.Healthy && LastVerify?.State != SignalState.Healthy ? at : HealthySince;
        (LastVerify, VerifyReads) = (new Look(state, reason, at), VerifyReads + 1);
    }

    private string? TakeOperation(Fact fact, int sequence, DateTimeOffset at)
    {
        if (fact is Fact.Intended intended)
        {
            if (_operations.Exists(o => string.Equals(o.Intended.OperationId, intended.OperationId, StringComparison.Ordinal)))
            {
                return $"Operation {intended.OperationId} was intended twice.";
            }

            Round?.Begin();
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
                FailedTries += operation is { State: OperationState.NoEffect, LastOutcome: var how }
                    && (how == StartOutcome.Refused || (how == StartOutcome.Changed && _operations.Count >= RunLimits.MaxOperations)) ? 1 : 0;
                break;
            default:
                return null;
        }

        return operation is null ? $"Operation {id} was answered without having been intended." : null;
    }
}

/// <summary>A fact with its place in the journal.</summary>
internal sealed record Seen<T>(T Fact, int Sequence, DateTimeOffset At);

/// <summary>One look to verify, on the signal or on the target.</summary>
internal sealed record Look(SignalState State, string Reason, DateTimeOffset At);
