using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>
/// A step that a person must approve: ask, tell, wait; after the approval look at the signal again, compute the plan again,
/// and begin only when it is exactly the approved one.
/// </summary>
internal sealed class ApprovalFlow(RunState state, RunNode node, StepRun run, DateTimeOffset now)
{
    /// <summary>
    /// Whether the approval is the decision that an unknown signal asks of people: money is told of by the day and is never
    /// read again, they knew that when they approved the exact plan, and the step is verified on its target for that reason.
    /// A signal that could have been read, and was not, goes to a person as ever.
    /// </summary>
    private bool PeopleDecided =>
        run.LastBefore!.Fact.State == SignalState.Unknown
        && node.Step.Verify?.On == VerifyOn.Target
        && state.File.Facts.OfType<Fact.Opened>().First().Alert.Signal.Kind is (SignalKind.CostAnomaly or SignalKind.Budget);

    internal Progress Next(StepFlow step)
    {
        var round = run.Round;
        return round?.Final switch
        {
            null when round is not null => Progress.Busy(Open(round)),
            DecisionOutcome.Rejected => Progress.Busy(Commands.Escalate($"The plan was rejected by {round.FinalReason}", node.Id)),
            DecisionOutcome.TimedOut => Progress.Busy(Commands.Escalate("Nobody decided in time.", node.Id)),
            DecisionOutcome.Approved => Approved(step, round),
            _ => Progress.Busy(Ask()),
        };
    }

    private Command Ask()
    {
        // Where a guardrail wants a person, or the playbook has not earned to act alone, and the step names nobody, the
        // tenant's settings do.
        var lowered = node.Frame.Autonomy < node.Frame.Playbook.Autonomy;
        if (node.Step.Approval is not { Approvers.Count: > 0 } && !run.NeedsPerson && !lowered)
        {
            return Commands.Escalate($"Step {node.Id} needs approval and names nobody who may give it.", node.Id);
        }

        return run.Rounds.Count < RunLimits.MaxApprovalRounds
            ? Commands.Ask(run)
            : Commands.Escalate($"The plan changed {run.Rounds.Count} times after it was put to people.", node.Id);
    }

    private Command Open(ApprovalRound round)
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

    private Progress Approved(StepFlow step, ApprovalRound round)
    {
        if (run.Plan!.Plan.Reversibility == Reversibility.Irreversible && round.Quorum < 2)
        {
            return Progress.Busy(Commands.Escalate($"Step {node.Id} cannot be undone and was approved by fewer than two people.", node.Id));
        }

        var asked = round.FinalSequence;
        if (step.LooksFirst)
        {
            if (run.LastBefore is null || run.LastBefore.Sequence < asked)
            {
                return Progress.Busy(Commands.ReadBefore(run));
            }

            if (!PeopleDecided && step.Before() is { } command)
            {
                return Progress.Busy(command);
            }

            asked = run.LastBefore.Sequence;
        }

        if (run.LastPlan!.Sequence < asked)
        {
            return step.Plan("approved; computed again before acting");
        }

        if (!string.Equals(run.LastPlan.Fact.PlanHash, round.Asked.PlanHash, StringComparison.Ordinal))
        {
            return Progress.Busy(Commands.Void(run, round, "The plan is no longer the one that was approved."));
        }

        // A freeze that began, a budget that was spent while people decided: the approval does not answer what it could not know.
        var since = (run.LastPlan.Fact.Verdicts ?? []).Beyond(round.Asked.Questions ?? []).Questions();
        return Progress.Busy(since.Count == 0
            ? Commands.Start(run)
            : Commands.Void(run, round, $"It was not so when it was shown: {string.Join(" ", since)}"));
    }
}
