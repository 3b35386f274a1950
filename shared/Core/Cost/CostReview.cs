using MathNet.Numerics.Statistics;
using OpsAutomation.Core.Cost.Causes;
using OpsAutomation.Core.Cost.Detection;
using OpsAutomation.Core.Cost.Forecasts;
using OpsAutomation.Core.Cost.Ledger;
using OpsAutomation.Core.Cost.Series;
using OpsAutomation.Core.Cost.Settings;
using OpsAutomation.Core.Cost.Showback;

namespace OpsAutomation.Core.Cost;

/// <summary>An anomaly with what explains it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Anomaly">What was found.</param>
/// <param name="Causes">What explains it, the best first.</param>
/// <param name="Service">Service of the tag that explains at least half of it, or null.</param>
/// <param name="Resource">Resource that explains at least half of it, or null.</param>
public sealed record ExplainedAnomaly(string Id, Anomaly Anomaly, IReadOnlyList<Cause> Causes, string? Service, string? Resource);

/// <summary>A scope, looked at.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="Currency">ISO 4217 code, or null where nothing is known.</param>
/// <param name="Trend">The sum of each day beside what was expected.</param>
/// <param name="Anomalies">What was found, the newest first.</param>
/// <param name="Forecast">The month, or null while too little is known.</param>
/// <param name="Showback">Who pays, by tag, in this month.</param>
/// <param name="Lifecycles">What is new and what is gone, with the name of the resource.</param>
/// <param name="Notes">What was odd about the data.</param>
public sealed record CostReview(
    string Scope, string? Currency, IReadOnlyList<JudgedDay> Trend, IReadOnlyList<ExplainedAnomaly> Anomalies, MonthForecast? Forecast,
    IReadOnlyList<ShowbackTable> Showback, IReadOnlyList<(string Resource, Lifecycle Change)> Lifecycles, IReadOnlyList<CostNote> Notes)
{
    private const string Tag = "tag:";
    private const double Most = 0.5;
    private const int Fortnight = 14;

    /// <summary>Looks at a scope.</summary>
    /// <param name="scope">The scope with its budget.</param>
    /// <param name="settings">How to look.</param>
    /// <param name="known">Every series of the scope.</param>
    /// <param name="now">The time.</param>
    public static CostReview Of(CostScope scope, CostSettings settings, IReadOnlyDictionary<SeriesName, IReadOnlyList<CostDay>> known, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(known);
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var options = new DetectionOptions { MinimumMoney = settings.MinimumMoney, Holidays = settings.Holidays };
        var usage = known.Where(k => k.Key.Charge == ChargeType.Usage)
            .Select(k => SeriesBuilder.Build(k.Key, k.Value, now)).OfType<CostSeries>().ToArray();
        var first = settings.Dimensions[0];
        var main = usage.Where(s => s.Name.Dimension == first).ToArray();
        if (main.Length == 0)
        {
            return new CostReview(scope.Id, null, [], [], null, [], [], []);
        }

        var (begin, through) = (main.Min(s => s.First), main.Max(s => s.Last!.Value));
        var scans = Renames.Join(main, through).Select(s => (Series: s, Scan: SeasonalDetector.Scan(s, options, today))).ToArray();
        var others = usage.Where(s => s.Name.Dimension != first).ToArray();
        var anomalies = scans.SelectMany(s => s.Scan.Anomalies)
            .OrderByDescending(a => a.Start).ThenByDescending(a => Math.Abs(a.Delta))
            .Select(a => Explained(a, others)).ToArray();
        var whole = Whole(scope.Id, main, begin, through);
        var trend = SeasonalDetector.Scan(whole, options, today);
        var month = new DateOnly(through.Year, through.Month, 1);
        return new CostReview(
            scope.Id, whole.Currency, trend.Days, anomalies, MonthForecast.Of(whole, trend, scope.Budget),
            ShowbackTable.Of(usage.Where(s => s.Name.Dimension.StartsWith(Tag, StringComparison.Ordinal)), month, through),
            [
                .. usage.Where(s => s.Name.Dimension == "ResourceId" && s.Name.Value.Length > 0)
                    .Select(s => (s.Name.Value, Lifecycle.Of(s, begin, through))).Where(l => l.Item2.Change != LifecycleChange.None),
            ],
            [.. main.SelectMany(s => s.Notes.Select(n => n with { Text = $"{s.Name.Value}: {n.Text}" }))]);
    }

    private static ExplainedAnomaly Explained(Anomaly anomaly, IEnumerable<CostSeries> others)
    {
        var causes = RootCauses.Rank(others.Where(o => o.Currency == anomaly.Currency).Select(o => Part(o, anomaly)), most: 8);
        var service = causes.FirstOrDefault(c => c.Dimension == "tag:service" && c.Share >= Most && c.Value.Length > 0)?.Value;
        var resource = causes.FirstOrDefault(c => c.Dimension == "ResourceId" && c.Share >= Most && c.Value.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase))?.Value;
        return new ExplainedAnomaly(CostEvent.Id(anomaly), anomaly, causes, service, resource);
    }

    // What a value cost in the anomaly's days, beside what it cost on the same weekdays of the fortnight before.
    private static Part Part(CostSeries series, Anomaly anomaly)
    {
        var (actual, expected) = (0.0, 0.0);
        var before = Enumerable.Range(1, Fortnight).Select(i => anomaly.Start.AddDays(-i)).ToArray();
        for (var day = anomaly.Start; day <= anomaly.Through; day = day.AddDays(1))
        {
            actual += double.IsNaN(series[day]) ? 0 : series[day];
            expected += before.Where(b => b.DayOfWeek == day.DayOfWeek).Select(b => double.IsNaN(series[b]) ? 0 : series[b]).Median();
        }

        return new Part(series.Name.Dimension, series.Name.Value, expected, actual);
    }

    // A day on which a series has no amount costs nothing there, once the billing of others has come; a day without any is missing.
    private static CostSeries Whole(string scope, CostSeries[] all, DateOnly begin, DateOnly through)
    {
        var currency = all.GroupBy(s => s.Currency).MaxBy(g => g.Sum(s => s.Amounts.Where(double.IsFinite).Sum()))!.Key;
        var sums = Enumerable.Range(0, through.DayNumber - begin.DayNumber + 1).Select(begin.AddDays)
            .Select(d => all.Where(s => s.Currency == currency).Select(s => s[d]).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Sum());
        return new CostSeries { Name = new SeriesName(scope, "Total", string.Empty), Currency = currency, First = begin, Amounts = [.. sums] };
    }
}
