using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Cost.Causes;
using OpsAutomation.Core.Cost.Detection;
using OpsAutomation.Core.Cost.Proxies;

namespace OpsAutomation.Core.Cost;

/// <summary>
/// The CloudEvent that tells an anomaly, as <c>docs/events/cost-anomaly.md</c> describes it. Its id is that of the anomaly, so the
/// same one told again is the same event.
/// </summary>
public static class CostEvent
{
    /// <summary>Type of the event.</summary>
    public const string Type = "OpsAutomation.Cost.AnomalyDetected";

    private const string Source = "/opsautomation/cost";
    private const int MaxName = 256;

    /// <summary>The event of an anomaly.</summary>
    /// <param name="anomaly">The anomaly.</param>
    /// <param name="causes">What explains it.</param>
    /// <param name="now">When it is told.</param>
    /// <param name="service">Service of the catalogue that pays, or null.</param>
    /// <param name="resource">ARM id when one resource is what it is about, or null.</param>
    /// <param name="resolved">True to tell that it ended.</param>
    public static JsonObject Of(Anomaly anomaly, IReadOnlyList<Cause> causes, DateTimeOffset now, string? service = null, string? resource = null, bool resolved = false)
    {
        ArgumentNullException.ThrowIfNull(anomaly);
        ArgumentNullException.ThrowIfNull(causes);
        var (expected, actual) = (Math.Round(anomaly.Expected, 2), Math.Round(anomaly.Actual, 2));
        return Envelope(
            Id(anomaly) + (resolved ? "/resolved" : string.Empty), now, Name(anomaly.Series.Dimension, anomaly.Series.Value), anomaly.Series.Scope, service, resource, anomaly.Currency, expected, actual,
            Math.Round(anomaly.Score, 2), new DateTimeOffset(anomaly.Start, default, TimeSpan.Zero), new DateTimeOffset(anomaly.Through.AddDays(1), default, TimeSpan.Zero),
            causes, SeasonalDetector.Name, resolved);
    }

    /// <summary>The event of a run rate that jumped; amounts are for an hour of it.</summary>
    /// <param name="change">What changed; it must have a price.</param>
    /// <param name="since">The census before, which did not show it: it began after that.</param>
    /// <param name="at">The census that showed it.</param>
    /// <param name="expectedPerHour">What the usual number of instances costs an hour.</param>
    /// <param name="now">When it is told.</param>
    public static JsonObject Of(RunRateChange change, DateTimeOffset since, DateTimeOffset at, double expectedPerHour, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(change);
        var expected = Math.Round(expectedPerHour, 2);
        var actual = Math.Round(expectedPerHour + (change.PerHour ?? throw new ArgumentException("a change without a price has no amount", nameof(change))), 2);
        var id = $"run-rate/{LengthPrefixedHash.Hex(16, change.Resource.ToLowerInvariant(), change.Size.ToLowerInvariant())}/{at.UtcDateTime:yyyy-MM-ddTHH}";
        return Envelope(
            id, now, $"run rate {change.Size}", Scope(change.Resource), null, change.Resource, change.Currency!, expected, actual,
            change.Before > 0 ? Math.Round((change.Now - change.Before) / Math.Sqrt(change.Before), 2) : change.Now, since, at,
            [new Cause("Size", change.Size, 1, 0, change.Before == 0)], "run-rate/1", resolved: false);
    }

    /// <summary>Name of an anomaly, the same whenever it is looked at: what grows or lasts keeps it.</summary>
    public static string Id(Anomaly anomaly)
    {
        ArgumentNullException.ThrowIfNull(anomaly);
        var series = anomaly.Series;
        return $"{LengthPrefixedHash.Hex(16, series.Scope.ToLowerInvariant(), series.Dimension, series.Value)}/{anomaly.Start:yyyy-MM-dd}/{(anomaly.Delta >= 0 ? "more" : "less")}";
    }

    private static JsonObject Envelope(
        string id, DateTimeOffset now, string series, string scope, string? service, string? resource, string currency, double expected, double actual,
        double score, DateTimeOffset start, DateTimeOffset end, IReadOnlyList<Cause> causes, string detector, bool resolved) => new()
        {
            ["specversion"] = "1.0",
            ["id"] = id,
            ["source"] = Source,
            ["type"] = Type,
            ["time"] = JsonSerializer.SerializeToNode(now),
            ["datacontenttype"] = "application/json",
            ["data"] = new JsonObject
            {
                ["series"] = Bounded(series),
                ["scope"] = scope,
                ["service"] = service,
                ["resource"] = resource,
                ["currency"] = currency,
                ["expected"] = expected,
                ["actual"] = actual,
                ["delta"] = Math.Round(actual - expected, 2),
                ["score"] = score,
                ["window"] = new JsonObject { ["start"] = JsonSerializer.SerializeToNode(start), ["end"] = JsonSerializer.SerializeToNode(end) },
                ["rootCauses"] = new JsonArray([.. causes.Take(20).Select(c => new JsonObject
                {
                    ["dimension"] = Bounded(c.Dimension)[..Math.Min(64, c.Dimension.Length)],
                    ["value"] = c.Value.Length == 0 ? "(none)" : Bounded(c.Value),
                    ["share"] = Math.Round(Math.Clamp(c.Share, 0, 1), 4),
                })]),
                ["detector"] = detector,
                ["status"] = resolved ? "Resolved" : "Firing",
            },
        };

    private static string Name(string dimension, string value) => dimension is "ServiceName" && value.Length > 0 ? value : $"{dimension} {(value.Length == 0 ? "(none)" : value)}";

    private static string Scope(string resource) => string.Join('/', resource.Split('/').Take(5));

    private static string Bounded(string text) => text.Length <= MaxName ? text : text[..MaxName];
}
