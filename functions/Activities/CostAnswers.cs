using OpsAutomation.Core.Cost;
using OpsAutomation.Core.Cost.Books;

namespace OpsAutomation.Functions.Activities;

/// <summary>The answer of <c>GET /api/cost</c>; <c>docs/schemas/cost.schema.json</c> describes it.</summary>
public static class CostAnswers
{
    private const int TrendDays = 90;

    /// <summary>Shapes it. Numbers that are not known are absent.</summary>
    public static object Of(IReadOnlyList<CostReview> reviews, IReadOnlyList<ReadingState> readings) => new
    {
        Scopes = reviews.Select(r => new
        {
            r.Scope,
            r.Currency,
            Trend = r.Trend.TakeLast(TrendDays).Select(d => new
            {
                Day = d.Day.ToString("yyyy-MM-dd"),
                Actual = Number(d.Actual),
                Expected = Number(d.Expected),
                Verdict = d.Verdict.ToString(),
            }).ToArray(),
            Anomalies = r.Anomalies.Select(a => new
            {
                a.Id,
                Series = a.Anomaly.Series.Value,
                Kind = a.Anomaly.Kind.ToString(),
                Start = a.Anomaly.Start.ToString("yyyy-MM-dd"),
                FoundOn = a.Anomaly.FoundOn.ToString("yyyy-MM-dd"),
                Through = a.Anomaly.Through.ToString("yyyy-MM-dd"),
                EndedOn = a.Anomaly.EndedOn?.ToString("yyyy-MM-dd"),
                Expected = Number(a.Anomaly.Expected),
                Actual = Number(a.Anomaly.Actual),
                AtStake = Number(a.Anomaly.Delta),
                Score = Number(a.Anomaly.Score),
                a.Anomaly.Reason,
                a.Service,
                a.Resource,
                Causes = a.Causes.Select(c => new { c.Dimension, c.Value, Share = Number(c.Share), New = c.IsNew }).ToArray(),
            }).ToArray(),
            Forecast = r.Forecast is not { } f ? null : new
            {
                Month = f.Month.ToString("yyyy-MM"),
                SoFar = Number(f.SoFar),
                Expected = Number(f.Expected),
                Low = Number(f.Low),
                High = Number(f.High),
                f.Confidence,
                f.Budget,
                Standing = f.Standing.ToString(),
                ChanceOver = f.ChanceOver is { } chance ? Number(chance) : null,
            },
            Showback = r.Showback.Select(t => new
            {
                t.Dimension,
                t.Currency,
                From = t.From.ToString("yyyy-MM-dd"),
                To = t.To.ToString("yyyy-MM-dd"),
                Lines = t.Lines.Select(l => new { l.Value, Untagged = l.IsUntagged, Amount = Number(l.Amount), Share = Number(l.Share) }).ToArray(),
            }).ToArray(),
            Changes = r.Lifecycles.Select(l => new { l.Resource, Change = l.Change.Change.ToString(), Day = l.Change.Day?.ToString("yyyy-MM-dd") }).ToArray(),
            Notes = r.Notes.Select(n => n.Text).ToArray(),
        }).ToArray(),
        Readings = readings.Select(r => new { r.Scope, r.Dimension, r.ReadAt, r.NotBefore, r.Problem, Notes = r.Notes.Select(n => n.Text).ToArray() }).ToArray(),
    };

    private static double? Number(double value) => double.IsFinite(value) ? Math.Round(value, 4) : null;
}
