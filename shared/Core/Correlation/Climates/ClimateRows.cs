namespace OpsAutomation.Core.Correlation.Climates;

/// <summary>The partitions and row keys of the climate. A key is its group, which rules ask for, and what tells its rows apart.</summary>
internal static class ClimateRows
{
    /// <summary>What is read as a whole; small.</summary>
    public const string Partition = "climate";

    /// <summary>Who must look again; read by prefix alone, so it may be long.</summary>
    public const string Targets = "climate-targets";

    /// <summary>What storms withhold; read for one storm at a time.</summary>
    public const string Withheld = "climate-withheld";

    public const string SourcePrefix = "source~";
    public const string DeploymentPrefix = "deploy~";
    public const string OpeningPrefix = "opening~";
    public const string StormPrefix = "storm~";
    public const string FiringPrefix = "firing~";
    public const string IncidentPrefix = "incident~";
    public const string RegionPrefix = "region~";
    public const string GroupPrefix = "group~";
    public const string SloPrefix = "slo~";

    /// <summary>Stands where targets have the name of an inhibition; no inhibition can be called so.</summary>
    public const string GroupTargets = "grouping.";

    public static string Source(string inhibition, string key, string fingerprint, string scope) =>
        $"{SourcesOf(inhibition, key)}{fingerprint}~{scope}";

    public static string SourcesOf(string inhibition, string key) => $"{SourcePrefix}{inhibition}~{key}~";

    public static string Target(string inhibition, string key, string fingerprint, string scope) =>
        $"{TargetsOf(inhibition, key)}{fingerprint}~{scope}";

    public static string TargetsOf(string inhibition, string key) => $"{inhibition}~{key}~";

    public static string Deployment(string service, string alertId) => $"{DeploymentsOf(service)}{alertId}";

    public static string DeploymentsOf(string service) => $"{DeploymentPrefix}{Records.RowKey.Escape(service)}~";

    public static string Opening(string key, string incidentId) => $"{OpeningsOf(key)}{incidentId}";

    public static string OpeningsOf(string key) => $"{OpeningPrefix}{key}~";

    public static string Incident(string service, string incidentId) => $"{IncidentsOf(service)}{incidentId}";

    public static string IncidentsOf(string service) => $"{IncidentPrefix}{service}~";

    public static string Firing(string fingerprint, string scope) => $"{FiringPrefix}{fingerprint}~{scope}";

    public static string FiringsOf(string key) => $"{FiringPrefix}{key}~";

    public static string RegionRow(string region, string fingerprint, string scope) => $"{RegionsOf(region)}{fingerprint}~{scope}";

    public static string RegionsOf(string region) => $"{RegionPrefix}{Records.RowKey.Escape(region)}~";

    public static string Group(string key, string fingerprint, string scope) => $"{GroupsOf(key)}{fingerprint}~{scope}";

    public static string GroupsOf(string key) => $"{GroupPrefix}{key}~";

    public static string Slo(string service, string fingerprint, string scope) => $"{SlosOf(service)}{fingerprint}~{scope}";

    public static string SlosOf(string service) => $"{SloPrefix}{Records.RowKey.Escape(service)}~";

    public static string StormRow(string key) => $"{StormsOf(key)}now";

    public static string StormsOf(string key) => $"{StormPrefix}{key}~";

    public static string WithheldRow(string incidentId, string fingerprint, string scope) => $"{WithheldOf(incidentId)}{fingerprint}~{scope}";

    public static string WithheldOf(string incidentId) => $"{incidentId}~";

    /// <summary>The group of a row: up to as many parts as its kind has in common; null for a kind that is not known.</summary>
    public static string? GroupOf(string row)
    {
        var parts = row[..(row.IndexOf('~', StringComparison.Ordinal) + 1)] switch
        {
            SourcePrefix => 3,
            DeploymentPrefix or OpeningPrefix or StormPrefix or IncidentPrefix or RegionPrefix or GroupPrefix or SloPrefix => 2,
            _ => 0,
        };
        var end = 0;
        for (var i = 0; i < parts; i++)
        {
            end = row.IndexOf('~', end) + 1;
            if (end == 0)
            {
                return null;
            }
        }

        return parts == 0 ? null : row[..end];
    }
}
