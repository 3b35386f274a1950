using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>
/// A step that a person must approve: ask, tell, wait; after the approval look at the signal again, compute the plan again,
/// and begin only when it is exactly the approved one.
/// </summary>
internal static class ApprovalFlow
{
    internal static Command Next(RunState state, Playbook playbook, Step step, StepRun run, DateTimeOffset now)
    {
        var round = run.Round;
        switch (round?.Final)
        {
            case null when round is not null:
                return Open(state, run, round, now);
            case DecisionOutcome.Rejected:
                return Commands.Escalate($"The plan was rejected by {round.FinalReason}", step.Id);
            case DecisionOutcome.TimedOut:
                return Commands.Escalate("Nobody decided in time.", step.Id);
            case DecisionOutcome.Approved:
                return Approved(state, playbook, step, run, round, now);
            default:
                return Ask(step, run);
        }
    }

    private static Command Ask(Step step, StepRun run)
    {
        // Where a guardrail wants a person and the step names nobody, the tenant's settings do.
        if (step.Approval is not { Approvers.Count: > 0 } && !run.NeedsPerson)
        {
            return Commands.Escalate($"Step {step.Id} needs approval and names nobody who may give it.", step.Id);
        }

        return run.Rounds.Count < RunLimits.MaxApprovalRounds
            ? Commands.Ask(run)
            : Commands.Escalate($"The plan changed {run.Rounds.Count} times after it was put to people.", step.Id);
    }

    private static Command Open(RunState state, StepRun run, ApprovalRound round, DateTimeOffset now)
    {
        var tell = Commands.Notify(NoticeKind.ApprovalNeeded, $"approval-needed:{round.Asked.ApprovalId}", run.Id, run.Rounds.Count);
        if (!state.Has(tell.Key))
        {
            return tell;
        }

        return now > round.Asked.Deadline
            ? Commands.TimeOut(run, round)
            : Commands.Wait(RunLimits.After(round.Asked.Deadline, RunLimits.MinWait), "approval", run.Id);
    }

    private static Command Approved(RunState state, Playbook playbook, Step step, StepRun run, ApprovalRound round, DateTimeOffset now)
    {
        if (run.Plan!.Plan.Reversibility == Reversibility.Irreversible && round.Quorum < 2)
        {
            return Commands.Escalate($"Step {step.Id} cannot be undone and was approved by fewer than two people.", step.Id);
        }

        var since = round.FinalSequence;
        if (StepFlow.LooksFirst(state))
        {
            if (run.LastBefore is null || run.LastBefore.Sequence < since)
            {
                return Commands.ReadBefore(run);
            }

            if (StepFlow.Before(run) is { } command)
            {
                return command;
            }

            since = run.LastBefore.Sequence;
        }

        if (run.LastPlan!.Sequence < since)
        {
            return StepFlow.Plan(state, playbook, step, run, now, "approved; computed again before acting");
        }

        return string.Equals(run.LastPlan.Fact.PlanHash, round.Asked.PlanHash, StringComparison.Ordinal)
            ? Commands.Start(run)
            : Commands.Void(run, round, "The plan is no longer the one that was approved.");
    }
}
