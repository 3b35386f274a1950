using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Core.Playbooks.BuiltIn;

/// <summary>Tells the people of the incident something. A channel that is down is recorded and stops nothing.</summary>
public static class NotifyAction
{
    internal const string Name = "notify";

    /// <summary>Parameter: what to tell them.</summary>
    internal const string Message = "message";

    internal static ActionDescriptor Descriptor { get; } =
        BuiltInActions.Describe(Name, new ActionParameter(Message, ActionParameterType.Text, Required: true, "What to tell them, one or two sentences.") { IsProse = true });

    /// <summary>What a step of a run tells people; it stays in the journal, and commands carry only the step's id.</summary>
    public static string MessageOf(IncidentFile file, string stepId) =>
        StepInRun.Find(file, stepId)?.With[Message]?.GetValue<string>() ?? string.Empty;

    internal static Progress Next(RunState state, StepRun run)
    {
        var tell = Commands.Notify(NoticeKind.FromPlaybook, $"step:{run.Id}", run.Id);
        return state.Has(tell.Key) ? Progress.Done : Progress.Busy(tell);
    }
}
