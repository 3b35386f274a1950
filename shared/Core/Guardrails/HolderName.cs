namespace OpsAutomation.Core.Guardrails;

/// <summary>Names of those who hold leases: an incident, one of its expiries (<see cref="Incidents.IncidentRun.ExpiryId"/>), or a person's undo (<see cref="Incidents.IncidentRun.UndoId"/>); each holds leases of its own.</summary>
public static class HolderName
{
    private static readonly string[] Parts = ["-ttl-", "-undo-"];

    /// <summary>The incident of a holder.</summary>
    public static string IncidentOf(string holder)
    {
        ArgumentNullException.ThrowIfNull(holder);
        var name = holder;
        foreach (var part in Parts)
        {
            var at = name.IndexOf(part, StringComparison.Ordinal);
            name = at >= 0 ? name[..at] : name;
        }

        return name;
    }
}
