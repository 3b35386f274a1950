namespace OpsAutomation.Core.Alerts.Sources.AzureMonitor;

/// <summary>A metric rule with static or dynamic thresholds. Thresholds are strings and values numbers or null.</summary>
internal sealed class MetricKind : IAzureAlertKind
{
    public string Name => "metric";

    public IReadOnlyList<string> Services { get; } = ["Platform"];

    public bool Fits(CommonAlert alert) =>
        alert.ConditionIs("SingleResourceMultipleMetricCriteria", "MultipleResourceMultipleMetricCriteria", "DynamicThresholdCriteria")
        || alert.ServiceIs(Services);

    public AlertDraft? Read(CommonAlert alert, AlertDraft draft, out DeadLetter? problem)
    {
        var criteria = Criteria.Read(alert.Condition);
        if (criteria.First.Text("metricName", 128) is not { } metric)
        {
            problem = new DeadLetter("data.alertContext.condition.allOf[0].metricName", "The metric alert names no metric.");
            return null;
        }

        problem = null;
        draft.Labels.AddAll(alert.Context.Object("properties"));

        // A dynamic threshold is what the model expected in that window; it says nothing about now.
        var isDynamic = alert.ConditionIs("DynamicThresholdCriteria") || criteria.First.Find("alertSensitivity") is not null;
        var aggregation = criteria.First.Text("timeAggregation", 32);
        draft = draft with
        {
            Signal = new Signal(
                SignalKind.Metric,
                metric,
                criteria.First.Text("metricNamespace", 128),
                aggregation,
                Criteria.Operator(criteria.First.Text("operator", 64)),
                criteria.Window,
                criteria.Dimensions),
            Value = criteria.First.Number("metricValue"),
            Threshold = isDynamic ? null : criteria.First.Number("threshold"),
        };
        if (criteria.Count > 1)
        {
            draft.Labels.Assume($"the rule has {criteria.Count} criteria; the first is read again before acting");
        }

        return draft with
        {
            Summary = ConditionText.Of(draft, aggregation is null ? metric : $"{metric} ({aggregation})", draft.Value, draft.Threshold, isDynamic),
        };
    }
}
