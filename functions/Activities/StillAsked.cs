using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// Between the moment a command was decided and the moment it is written, an all-clear, a new alert or a person may have
/// come. What cannot be taken back is therefore written only while the journal, as it stands at the write, still asks for it.
/// </summary>
internal static class StillAsked
{
    /// <summary>Whether the journal asks for the command now.</summary>
    public static bool Is(IncidentFile file, Command command, DateTimeOffset now) =>
        string.Equals(Interpreter.Advance(file, now).Key, command.Key, StringComparison.Ordinal);

    /// <summary>The entry when the journal asks for the command, or holds the entry already (then writing it again writes nothing); else null.</summary>
    public static NewEntry? Or(IncidentFile file, Command command, DateTimeOffset now, NewEntry entry) =>
        file.Entries.Any(e => string.Equals(e.Key, entry.Key, StringComparison.Ordinal)) || Is(file, command, now) ? entry : null;
}
