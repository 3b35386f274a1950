using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>What follows when the steps of a run are over: done, stopped, or failed.</summary>
internal static class OutcomeFlow
{
    internal static Command Done(RunState state, RunTree tree)
    {
        if (tree.Root.Frame.Autonomy == Autonomy.Shadow)
        {
            var plans = state.Steps.Where(s => s.Plan is not null).OrderBy(s => s.LastPlan!.Sequence).Select(s => s.Plan!.Plan.Summary).ToList();
            var later = state.Steps.Where(s => s.Plan is null && s.LastPlanFailure is not null)
                .Select(s => $" Step {s.Id} would follow, and can be planned only when that is done: {s.LastPlanFailure!.Fact.Reason}");
            return Commands.Escalate($"The playbook only watches (shadow). It would have done: {(plans.Count == 0 ? "nothing." : string.Join(" ", plans))}{string.Concat(later)}");
        }

        if (state.AllClear)
        {
            return Stopped(state);
        }

        // That all steps are behind us says nothing about the trouble: somebody must have seen that it is over.
        var steps = state.Steps.Where(s => !s.Id.StartsWith(RunState.UndoPrefix, StringComparison.Ordinal)).ToList();
        var failed = steps.Count(Failed);
        var but = failed == 0 ? string.Empty : $", but for {failed} that failed and may be let be,";
        return steps.Exists(s => s.LastVerify is { State: SignalState.Healthy } || s.LastAssert is { Fact.State: SignalState.Healthy })
            ? Commands.Conclude(IncidentStatus.Mitigated, $"Every step was done{but} and was verified.")
            : tree.Root.Frame.Playbook.OnlyTells() ? Commands.Escalate("The playbook only tells; a person decides what is to be done.")
            : Commands.Escalate($"Every step was done{but} and none showed that it helped, so a person decides what is left to do.");
    }

    private static bool Failed(StepRun step) =>
        step.Operation?.State == OperationState.Failed
        || step.Round?.Final == DecisionOutcome.Rejected
        || step.LastRefusal is not null
        || step.Inputs is { Fact.Error: not null }
        || step.LastVerify is { State: SignalState.Firing };

    /// <summary>Nothing more was to be begun, because the condition ended; what was under way is over.</summary>
    internal static Command Stopped(RunState state) => state.Executed.Count == 0
        ? EndingFlow.EndedByItself()
        : Commands.Conclude(
            IncidentStatus.Mitigated,
            state.Withdrawn ? "What fires belongs elsewhere now, so no further step is begun." : "The condition ended before the steps that were left.");

    /// <summary>
    /// What was done is taken back where the step says so, then a person has it. In an incident whose alerts have a cause
    /// elsewhere nothing more is begun, taking back neither.
    /// </summary>
    internal static Command Failed(RunState state, RunTree tree, Progress progress, DateTimeOffset now) =>
        progress.As == OnFailure.Undo && !state.Withdrawn
            ? UndoFlow.Next(state, tree, now, progress.Reason)
            : Commands.Escalate(progress.Reason);
}
