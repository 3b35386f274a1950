using System.Text.Json;
using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.Metrics;

/// <summary>A value that replaces a metric's model for a while.</summary>
/// <param name="From">First time it holds.</param>
/// <param name="Until">End of it, exclusive; null for no end.</param>
/// <param name="Points">Values by offset from <paramref name="From"/>, each held until the next.</param>
internal sealed record MetricOverride(DateTimeOffset From, DateTimeOffset? Until, IReadOnlyList<MetricPoint> Points)
{
    /// <summary>True when it says the value of a minute.</summary>
    public bool Holds(DateTimeOffset minute) => minute >= From && (Until is null || minute < Until);

    /// <summary>Overrides of a resource's metric, newest first.</summary>
    public static List<MetricOverride> Of(StoreSession session, string resourceKey, string metric) => session.Query(
        "SELECT body FROM overrides WHERE resource = $0 AND metric = $1 ORDER BY seq DESC",
        row => JsonSerializer.Deserialize<MetricOverride>(row.GetString(0))!, resourceKey, metric.ToLowerInvariant());

    /// <summary>Stores one. The newest wins.</summary>
    public static void Put(StoreSession session, string resourceKey, string metric, MetricOverride value) => session.Execute(
        "INSERT INTO overrides(resource, metric, body) VALUES($0, $1, $2)", resourceKey, metric.ToLowerInvariant(), JsonSerializer.Serialize(value));
}
