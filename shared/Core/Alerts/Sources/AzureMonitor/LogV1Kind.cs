using System.Globalization;

namespace OpsAutomation.Core.Alerts.Sources.AzureMonitor;

/// <summary>A log search rule of the first version (Log Analytics, Application Insights). Its rows stay in the intake ledger; the alert carries counts and links.</summary>
internal sealed class LogV1Kind : IAzureAlertKind
{
    public string Name => "log search v1";

    public IReadOnlyList<string> Services { get; } = ["Log Analytics", "Application Insights"];

    public bool Fits(CommonAlert alert) => alert.ServiceIs(Services) || alert.Context.Find("SearchQuery") is not null;

    public AlertDraft? Read(CommonAlert alert, AlertDraft draft, out DeadLetter? problem)
    {
        problem = null;
        var context = alert.Context;
        draft.Labels.Add("azure.query", context.Text("SearchQuery", 1024));
        draft.Labels.Add("azure.alertType", context.Text("AlertType", 64));
        draft.Labels.Add("azure.affected", context.List("AffectedConfigurationItems").Select(i => JsonFields.TextOf(i, 512)).FirstOrDefault(i => i is not null));
        var dimensions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Criteria.DimensionsOf(context.List("Dimensions")))
        {
            dimensions.TryAdd(name, value);
        }

        // The count of rows is the observed value only where the rule counts rows; a metric measurement compares an aggregate that is not sent.
        var countsRows = context.Text("AlertType", 64)?.Contains("number of results", StringComparison.OrdinalIgnoreCase) ?? true;
        draft = draft with
        {
            Signal = new Signal(
                SignalKind.Log,
                null,
                null,
                countsRows ? "Count" : null,
                Criteria.Operator(context.Text("Operator", 64)),
                Minutes(context.Number("SearchIntervalDurationMin") ?? context.Number("SearchIntervalInMinutes")),
                dimensions),
            Value = countsRows ? context.Number("ResultCount") : null,
            Threshold = context.Number("Threshold"),
            Links =
            [
                new("results", context.Text("LinkToSearchResults", 2048)),
                new("filteredResults", context.Text("LinkToFilteredSearchResultsUI", 2048)),
            ],
        };
        var observed = countsRows ? "the number of rows" : string.Create(CultureInfo.InvariantCulture, $"a measurement over {context.Number("ResultCount") ?? 0:0} rows");
        return draft with { Summary = ConditionText.Of(draft, observed, draft.Value, draft.Threshold, dynamicThreshold: false) };
    }

    private static TimeSpan? Minutes(double? minutes) => minutes is > 0 and < 527_040 ? TimeSpan.FromMinutes(minutes.Value) : null;
}
