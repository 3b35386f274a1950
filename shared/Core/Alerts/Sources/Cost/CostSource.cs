using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;

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
    public bool Recognises(JsonElement body) => new JsonFields(body).Text("type", 256) == CostAnomalyEvent.Type;

    /// <inheritdoc />
    public SplitResult Split(JsonElement body) => BatchSplit.Split(Name, body, One);

    /// <inheritdoc />
    public NormaliseResult Normalise(JsonElement item, IntakeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (JsonFlaws.Find(item) is { } flaw)
        {
            return NormaliseResult.Dead(new DeadLetter(flaw.Path, flaw.Message));
        }

        if (item.ValueKind != JsonValueKind.Object)
        {
            return NormaliseResult.Dead(new DeadLetter("body", "An event must be a JSON object."));
        }

        return CostAnomalyEvent.Problems(item) is { Count: > 0 } problems
            ? NormaliseResult.Dead(new DeadLetter(problems[0].Field, Told(problems)))
            : Read(new JsonFields(item), context).Complete(Name, context);
    }

    private SplitResult One(JsonElement body)
    {
        if (CostAnomalyEvent.Problems(body) is { Count: > 0 } problems)
        {
            return SplitResult.Refuse(problems[0].Field, Told(problems));
        }

        var root = new JsonFields(body);
        return SplitResult.Of([new SplitItem(DerivedId.Of(Name, "event", root.Text("source", 512), root.Text("id", 256)), body)]);
    }

    private static string Told(IReadOnlyList<SplitProblem> problems) => AlertText.Clean(string.Join(" ", problems.Select(p => p.Message)), 1024);

    private static AlertDraft Read(JsonFields root, IntakeContext context)
    {
        var data = root.Object("data");
        var window = data.Object("window");
        var (series, scope) = (data.Text("series", 256)!, data.Text("scope", 1024)!);
        var (expected, actual, delta, score) = (data.Number("expected")!.Value, data.Number("actual")!.Value, data.Number("delta")!.Value, data.Number("score")!.Value);
        var (start, end) = (window.Time("start")!.Value, window.Time("end")!.Value);
        var currency = data.Text("currency", 3)!;
        var resolved = data.Text("status", 16) == "Resolved";
        var resource = data.Text("resource", 1024)?.ToLowerInvariant().TrimEnd('/');
        var labels = new AlertLabels();
        labels.Add("cost.series", series);
        labels.Add("cost.scope", scope);
        labels.Add("cost.detector", data.Text("detector", 128));
        labels.Add("cost.delta", delta.ToString("0.##"));
        labels.Add("cost.score", score.ToString("0.##"));
        foreach (var (cause, index) in data.List("rootCauses").Select((c, i) => (new JsonFields(c), i)).Take(5))
        {
            labels.Add($"cost.cause{index + 1}", $"{cause.Text("dimension", 64)} {cause.Text("value", 256)}: {cause.Number("share"):P0}");
        }

        return new AlertDraft
        {
            Rule = "cost anomaly",
            Status = resolved ? AlertStatus.Resolved : AlertStatus.Firing,
            Severity = delta > 0 && (Math.Abs(score) >= HighScore || actual >= HighFactor * expected) ? Severity.Sev2 : Severity.Sev3,
            Signal = new Signal(
                SignalKind.CostAnomaly, series, null, "Total", delta > 0 ? "GreaterThan" : "LessThan", end - start,
                new Dictionary<string, string>(StringComparer.Ordinal) { ["series"] = series, ["scope"] = scope.ToLowerInvariant() }),
            Resource = resource,
            ResourceField = "data.resource",
            NamedService = data.Text("service", 60),
            Labels = labels,
            Value = actual,
            Threshold = expected,
            Unit = currency,
            StartsAt = start,
            EndsAt = resolved ? root.Time("time") : null,
            Summary = $"{series}: {actual:0.##} {currency} spent where {expected:0.##} was expected",
        };
    }
}
