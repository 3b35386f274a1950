using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>Builds commands; the one place that knows the keys of journal entries that commands lead to.</summary>
internal static class Commands
{
    internal static Command Classify() => new(CommandKind.Classify, "classify");

    internal static Command Reroute(Seen<Fact.AlertJoined> joined) =>
        new(CommandKind.Reroute, $"route:{joined.Sequence}", Reason: $"'{joined.Fact.Alert.Rule}' joined.");

    internal static Command Reserve(StepRun run) => run.ReserveTries == 0
        ? new(CommandKind.Reserve, $"reserve:{run.Id}", run.Id)
        : new(CommandKind.Reserve, $"reserve:{run.Id}:{run.ReserveTries + 1}", run.Id, run.ReserveTries + 1);

    internal static Command Evaluate(string step) => new(CommandKind.Evaluate, $"evaluate:{step}", step);

    internal static Command EvaluateOutputs(string step) => new(CommandKind.Evaluate, $"outputs:{step}", step, Target: EvaluateTargets.Outputs);

    internal static Command Snapshot(string step) => new(CommandKind.Snapshot, $"snapshot:{step}", step);

    internal static Command Plan(StepRun run, string reason) =>
        new(CommandKind.Plan, $"plan:{run.Id}:{run.PlanTries + 1}", run.Id, run.PlanTries + 1, Reason: reason);

    internal static Command Ask(StepRun run) =>
        new(CommandKind.Ask, $"ask:{run.Id}:{run.Rounds.Count + 1}", run.Id, run.Rounds.Count + 1);

    internal static Command TimeOut(StepRun run, ApprovalRound round) =>
        new(CommandKind.TimeOut, $"timeout:{round.Asked.ApprovalId}", run.Id, run.Rounds.Count, Reason: $"Nobody decided by {round.Asked.Deadline:u}.");

    internal static Command Void(StepRun run, ApprovalRound round, string reason) =>
        new(CommandKind.Void, $"void:{round.Asked.ApprovalId}", run.Id, run.Rounds.Count, Reason: reason);

    /// <summary>Tells people something about a request for approval; the key says what.</summary>
    internal static Command Tell(StepRun run, string about, NoticeKind kind = NoticeKind.ApprovalNeeded, string reason = "") =>
        Notify(kind, about, run.Id, run.Rounds.Count, reason);

    internal static Command ReadBefore(StepRun run) => Read(run.Id, SignalPurpose.Before, run.BeforeReads + 1);

    internal static Command ReadVerify(StepRun run) => Read(run.Id, SignalPurpose.Verify, run.VerifyReads + 1);

    internal static Command ReadAssert(StepRun run) => Read(run.Id, SignalPurpose.Assert, 1);

    internal static Command VerifyTarget(StepRun run) => new(CommandKind.Verify, $"verify:{run.Id}:{run.VerifyReads + 1}", run.Id, run.VerifyReads + 1);

    internal static Command ReadClose(RunState state) => Read(null, SignalPurpose.Close, state.CloseReads + 1);

    /// <summary>Begins an operation, or goes on with the one that is not settled: then with its own number, so that it keeps its id.</summary>
    internal static Command Start(StepRun run)
    {
        // One that was planned anew is another operation: the intent of the one before says something else.
        var same = run.Operation is { } operation
            && (operation.Unsettled || (operation.LastOutcome == Actions.StartOutcome.Throttled && !(run.LastPlan?.Sequence > operation.IntendedSequence)));
        var attempt = run.Operations.Count + (same ? 0 : 1);
        // Taking back is planned when it is started: each of those plans that failed was a try.
        var unplanned = run.Operation is null && run.Id.StartsWith(RunState.UndoPrefix, StringComparison.Ordinal) ? run.PlanTries : 0;
        var tries = (same ? run.Operation!.Tries : unplanned) + 1;
        return new(CommandKind.Start, $"start:{run.Id}:{attempt}:{tries}", run.Id, attempt);
    }

    internal static Command Poll(StepRun run) =>
        new(CommandKind.Poll, $"poll:{run.Id}:{run.Operations.Count}:{run.Operation!.Polls + 1}", run.Id, run.Operations.Count);

    internal static Command SetTtl(string step) => new(CommandKind.SetTtl, $"ttl:{step}", step);

    internal static Command Release(string reason, bool byDecision = false) =>
        new(CommandKind.Release, "release", Reason: reason, Target: byDecision ? ReleaseTargets.ByDecision : null);

    internal static Command Notify(NoticeKind kind, string about, string? step = null, int attempt = 1, string reason = "") =>
        new(CommandKind.Notify, $"notify:{about}", step, attempt, Reason: reason, Target: kind.ToString());

    internal static Command Escalate(string reason, string? step = null, IncidentStatus to = IncidentStatus.Escalated) =>
        new(CommandKind.Escalate, "escalate", step, Reason: reason, Target: to.ToString());

    internal static Command Conclude(IncidentStatus to, string reason) =>
        new(CommandKind.Conclude, $"conclude:{to}", Reason: reason, Target: to.ToString());

    /// <summary>The incident is resolved; again, when something had fired after the first time.</summary>
    internal static Command Resolve(RunState state, string reason)
    {
        var command = Conclude(IncidentStatus.Resolved, reason);
        return state.Revivals == 0 ? command : command with { Key = $"{command.Key}:{state.Revivals + 1}" };
    }

    /// <summary>Something fired after the incident was found resolved: closing would swallow it.</summary>
    internal static Command Revive(Seen<Fact.AlertJoined> joined) =>
        Escalate($"It had ended, and before it was closed '{joined.Fact.Alert.Rule}' fired: {joined.Fact.Alert.Summary}") with { Key = $"escalate:fired:{joined.Sequence}" };

    internal static Command Judge() => new(CommandKind.Judge, "judge");

    internal static Command Wait(DateTimeOffset? until, string why, string? step = null) =>
        new(CommandKind.Wait, $"wait:{why}", step, Until: until, Reason: why);

    internal static Command Done() => new(CommandKind.Done, "done");

    private static Command Read(string? step, SignalPurpose purpose, int attempt) =>
        new(CommandKind.ReadSignal, $"signal:{purpose}:{step}:{attempt}", step, attempt, Target: purpose.ToString());
}

/// <summary>What a release command may carry as its target.</summary>
public static class ReleaseTargets
{
    /// <summary>A person closed the incident while an operation was in doubt: that is the decision to give the resources back.</summary>
    public const string ByDecision = "by-decision";
}

/// <summary>What an evaluate command may carry as its target.</summary>
public static class EvaluateTargets
{
    /// <summary>Not what a step needs, but what it makes known.</summary>
    public const string Outputs = "outputs";
}
