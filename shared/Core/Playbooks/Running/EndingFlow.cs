using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>The last part of a run: mitigated, with a person, resolved, closed. Null while the run is not there yet.</summary>
internal static class EndingFlow
{
    internal static Command? Next(RunState state, DateTimeOffset now)
    {
        if (state.Closed)
        {
            return VoidStanding(state, "The incident is closed.") ?? GiveBack(state, now, personDecided: true) ?? Judge(state) ?? Compare(state, now) ?? Commands.Done();
        }

        if (state is { Resolved: true, FiredAfterResolved: true, LastJoined: { } joined } && state.Route?.Urgency != Urgency.Record)
        {
            return Commands.Revive(joined);
        }

        if (state.Resolved)
        {
            return VoidStanding(state, "The condition ended.")
                ?? (WasTold(state) ? Once(state, Commands.Notify(NoticeKind.Update, "resolved")) : null)
                ?? GiveBack(state, now, personDecided: false)
                ?? Commands.Conclude(IncidentStatus.Closed, "The condition ended and nothing is left to do.");
        }

        if (state.Escalation is not null)
        {
            return Escalated(state, now);
        }

        return state.Mitigated is null ? null : Mitigated(state, now);
    }

    internal static Command EndedByItself() =>
        Commands.Conclude(IncidentStatus.Resolved, "The condition ended before anything was done.");

    private static Command Escalated(RunState state, DateTimeOffset now)
    {
        if ((VoidStanding(state, "A person has the incident.")
            ?? Once(state, Commands.Notify(NoticeKind.Escalated, state.Revivals == 0 ? "escalated" : $"escalated:{state.Revivals + 1}", reason: state.Escalation!))
            ?? TellOfJoined(state)
            ?? Judge(state)) is { } command)
        {
            return command;
        }

        if (GiveBack(state, now, personDecided: false) is { } holding)
        {
            return holding;
        }

        return state.AllClear
            ? Commands.Resolve(state, "The condition ended while a person had it.")
            : Commands.Wait(null, "person");
    }

    private static Command Mitigated(RunState state, DateTimeOffset now)
    {
        if ((VoidStanding(state, "It is not needed any more.")
            ?? Once(state, Commands.Notify(NoticeKind.Update, "mitigated"))) is { } command)
        {
            return command;
        }

        if (GiveBack(state, now, personDecided: false) is { } holding)
        {
            return holding;
        }

        // A look from before the newest alert says nothing about that one.
        var read = state.LastClose is { } close && close.Sequence > (state.LastJoined?.Sequence ?? 0) ? close : null;
        var due = read is null ? RunLimits.After(state.Mitigated!.At, RunLimits.CloseAfter) : RunLimits.After(read.At, RunLimits.CloseAfter);
        switch (read?.Fact.State)
        {
            case null:
                return state.AllClear || state.FiredAgain || now >= due ? Commands.ReadClose(state) : Commands.Wait(due, "all-clear");
            case SignalState.Healthy:
                return Commands.Conclude(IncidentStatus.Resolved, "The signal stayed healthy.");
            case SignalState.Firing:
                return Commands.Escalate($"It fires again after the remediation: {read.Fact.Reason}");
            default:
                // The sender's own all-clear is evidence; silence is not.
                if (state.AllClear)
                {
                    return Commands.Conclude(IncidentStatus.Resolved, "The sender says that the condition ended.");
                }

                return state.CloseReads >= RunLimits.MaxUnknownCloseReads
                    ? Commands.Escalate($"Whether it is over cannot be told: {read.Fact.Reason}")
                    : now >= due ? Commands.ReadClose(state) : Commands.Wait(due, "close");
        }
    }

    /// <summary>Gives the resources back, or says what must be waited for first; null when nothing is held.</summary>
    private static Command? GiveBack(RunState state, DateTimeOffset now, bool personDecided)
    {
        if (state.Fence is null)
        {
            return null;
        }

        var unsettled = state.UnsettledSteps.ToList();
        return unsettled.Count == 0
            ? Commands.Release("The run is over.")
            : TreeFlow.First([.. unsettled.Select(step => LookAfter(step, now, personDecided))]);
    }

    private static Command LookAfter(StepRun step, DateTimeOffset now, bool personDecided)
    {
        if (step.Operation is { State: OperationState.Running } operation && step.PollsAfterEscalation < RunLimits.MaxPollsAfterEscalation)
        {
            var due = RunLimits.After(operation.LastAt, RunLimits.PollAfterEscalation(step.PollsAfterEscalation));
            return now >= due ? Commands.Poll(step) : Commands.Wait(due, "unfinished-operation", step.Id);
        }

        // A lease never lapses while an operation is unfinished: only a person's closing gives it back then.
        return personDecided
            ? Commands.Release("A person closed the incident while an operation was in doubt.", byDecision: true)
            : Commands.Wait(null, "operation-in-doubt", step.Id);
    }

    private static Command? VoidStanding(RunState state, string reason) =>
        state.Steps.FirstOrDefault(s => s.ApprovalStands) is { Round: { } round } run ? Commands.Void(run, round, reason) : null;

    // Whoever has the incident hears of what else fires in it; of the newest alone where several came at once.
    private static Command? TellOfJoined(RunState state) =>
        state.Untold is { } joined
            ? Once(state, Commands.Notify(
                NoticeKind.Escalated, $"joined:{joined.Sequence}", reason: $"'{joined.Fact.Alert.Rule}' fires in the same incident: {joined.Fact.Alert.Summary}"))
            : null;

    // What was done or rejected is judged as soon as automation has ended: nothing that follows changes what it says.
    private static Command? Judge(RunState state) =>
        state.HasActed || state.Steps.Any(s => s.Rounds.Any(r => r.Final == DecisionOutcome.Rejected)) ? Once(state, Commands.Judge()) : null;

    // What was only watched is compared with what people did until it was closed, once the activity log surely has that.
    private static Command? Compare(RunState state, DateTimeOffset now)
    {
        if (!state.OnlyWatched || state.Steps.All(s => s.Plan is null) || Once(state, Commands.Judge()) is not { } judge)
        {
            return null;
        }

        var due = RunLimits.After(state.ClosedAt!.Value, RunLimits.ActivityLogLag);
        return now >= due ? judge : Commands.Wait(due, "activity-log");
    }

    private static Command? Once(RunState state, Command command) => state.Has(command.Key) ? null : command;

    private static bool WasTold(RunState state) => state.Escalation is not null || state.Steps.Any(s => s.Rounds.Count > 0);
}
