using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>
/// Takes back what was executed, newest first, then gives the incident to a person. It needs no approval, but passes the
/// guardrails; a change that someone else made meanwhile is never overwritten (412: a person decides).
/// </summary>
internal static class UndoFlow
{
    internal static Command Next(RunState state, Playbook playbook, DateTimeOffset now, string reason)
    {
        foreach (var (step, operation) in state.Executed.Reverse())
        {
            if (operation.Intended.Plan is not { Inverse: not null, Reversibility: Reversibility.Reversible })
            {
                continue;
            }

            var run = state.Step(RunState.UndoPrefix + step.Id);
            if (Undo(run, TimeoutOf(playbook, step.Id), now) is { } command)
            {
                return command;
            }
        }

        var undone = state.Executed.Count(e => e.Operation.Intended.Plan.Inverse is not null);
        return Commands.Escalate(undone == 0 ? $"{reason} Nothing was left to take back." : $"{reason} What was done has been taken back.");
    }

    private static Command? Undo(StepRun run, TimeSpan timeout, DateTimeOffset now)
    {
        if (run.Refusal is { } refusal)
        {
            return Failed(run, refusal);
        }

        if (run.Operation is not { } operation)
        {
            return run.LastPlanFailure is null ? Commands.Start(run) : PlanAgain(run, now);
        }

        return operation.State switch
        {
            OperationState.Succeeded => null,
            OperationState.Failed => Failed(run, operation.LastReason),
            OperationState.NoEffect when operation.LastOutcome == StartOutcome.Throttled => OperationFlow.Retry(run, now) ?? Failed(run, operation.LastReason),
            OperationState.NoEffect => Failed(run, operation.LastReason),
            _ => OperationFlow.Next(run, timeout, now, IncidentStatus.Failed),
        };
    }

    // Throttling or a server error while the way back is looked for must not leave the change where it is.
    private static Command PlanAgain(StepRun run, DateTimeOffset now)
    {
        var failed = run.LastPlanFailure!;
        if (!failed.Fact.Transient || run.PlanTries >= RunLimits.MaxPlanTries)
        {
            return Failed(run, failed.Fact.Reason);
        }

        var due = RunLimits.After(failed.At, RunLimits.Retry(run.PlanTries, failed.Fact.RetryAfter));
        return now >= due ? Commands.Start(run) : Commands.Wait(due, "plan", run.Id);
    }

    private static Command Failed(StepRun run, string reason) =>
        Commands.Escalate($"Step {run.Id[RunState.UndoPrefix.Length..]} could not be taken back: {reason}", run.Id, IncidentStatus.Failed);

    private static TimeSpan TimeoutOf(Playbook playbook, string stepId) =>
        playbook.Steps.FirstOrDefault(s => string.Equals(s.Id, stepId, StringComparison.Ordinal))?.Timeout ?? TimeSpan.FromMinutes(15);
}
