namespace OpsAutomation.Core.Guardrails;

/// <summary>Names of those who hold leases. An expiry holds leases of its own: giving them back must not give back those of the run.</summary>
public static class HolderName
{
    private const string Expiry = "-ttl-";

    /// <summary>The holder of a step's expiry.</summary>
    public static string OfExpiry(string incidentId, string stepId) => $"{incidentId}{Expiry}{stepId}";

    /// <summary>The incident of a holder.</summary>
    public static string IncidentOf(string holder)
    {
        ArgumentNullException.ThrowIfNull(holder);
        var at = holder.IndexOf(Expiry, StringComparison.Ordinal);
        return at < 0 ? holder : holder[..at];
    }
}
