using OpsAutomation.Core.Playbooks;

namespace OpsAutomation.Functions.Activities;

/// <summary>Which activity carries out which command: one table, so that a new command cannot be forgotten silently.</summary>
public static class CommandActivity
{
    private static readonly Dictionary<CommandKind, string> Names = new()
    {
        [CommandKind.Classify] = nameof(ClassifyIncident),
        [CommandKind.Reroute] = nameof(RerouteIncident),
        [CommandKind.Reserve] = nameof(ReserveResources),
        [CommandKind.Evaluate] = nameof(EvaluateStep),
        [CommandKind.Plan] = nameof(PlanStep),
        [CommandKind.Ask] = nameof(AskApproval),
        [CommandKind.TimeOut] = nameof(EndApproval),
        [CommandKind.Void] = nameof(EndApproval),
        [CommandKind.ReadSignal] = nameof(ReadSignal),
        [CommandKind.Verify] = nameof(VerifyStep),
        [CommandKind.Snapshot] = nameof(TakeSnapshot),
        [CommandKind.Start] = nameof(StartStep),
        [CommandKind.Poll] = nameof(PollStep),
        [CommandKind.SetTtl] = nameof(SetTtl),
        [CommandKind.Release] = nameof(ReleaseResources),
        [CommandKind.Notify] = nameof(NotifyPeople),
        [CommandKind.Escalate] = nameof(EscalateIncident),
        [CommandKind.Conclude] = nameof(ConcludeIncident),
        [CommandKind.Judge] = nameof(JudgeRun),
    };

    /// <summary>Name of the activity for a command.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The orchestration itself carries this command out (wait, done).</exception>
    public static string NameOf(CommandKind kind) =>
        Names.TryGetValue(kind, out var name) ? name : throw new ArgumentOutOfRangeException(nameof(kind), kind, "No activity carries out this command.");
}
