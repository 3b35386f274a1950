using System.Globalization;
using System.Text.Json;
using OpsAutomation.Core.Alerts.Sources.CloudEvents;

namespace OpsAutomation.Core.Alerts.Sources.Cost;

/// <summary>
/// Our own detector's event <c>OpsAutomation.Cost.AnomalyDetected</c>, a CloudEvent 1.0; <c>docs/events/cost-anomaly.md</c> describes it.
/// </summary>
public sealed class CostSource : IAlertSource
{
    // Either says that it is no matter of rounding: eight robust deviations off, or twice what was expected.
    private const double HighScore = 8;
    private const double HighFactor = 2;

    /// <inheritdoc />
    public string Name => "cost";

    /// <inheritdoc />
    public bool Recognises(JsonElement body) => CloudEvent.IsOf(body, CostAnomaly.Type);

    // Our own detector posts it, and can be mended: it is told at once.
    /// <inheritdoc />
    public SplitResult Split(JsonElement body) => CloudEvent.Split(Name, body, e => CostAnomaly.Read(e, out var problem) is null ? problem : null);

    /// <inheritdoc />
    public NormaliseResult Normalise(JsonElement item, IntakeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return CostAnomaly.Read(item, out var problem) is { } anomaly ? Draft(anomaly, context).Complete(Name, context) : NormaliseResult.Dead(problem!);
    }

    private static AlertDraft Draft(CostAnomaly anomaly, IntakeContext context)
    {
        var labels = new AlertLabels();
        labels.Add("cost.series", anomaly.Series);
        labels.Add("cost.scope", anomaly.Scope);
        labels.Add("cost.detector", anomaly.Detector);
        labels.Add("cost.delta", anomaly.Delta.ToString("0.##", CultureInfo.InvariantCulture));
        labels.Add("cost.score", anomaly.Score.ToString("0.##", CultureInfo.InvariantCulture));
        foreach (var (cause, number) in anomaly.Causes.Take(5).Select((c, i) => (c, i + 1)))
        {
            labels.Add($"cost.cause{number}", string.Create(CultureInfo.InvariantCulture, $"{cause.Dimension} {cause.Value}: {cause.Share * 100:0} %"));
        }

        var identity = anomaly.Resource?.ToLowerInvariant().TrimEnd('/');
        var resource = CatalogNames.Resource(identity, context.Services);
        if (identity is not null && resource is null)
        {
            labels.Add("cost.resource", identity);
            labels.Assume("the resource is not in the catalogue and was not taken as a target");
        }

        return new AlertDraft
        {
            Rule = "cost anomaly",
            Status = anomaly.Resolved ? AlertStatus.Resolved : AlertStatus.Firing,
            Severity = anomaly.Delta > 0 && (Math.Abs(anomaly.Score) >= HighScore || anomaly.Actual >= HighFactor * anomaly.Expected) ? Severity.Sev2 : Severity.Sev3,
            Signal = new Signal(
                SignalKind.CostAnomaly, anomaly.Series, null, "Total", anomaly.Delta > 0 ? "GreaterThan" : "LessThan", anomaly.End - anomaly.Start,
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["series"] = anomaly.Series,
                    ["scope"] = Identity.Bounded(anomaly.Scope.ToLowerInvariant(), 512),
                }),
            Resource = resource,
            Identity = identity,
            ResourceField = "data.resource",
            NamedService = CatalogNames.Service(anomaly.Service, context.Services),
            Labels = labels,
            Value = anomaly.Actual,
            Threshold = anomaly.Expected,
            Unit = anomaly.Currency,
            StartsAt = anomaly.Start,
            EndsAt = anomaly.Resolved ? anomaly.Envelope.Time : null,
            Summary = string.Create(CultureInfo.InvariantCulture, $"{anomaly.Series}: {anomaly.Actual:0.##} {anomaly.Currency} spent where {anomaly.Expected:0.##} was expected"),
        };
    }
}
