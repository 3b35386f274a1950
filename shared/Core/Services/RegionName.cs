namespace OpsAutomation.Core.Services;

/// <summary>One spelling for a region: senders write its name, "West US 2", or its code, "westus2".</summary>
public static class RegionName
{
    /// <summary>Lower case, no spaces.</summary>
    public static string Canonical(string region)
    {
        ArgumentNullException.ThrowIfNull(region);
        return string.Concat(region.Where(c => !char.IsWhiteSpace(c))).ToLowerInvariant();
    }
}
