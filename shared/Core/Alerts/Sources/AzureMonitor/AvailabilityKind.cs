namespace OpsAutomation.Core.Alerts.Sources.AzureMonitor;

/// <summary>An availability (web) test of Application Insights: how many locations failed.</summary>
internal sealed class AvailabilityKind : IAzureAlertKind
{
    public string Name => "availability test";

    public IReadOnlyList<string> Services { get; } = [];

    public bool Fits(CommonAlert alert) => alert.ConditionIs("WebtestLocationAvailabilityCriteria");

    public AlertDraft? Read(CommonAlert alert, AlertDraft draft, out DeadLetter? problem)
    {
        problem = null;
        draft.Labels.AddAll(alert.Context.Object("properties"));
        var criteria = Criteria.Read(alert.Condition);
        var test = criteria.First.Text("webTestName", 260) ?? criteria.First.Text("metricName", 128) ?? draft.Rule;
        draft = draft with
        {
            Signal = new Signal(
                SignalKind.Availability,
                test,
                criteria.First.Text("metricNamespace", 128),
                criteria.First.Text("timeAggregation", 32),
                Criteria.Operator(criteria.First.Text("operator", 64)),
                criteria.Window,
                new Dictionary<string, string>(criteria.Dimensions, StringComparer.Ordinal) { ["webTestName"] = test }),
            Value = criteria.First.Number("metricValue"),
            Threshold = criteria.First.Number("threshold"),
        };
        return draft with { Summary = ConditionText.Of(draft, $"the number of failed locations of '{test}'", draft.Value, draft.Threshold, dynamicThreshold: false) };
    }
}
