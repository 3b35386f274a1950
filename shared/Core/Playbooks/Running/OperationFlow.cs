using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>An operation that may have taken effect or is under way: find out, look again, and give up to a person in time.</summary>
internal static class OperationFlow
{
    internal static Command Next(StepRun run, TimeSpan timeout, DateTimeOffset now, IncidentStatus onGivingUp)
    {
        var operation = run.Operation!;
        return operation.State == OperationState.Uncertain
            ? Uncertain(run, operation, now, onGivingUp)
            : Running(run, operation, timeout, now, onGivingUp);
    }

    /// <summary>Tries a throttled start again, under the same operation id; null when it was tried often enough.</summary>
    internal static Command? Retry(StepRun run, DateTimeOffset now)
    {
        var operation = run.Operation!;
        if (operation.Tries >= RunLimits.MaxThrottledTries)
        {
            return null;
        }

        var due = RunLimits.After(operation.LastAt, RunLimits.Retry(operation.Tries, operation.RetryAfter));
        return now >= due ? Commands.Start(run) : Commands.Wait(due, "throttled", run.Id);
    }

    private static Command Uncertain(StepRun run, OperationRun operation, DateTimeOffset now, IncidentStatus onGivingUp)
    {
        if (operation.Tries == 0)
        {
            return Commands.Start(run); // the intent is written, the answer is not: starting again adopts it
        }

        var givesUp = operation.DoubtfulTries >= RunLimits.MaxDoubtfulTries
            || operation.Tries >= RunLimits.MaxThrottledTries
            || operation.LastOutcome is StartOutcome.Refused or StartOutcome.Changed;
        return givesUp
            ? Commands.Escalate($"Whether {operation.Intended.OperationId} took effect cannot be told: {operation.LastReason}", run.Id, onGivingUp)
            : Retry(run, now)!;
    }

    private static Command Running(StepRun run, OperationRun operation, TimeSpan timeout, DateTimeOffset now, IncidentStatus onGivingUp)
    {
        var limit = RunLimits.After(operation.StartedAt, timeout);
        if (operation.LastPollAt >= limit)
        {
            return Commands.Escalate($"{operation.Intended.OperationId} did not finish within {timeout.TotalMinutes:0.#} minutes.", run.Id, onGivingUp);
        }

        var due = RunLimits.After(operation.LastAt, RunLimits.Poll(operation.PollAfter, operation.LastAt - operation.StartedAt));
        due = due > limit ? limit : due;
        return now >= due ? Commands.Poll(run) : Commands.Wait(due, "operation", run.Id);
    }
}
