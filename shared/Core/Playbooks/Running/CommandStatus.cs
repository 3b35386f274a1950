using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>The status that an incident has while a command is carried out; activities write it with their entry.</summary>
public static class CommandStatus
{
    /// <summary>The status to move to, or null to stay.</summary>
    public static IncidentStatus? Of(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return command.Kind switch
        {
            CommandKind.Reserve or CommandKind.Start => IncidentStatus.Remediating,
            CommandKind.Ask => IncidentStatus.AwaitingApproval,
            CommandKind.Verify => IncidentStatus.Verifying,
            CommandKind.ReadSignal when string.Equals(command.Target, nameof(SignalPurpose.Verify), StringComparison.Ordinal) => IncidentStatus.Verifying,
            CommandKind.Escalate or CommandKind.Conclude when Enum.TryParse<IncidentStatus>(command.Target, out var target) => target,
            _ => null,
        };
    }
}
