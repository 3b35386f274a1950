using OpsAutomation.Core.Playbooks;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// The commands that may be carried out together in one activity: each takes a moment, and doing it again after a crash does
/// no harm. Telling people is not among them: a channel may be slow, and a message that is sent twice is read twice.
/// </summary>
public sealed class QuickCommands(
    ClassifyIncident classify,
    RerouteIncident reroute,
    ReserveResources reserve,
    EvaluateStep evaluate,
    PlanStep plan,
    AskApproval ask,
    EndApproval end,
    ReadSignal signal,
    VerifyStep verify,
    TakeSnapshot snapshot,
    StartStep start,
    PollStep poll,
    SetTtl ttl,
    ReleaseResources release,
    EscalateIncident escalate,
    ConcludeIncident conclude)
{
    private readonly Dictionary<CommandKind, ICommandActivity> _activities = new()
    {
        [CommandKind.Classify] = classify,
        [CommandKind.Reroute] = reroute,
        [CommandKind.Reserve] = reserve,
        [CommandKind.Evaluate] = evaluate,
        [CommandKind.Plan] = plan,
        [CommandKind.Ask] = ask,
        [CommandKind.TimeOut] = end,
        [CommandKind.Void] = end,
        [CommandKind.ReadSignal] = signal,
        [CommandKind.Verify] = verify,
        [CommandKind.Snapshot] = snapshot,
        [CommandKind.Start] = start,
        [CommandKind.Poll] = poll,
        [CommandKind.SetTtl] = ttl,
        [CommandKind.Release] = release,
        [CommandKind.Escalate] = escalate,
        [CommandKind.Conclude] = conclude,
    };

    /// <summary>What carries out a kind of command; null for one that is an activity of its own, or none.</summary>
    public ICommandActivity? Find(CommandKind kind) => _activities.GetValueOrDefault(kind);
}
