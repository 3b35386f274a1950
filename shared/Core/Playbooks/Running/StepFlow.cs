using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>One step that acts: reserve, plan, look, act, verify, expiry.</summary>
internal sealed class StepFlow(RunState state, RunTree tree, RunNode node, DateTimeOffset now)
{
    private readonly Step _step = node.Step;
    private readonly StepRun _run = state.Step(node.Id);

    internal Progress Next(bool drain)
    {
        if (_step.Calls is { } called)
        {
            return Progress.Failed($"Step {node.Id} calls the playbook {called}, whose content is not there.");
        }

        var operation = _run.Operation;
        if (operation is { State: not OperationState.NoEffect })
        {
            return operation.Unsettled
                ? Progress.Busy(OperationFlow.Next(_run, _step.Timeout, now, IncidentStatus.Escalated))
                : VerifyFlow.AfterExecution(node, _run, now);
        }

        if (drain)
        {
            return _run.ApprovalStands ? Progress.Busy(Commands.Void(_run, _run.Round!, WhyNothingMore())) : Progress.Stopped;
        }

        if (_run.LastRefusal is { } refusal)
        {
            return Again(refusal.At, $"Guardrails refuse step {node.Id}: {_run.Refusal}") ?? Refused();
        }

        if (operation is not null)
        {
            switch (operation.LastOutcome)
            {
                case StartOutcome.Throttled when _run.LastPlan!.Sequence > operation.IntendedSequence:
                case StartOutcome.Throttled when NeedsApproval(node, operation.Intended.Plan) && _run.Round?.Final != DecisionOutcome.Approved:
                    break; // the approval fell while it was tried: it is planned and asked for anew
                case StartOutcome.Throttled:
                    return OperationFlow.Retry(_run, now) is { } retry
                        ? Free() ?? Progress.Busy(retry)
                        : Progress.Failed($"Azure did not take step {node.Id} for now: {operation.LastReason}");
                case StartOutcome.Changed when _run.Operations.Count < RunLimits.MaxOperations:
                    break;
                default:
                    if (_run.LastPlan!.Sequence > operation.LastSequence)
                    {
                        break; // it is tried again, and planned for that already
                    }

                    if (Again(operation.LastAt, $"Step {node.Id} could not be started: {operation.LastReason}") is { } wait)
                    {
                        return wait;
                    }

                    break;
            }
        }

        return Free() ?? ToStart();
    }

    /// <summary>Whether a person must approve: the step says so, or autonomy and risk together do not allow acting alone, or it cannot be undone.</summary>
    internal static bool NeedsApproval(RunNode node, ActionPlan? plan) =>
        !node.Step.ChangesNothing
        && (node.Step.Approval is not null || node.Frame.Autonomy != Autonomy.Auto || node.Frame.Risk != Risk.Low || plan?.Reversibility == Reversibility.Irreversible);

    internal Progress Plan(string reason)
    {
        if (_run.PlanFailuresInARow == 0)
        {
            return Progress.Busy(Commands.Plan(_run, reason));
        }

        var failed = _run.LastPlanFailure!;
        if (WaitsForWhatWasWatched(failed.Fact))
        {
            return Progress.Done;
        }

        if (!failed.Fact.Transient || _run.PlanFailuresInARow >= RunLimits.MaxPlanTries)
        {
            return Again(failed.At, $"Step {node.Id} cannot be planned: {failed.Fact.Reason}") ?? Progress.Busy(Commands.Plan(_run, "tried again"));
        }

        var due = RunLimits.After(failed.At, RunLimits.Retry(_run.PlanFailuresInARow, failed.Fact.RetryAfter));
        return Progress.Busy(now >= due ? Commands.Plan(_run, reason) : Commands.Wait(due, "plan", node.Id));
    }

    /// <summary>What follows a look at the signal before acting; null when it still fires.</summary>
    internal Command? Before() => _run.LastBefore!.Fact.State switch
    {
        SignalState.Firing => null,
        SignalState.Healthy => Commands.Conclude(IncidentStatus.Mitigated, $"It recovered on its own: {_run.LastBefore.Fact.Reason}"),
        _ => Commands.Escalate($"Whether it still fires cannot be told, so a person decides: {_run.LastBefore.Fact.Reason}", node.Id),
    };

    /// <summary>
    /// The signal is read before the first thing that a run does. Before later steps it is not: the step before has just
    /// been verified healthy, and the author wants the whole sequence.
    /// </summary>
    internal bool LooksFirst => !state.HasActed && !_step.ChangesNothing;

    // Where nothing is done, a step may have nothing to act on yet: the old secret is removed once there is a new one.
    private bool WaitsForWhatWasWatched(Fact.PlanFailed failed) =>
        !failed.Transient && node.Frame.Autonomy == Autonomy.Shadow && state.Steps.Any(s => s.Id != node.Id && s.Plan is not null);

    private string WhyNothingMore() => state.AllClear ? "The condition ended." : "Something else in the run failed, and nothing more is begun.";

    private Progress ToStart()
    {
        if (!_run.Reserved)
        {
            return Progress.Busy(Commands.Reserve(_run));
        }

        var last = _run.Operation?.LastSequence ?? 0;
        if (_run.LastPlan is null || _run.LastPlan.Sequence < last)
        {
            return Plan(_run.Operation is null ? "first plan" : "the target changed");
        }

        if (node.Frame.Autonomy == Autonomy.Shadow)
        {
            return Progress.Done;
        }

        return NeedsApproval(node, _run.Plan?.Plan) || (_run.NeedsPerson && !_step.ChangesNothing) ? new ApprovalFlow(state, node, _run, now).Next(this) : Progress.Busy(Auto());
    }

    private Command Auto()
    {
        if (LooksFirst)
        {
            if (_run.LastBefore is null || _run.LastBefore.Sequence < _run.LastPlan!.Sequence)
            {
                return Commands.ReadBefore(_run);
            }

            if (Before() is { } command)
            {
                return command;
            }
        }

        return Commands.Start(_run);
    }

    // Two operations on one resource would not know whose effect they see: the other one ends first.
    private Progress? Free() => state.IsBusy(node, tree) ? Progress.Busy(Commands.Wait(null, "resource", node.Id)) : null;

    private Progress Refused() => Progress.Busy(_run.Reserved ? Commands.Plan(_run, "tried again") : Commands.Reserve(_run));

    // What surely had no effect may be tried again where the step says so. Null when it is time to.
    private Progress? Again(DateTimeOffset failedAt, string reason)
    {
        var tries = _run.FailedTries;
        if (_step.Retry is not { } retry || tries >= retry.Attempts)
        {
            return Progress.Failed(reason);
        }

        var due = RunLimits.After(failedAt, RunLimits.Backoff(retry.Backoff, tries));
        return now >= due ? null : Progress.Busy(Commands.Wait(due, "retry", node.Id));
    }
}
