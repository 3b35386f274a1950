namespace OpsAutomation.Core.Correlation.Climates;

/// <summary>The partitions and row keys of the climate.</summary>
internal static class ClimateRows
{
    /// <summary>What is read as a whole; small.</summary>
    public const string Partition = "climate";

    /// <summary>Who must look again; read by prefix alone, so it may be long.</summary>
    public const string Targets = "climate-targets";

    public const string SourcePrefix = "source~";

    public static string Source(string inhibition, string key, string fingerprint, string scope) =>
        $"{SourcesOf(inhibition, key)}{fingerprint}~{scope}";

    public static string SourcesOf(string inhibition, string key) => $"{SourcePrefix}{inhibition}~{key}~";

    public static string Target(string inhibition, string key, string fingerprint, string scope) =>
        $"{TargetsOf(inhibition, key)}{fingerprint}~{scope}";

    public static string TargetsOf(string inhibition, string key) => $"{inhibition}~{key}~";
}
