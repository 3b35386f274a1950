namespace OpsAutomation.Core.Guardrails;

/// <summary>Names of those who hold leases: an incident, or one of its expiries (<see cref="Incidents.IncidentRun.ExpiryId"/>), which holds leases of its own.</summary>
public static class HolderName
{
    private const string Expiry = "-ttl-";

    /// <summary>The incident of a holder.</summary>
    public static string IncidentOf(string holder)
    {
        ArgumentNullException.ThrowIfNull(holder);
        var at = holder.IndexOf(Expiry, StringComparison.Ordinal);
        return at < 0 ? holder : holder[..at];
    }
}
