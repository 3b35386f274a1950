using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>
/// Takes back what was executed, newest first, then gives the incident to a person. It needs no approval, but passes the
/// guardrails; a change that someone else made meanwhile is never overwritten (412: a person decides).
/// </summary>
internal static class UndoFlow
{
    internal static Command Next(RunState state, RunTree tree, DateTimeOffset now, string reason)
    {
        foreach (var (step, operation) in state.Executed.Reverse())
        {
            if (operation.Intended.Plan is not { Inverse: not null, Reversibility: Reversibility.Reversible })
            {
                continue;
            }

            var run = state.Step(RunState.UndoPrefix + step.Id);
            if (Undo(run, operation.Intended.Plan, TimeoutOf(tree, step.Id), now) is { } command)
            {
                return command;
            }
        }

        var undone = state.Executed.Count(e => e.Operation.Intended.Plan.Inverse is not null);
        return Commands.Escalate(undone == 0 ? $"{reason} Nothing was left to take back." : $"{reason} What was done has been taken back.");
    }

    private static Command? Undo(StepRun run, ActionPlan done, TimeSpan timeout, DateTimeOffset now)
    {
        if (run.Refusal is { } refusal)
        {
            return Failed(run, done, refusal);
        }

        if (run.Operation is not { } operation)
        {
            return run.LastPlanFailure is null ? Commands.Start(run) : PlanAgain(run, done, now);
        }

        return operation.State switch
        {
            OperationState.Succeeded => null,
            OperationState.Failed => Failed(run, done, operation.LastReason),
            OperationState.NoEffect when operation.LastOutcome == StartOutcome.Throttled => OperationFlow.Retry(run, now) ?? Failed(run, done, operation.LastReason),
            OperationState.NoEffect => Failed(run, done, operation.LastReason),
            _ => OperationFlow.Next(run, timeout, now, IncidentStatus.Failed),
        };
    }

    // Throttling or a server error while the way back is looked for must not leave the change where it is.
    private static Command PlanAgain(StepRun run, ActionPlan done, DateTimeOffset now)
    {
        var failed = run.LastPlanFailure!;
        if (!failed.Fact.Transient || run.PlanTries >= RunLimits.MaxPlanTries)
        {
            return Failed(run, done, failed.Fact.Reason);
        }

        var due = RunLimits.After(failed.At, RunLimits.Retry(run.PlanTries, failed.Fact.RetryAfter));
        return now >= due ? Commands.Start(run) : Commands.Wait(due, "plan", run.Id);
    }

    private static Command Failed(StepRun run, ActionPlan done, string reason) =>
        Commands.Escalate(UndoWords.Failed(run.Id[RunState.UndoPrefix.Length..], done, reason), run.Id, IncidentStatus.Failed);

    private static TimeSpan TimeoutOf(RunTree tree, string stepId) =>
        tree.Find(stepId)?.Step.Timeout is { } timeout && timeout > TimeSpan.Zero ? timeout : TimeSpan.FromMinutes(15);
}
