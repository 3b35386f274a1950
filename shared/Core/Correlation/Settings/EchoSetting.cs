namespace OpsAutomation.Core.Correlation.Settings;

/// <summary>How our own doings are recognised when they come back as alerts.</summary>
/// <param name="Principals">Object or application ids by which our identities appear as callers in the activity log, lower case.</param>
public sealed record EchoSetting(IReadOnlyList<string> Principals)
{
    /// <summary>No principals; our notices and drills are recognised all the same.</summary>
    public static EchoSetting None { get; } = new([]);

    /// <summary>These and others, each once, in lower case.</summary>
    public EchoSetting And(IEnumerable<string> others) =>
        new([.. Principals.Concat(others.Where(o => !string.IsNullOrWhiteSpace(o)).Select(o => o.Trim().ToLowerInvariant())).Distinct(StringComparer.Ordinal)]);
}
