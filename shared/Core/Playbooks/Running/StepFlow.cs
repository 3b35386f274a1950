using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>One step: reserve, plan, look, act, verify, expiry. Null when the step is done.</summary>
internal static class StepFlow
{
    internal static Command? Next(RunState state, Playbook playbook, Step step, DateTimeOffset now)
    {
        var run = state.Step(step.Id);
        var operation = run.Operation;
        if (operation is { State: not OperationState.NoEffect })
        {
            return operation.Unsettled
                ? OperationFlow.Next(run, step.Timeout, now, IncidentStatus.Escalated)
                : AfterExecution(state, playbook, step, run, now);
        }

        var asks = NeedsApproval(playbook, step, run.Plan?.Plan) || run.NeedsPerson;
        if (state.AllClear && (state.Executed.Count == 0 || asks || state.Withdrawn))
        {
            return Stop(state, run);
        }

        if (run.Refusal is { } refusal)
        {
            return Fail(state, playbook, step, now, $"Guardrails refuse step {step.Id}: {refusal}");
        }

        if (operation is not null)
        {
            switch (operation.LastOutcome)
            {
                case StartOutcome.Throttled:
                    return OperationFlow.Retry(run, now) ?? Fail(state, playbook, step, now, $"Azure did not take step {step.Id} for now: {operation.LastReason}");
                case StartOutcome.Changed when run.Operations.Count < RunLimits.MaxOperations:
                    break;
                default:
                    return Fail(state, playbook, step, now, $"Step {step.Id} could not be started: {operation.LastReason}");
            }
        }

        if (!run.Reserved)
        {
            return Commands.Reserve(step.Id);
        }

        if (run.LastPlan is null || run.LastPlan.Sequence < (operation?.LastSequence ?? 0))
        {
            return Plan(state, playbook, step, run, now, operation is null ? "first plan" : "the target changed");
        }

        if (playbook.Autonomy == Autonomy.Shadow)
        {
            return Commands.Escalate($"The playbook only watches (shadow). It would have done: {run.Plan!.Plan.Summary}", step.Id);
        }

        return asks ? ApprovalFlow.Next(state, playbook, step, run, now) : Auto(state, run);
    }

    /// <summary>Whether a person must approve: the step says so, or autonomy and risk together do not allow acting alone, or it cannot be undone.</summary>
    internal static bool NeedsApproval(Playbook playbook, Step step, ActionPlan? plan) =>
        step.Approval is not null || playbook.Autonomy != Autonomy.Auto || playbook.Risk != Risk.Low || plan?.Reversibility == Reversibility.Irreversible;

    internal static Command Plan(RunState state, Playbook playbook, Step step, StepRun run, DateTimeOffset now, string reason)
    {
        if (run.PlanFailuresInARow == 0)
        {
            return Commands.Plan(run, reason);
        }

        var failed = run.LastPlanFailure!;
        if (!failed.Fact.Transient || run.PlanFailuresInARow >= RunLimits.MaxPlanTries)
        {
            return Fail(state, playbook, step, now, $"Step {step.Id} cannot be planned: {failed.Fact.Reason}");
        }

        var due = RunLimits.After(failed.At, RunLimits.Retry(run.PlanFailuresInARow, failed.Fact.RetryAfter));
        return now >= due ? Commands.Plan(run, reason) : Commands.Wait(due, "plan", step.Id);
    }

    /// <summary>
    /// What follows a step that did not succeed: take back what was done where the step says so, then a person. In an incident
    /// whose alerts have a cause elsewhere nothing more is begun, taking back neither.
    /// </summary>
    internal static Command Fail(RunState state, Playbook playbook, Step step, DateTimeOffset now, string reason) =>
        step.OnFailure == OnFailure.Undo && !state.Withdrawn ? UndoFlow.Next(state, playbook, now, reason) : Commands.Escalate(reason, step.Id);

    /// <summary>What follows a look at the signal before acting; null when it still fires.</summary>
    internal static Command? Before(StepRun run) => run.LastBefore!.Fact.State switch
    {
        SignalState.Firing => null,
        SignalState.Healthy => Commands.Conclude(IncidentStatus.Mitigated, $"It recovered on its own: {run.LastBefore.Fact.Reason}"),
        _ => Commands.Escalate($"Whether it still fires cannot be told, so a person decides: {run.LastBefore.Fact.Reason}", run.Id),
    };

    /// <summary>
    /// The signal is read before the first thing that a run does. Before later steps it is not: the step before has just
    /// been verified healthy, and the author wants the whole sequence.
    /// </summary>
    internal static bool LooksFirst(RunState state) => state.Executed.Count == 0;

    private static Command Auto(RunState state, StepRun run)
    {
        if (LooksFirst(state))
        {
            if (run.LastBefore is null || run.LastBefore.Sequence < run.LastPlan!.Sequence)
            {
                return Commands.ReadBefore(run);
            }

            if (Before(run) is { } command)
            {
                return command;
            }
        }

        return Commands.Start(run);
    }

    private static Command Stop(RunState state, StepRun run)
    {
        if (run.ApprovalStands)
        {
            return Commands.Void(run, run.Round!, "The condition ended.");
        }

        return state.Executed.Count == 0
            ? EndingFlow.EndedByItself()
            : Commands.Conclude(
                IncidentStatus.Mitigated,
                state.Withdrawn ? $"What fires belongs elsewhere now, so step {run.Id} is not begun." : $"The condition ended before step {run.Id} was approved.");
    }

    private static Command? AfterExecution(RunState state, Playbook playbook, Step step, StepRun run, DateTimeOffset now)
    {
        var operation = run.Operation!;
        if (operation.State == OperationState.Failed)
        {
            return Fail(state, playbook, step, now, $"Step {step.Id} failed on Azure: {operation.LastReason}");
        }

        var last = run.LastVerify;
        if (last?.Fact.State != SignalState.Healthy)
        {
            var limit = RunLimits.After(operation.FinishedAt, step.Verify.Within);
            if (last is not null && last.At >= limit)
            {
                // Unknown is a person's decision, at verify too: nothing is taken back on a guess.
                return last.Fact.State == SignalState.Unknown
                    ? Commands.Escalate($"Whether step {step.Id} helped cannot be told: {last.Fact.Reason}", step.Id)
                    : Fail(state, playbook, step, now, $"Step {step.Id} was done and did not help: {last.Fact.Reason}");
            }

            var due = last is null
                ? RunLimits.After(operation.FinishedAt, step.Verify.After)
                : RunLimits.After(last.At, step.Verify.Every < RunLimits.MinWait ? RunLimits.MinWait : step.Verify.Every);
            due = due > limit ? limit : due;
            return now >= due ? Commands.ReadVerify(run) : Commands.Wait(due, "verify", step.Id);
        }

        return step.Ttl is not null && !run.TtlSet ? Commands.SetTtl(step.Id) : null;
    }
}
