using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Playbooks.Planning;

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
            DecisionOutcome.Rejected when node.InList => Progress.Failed($"The plan of {node.Id} was rejected by {round.FinalReason}") with { Rejected = true },
            DecisionOutcome.Rejected => Progress.Busy(Commands.Escalate($"The plan was rejected by {round.FinalReason}", node.Id)),
            DecisionOutcome.TimedOut when round.Asked.Terms?.OnTimeout == TimeoutOutcome.Reject => node.InList
                ? Progress.Failed($"Nobody decided in time about {node.Id}, which counts as a rejection.") with { Rejected = true }
                : Progress.Busy(Commands.Escalate("Nobody decided in time, which counts as a rejection.", node.Id)),
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
        var id = round.Asked.ApprovalId;
        var tell = Commands.Tell(run, ApprovalNotices.Asked(id));
        if (!state.Has(tell.Key))
        {
            return tell;
        }

        if (BrokenGlass(round) is { } loud)
        {
            return loud;
        }

        if (now > round.Asked.Deadline)
        {
            return Commands.TimeOut(run, round);
        }

        var terms = round.Asked.Terms ?? new ApprovalTerms();
        var dates = terms.Levels.Select((level, i) => (level.At, About: ApprovalNotices.Level(id, i + 1)));
        if (terms.RemindAt is { } remindAt)
        {
            dates = dates.Append((remindAt, ApprovalNotices.Reminder(id)));
        }

        // What came due while we were down is told late rather than never.
        var wait = RunLimits.After(round.Asked.Deadline, RunLimits.MinWait);
        foreach (var (at, about) in dates.OrderBy(d => d.At))
        {
            if (at > now)
            {
                wait = at < wait ? at : wait;
            }
            else if (Commands.Tell(run, about) is var due && !state.Has(due.Key))
            {
                return due;
            }
        }

        return Commands.Wait(wait, "approval", run.Id);
    }

    // Everyone who breaks the glass is told of at once: it is loud, or it is a back door.
    private Command? BrokenGlass(ApprovalRound round)
    {
        var people = round.Decisions.Where(d => d.BreakGlass).Select(d => d.By).ToList();
        var tell = Commands.Tell(
            run,
            ApprovalNotices.BreakGlass(round.Asked.ApprovalId, people.Count),
            NoticeKind.Escalated,
            $"BREAK-GLASS by {string.Join(" and ", people)} on step {node.Id} of {node.Frame.Playbook.Name}, in place of {string.Join(", ", round.Asked.Approvers)}.");
        return people.Count == 0 || state.Has(tell.Key) ? null : tell;
    }

    // Nothing before the window, and nothing after it: what was approved for tonight is not done tomorrow at noon.
    private Command? Windowed(ApprovalRound round) => round.Window switch
    {
        { } window when now >= window.To || window.From >= window.To => Commands.Void(run, round, $"The window that it was approved for is over: {window.Words}."),
        { } window when now < window.From => Commands.Wait(window.From, "window", run.Id),
        _ => null,
    };

    private Progress Approved(StepFlow step, ApprovalRound round)
    {
        if (run.Plan!.Plan.Reversibility == Reversibility.Irreversible && round.Quorum < 2)
        {
            return Progress.Busy(Commands.Escalate($"Step {node.Id} cannot be undone and was approved by fewer than two people.", node.Id));
        }

        if ((BrokenGlass(round) ?? Windowed(round)) is { } first)
        {
            return Progress.Busy(first);
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
            var shown = state.File.Facts.OfType<Fact.Planned>().LastOrDefault(p => p.StepId == node.Id && p.PlanHash == round.Asked.PlanHash)?.Plan;
            return Progress.Busy(Commands.Void(run, round, PlanDifference.Words(shown, run.LastPlan.Fact.Plan)));
        }

        // A freeze that began, a budget that was spent while people decided: the approval does not answer what it could not know.
        var since = (run.LastPlan.Fact.Verdicts ?? []).Beyond(round.Asked.Questions ?? []).Questions();
        return Progress.Busy(since.Count == 0
            ? Commands.Start(run)
            : Commands.Void(run, round, $"It was not so when it was shown: {string.Join(" ", since)}"));
    }
}
