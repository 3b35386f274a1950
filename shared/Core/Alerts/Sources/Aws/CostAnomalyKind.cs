namespace OpsAutomation.Core.Alerts.Sources.Aws;

/// <summary>
/// An anomaly of AWS Cost Anomaly Detection, from EventBridge (<c>Anomaly Detected</c>) or SNS. It is told again while it goes on,
/// under the same id. Its end date is the last day seen, no end; only the feedback that it is none resolves it. Source: AWS Cost
/// Management API Reference, "Anomaly" and "Impact".
/// </summary>
internal sealed class CostAnomalyKind : IAwsKind
{
    public string Name => "cost anomaly";

    public IReadOnlyList<string> DetailTypes { get; } = ["Anomaly Detected"];

    public bool Fits(AwsMessage message) =>
        (message.IsEvent("Anomaly Detected") && message.Root.Text("source", 64) is "aws.ce" or null)
        || (message.DetailType is null && message.Root.Find("anomalyId") is not null);

    public AlertDraft? Read(AwsMessage message, IntakeContext context, out DeadLetter? problem)
    {
        var isEvent = message.DetailType is not null;
        var anomaly = isEvent ? message.Detail : message.Root;
        problem = anomaly.Text("anomalyId", 128) is null ? new DeadLetter(isEvent ? "detail.anomalyId" : "anomalyId", "The anomaly has no id.", Name) : null;
        if (problem is not null)
        {
            return null;
        }

        var impact = anomaly.Object("impact");
        var cause = new JsonFields(anomaly.List("rootCauses").FirstOrDefault());
        var about = anomaly.Text("dimensionalValue", 256) ?? anomaly.Text("dimensionValue", 256) ?? cause.Text("service", 256);
        var rule = anomaly.Text("monitorName", 256) ?? "cost anomaly";
        var place = new AwsPlace(anomaly.Text("accountId", 64) ?? message.Root.Text("account", 64) ?? cause.Text("linkedAccount", 64), null);
        var signal = AwsDraft.Signal(SignalKind.CostAnomaly, about, ("anomaly", anomaly.Text("anomalyId", 128)));
        var draft = AwsDraft.Begin(message, context, rule, signal, place, Arn.Parse(anomaly.Text("monitorArn", 1024))?.Text);
        var (actual, expected, total) = (impact.Number("totalActualSpend"), impact.Number("totalExpectedSpend"), impact.Number("totalImpact"));
        var percent = impact.Number("totalImpactPercentage");
        Label(draft.Labels, anomaly, cause, total, percent);
        var dismissed = anomaly.Text("feedback", 32) is "NO" or "PLANNED_ACTIVITY";
        return draft with
        {
            Severity = percent >= 100 || (expected > 0 && actual >= 2 * expected) ? Severity.Sev2 : Severity.Sev3,
            Status = dismissed ? AlertStatus.Resolved : AlertStatus.Firing,
            EndsAt = dismissed ? message.Time : null,
            StartsAt = anomaly.Time("anomalyStartDate") ?? draft.StartsAt,
            Value = actual,
            Threshold = expected,

            // Cost Explorer reports in dollars of the United States, whatever the bill is in.
            Unit = "USD",
            Summary = $"{about ?? rule}: {Amount(actual)} spent where {Amount(expected)} was expected, {Amount(total)} too much",
            Links = [new("anomaly", anomaly.Text("anomalyDetailsLink", 2048))],
        };
    }

    private static string Amount(double? amount) => amount is { } value ? $"{value:0.##} USD" : "an unknown amount";

    private static void Label(AlertLabels labels, JsonFields anomaly, JsonFields cause, double? total, double? percent)
    {
        labels.Add("aws.anomaly", anomaly.Text("anomalyId", 128));
        labels.Add("aws.monitorType", anomaly.Text("monitorType", 64));
        labels.Add("aws.impact", total?.ToString("0.##"));
        labels.Add("aws.impactPercent", percent?.ToString("0.##"));
        labels.Add("aws.score", anomaly.Object("anomalyScore").Text("currentScore", 32));
        labels.Add("aws.lastSeen", anomaly.Text("anomalyEndDate", 32));
        labels.Add("aws.feedback", anomaly.Text("feedback", 32));
        labels.Add("aws.causeService", cause.Text("service", 256));
        labels.Add("aws.causeAccount", cause.Text("linkedAccount", 64));
        labels.Add("aws.causeRegion", cause.Text("region", 64));
        labels.Add("aws.causeUsage", cause.Text("usageType", 256));
    }
}
