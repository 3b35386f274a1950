namespace OpsAutomation.Core.Alerts.Sources.AzureMonitor;

/// <summary>A log search rule of the second version: it embeds no rows, only links to them.</summary>
internal sealed class LogV2Kind : IAzureAlertKind
{
    public string Name => "log search v2";

    public IReadOnlyList<string> Services { get; } = ["Log Alerts V2"];

    public bool Fits(CommonAlert alert) => alert.ConditionIs("LogQueryCriteria") || alert.ServiceIs(Services);

    public AlertDraft? Read(CommonAlert alert, AlertDraft draft, out DeadLetter? problem)
    {
        problem = null;
        var criteria = Criteria.Read(alert.Condition);
        var first = criteria.First;
        draft.Labels.Add("azure.query", first.Text("searchQuery", 1024));
        draft.Labels.AddAll(alert.Context.Object("properties"));
        draft = draft with
        {
            Signal = new Signal(
                SignalKind.Log,
                first.Text("metricMeasureColumn", 128),
                null,
                first.Text("timeAggregation", 32),
                Criteria.Operator(first.Text("operator", 64)),
                criteria.Window,
                criteria.Dimensions),
            Value = first.Number("metricValue"),
            Threshold = first.Number("threshold"),
            Links =
            [
                new("results", first.Text("linkToSearchResultsUI", 2048)),
                new("filteredResults", first.Text("linkToFilteredSearchResultsUI", 2048)),
            ],
        };
        return draft with { Summary = ConditionText.Of(draft, "the query's result", draft.Value, draft.Threshold, dynamicThreshold: false) };
    }
}
