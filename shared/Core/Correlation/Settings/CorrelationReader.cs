using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Correlation.Settings;

/// <summary>
/// Reads <c>correlation.yaml</c> and tells every problem at once (OPS14nn, listed in docs/diagnostics.md). Times have least
/// values: an interval of a second is a storm (grafana#126401).
/// </summary>
public static class CorrelationReader
{
    /// <summary>Reads it, or returns null after adding every problem to the bag.</summary>
    public static CorrelationSettings? Read(YamlMap root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var errors = Errors(root.Bag);
        CatalogHeader.Check(root, "Correlation");
        var settings = new CorrelationSettings
        {
            Inhibitions = InhibitionReader.Read(root, "inhibitions"),
            Flapping = root.Map("flapping") is { } flapping ? Flapping(flapping) : null,
        };
        root.Done();
        return Errors(root.Bag) == errors ? settings : null;
    }

    private static FlappingSetting Flapping(YamlMap map)
    {
        var setting = new FlappingSetting(
            SettingBounds.Count(map, "changes", 3, EventHistory.Kept / 2),
            SettingBounds.Time(map, "within", TimeSpan.FromMinutes(1), TimeSpan.FromHours(24)),
            SettingBounds.Time(map, "calm", TimeSpan.FromMinutes(1), TimeSpan.FromHours(24)));
        map.Done();
        return setting;
    }

    private static int Errors(DiagnosticBag bag) => bag.All.Count(d => d.Severity == DiagnosticSeverity.Error);
}
