using MathNet.Numerics.Statistics;
using OpsAutomation.Core.Cost.Ledger;

namespace OpsAutomation.Core.Cost.Series;

/// <summary>
/// A resource that was renamed or moved ends under one name and goes on under another: neither saved nor spent anything. Only a
/// pair that fits in time and in amount is joined, and only where no other pair fits as well.
/// </summary>
public static class Renames
{
    // A week on either side tells a level; a tenth is less than most services vary from week to week.
    private const int Week = 7;
    private const double Tolerance = 0.1;

    /// <summary>Joins what fits; the joined series carries the new name and a note.</summary>
    /// <param name="series">Series of one dimension of one scope.</param>
    /// <param name="through">The last day that the billing has for the scope.</param>
    public static IReadOnlyList<CostSeries> Join(IReadOnlyList<CostSeries> series, DateOnly through)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.Count == 0)
        {
            return series;
        }

        var start = series.Min(s => s.First);
        var ended = series.Where(s => s.Last is { } last && through.DayNumber - last.DayNumber >= Week && s.Amounts.Count >= Week).ToArray();
        var begun = series.Where(s => s.First.DayNumber - start.DayNumber >= Week && s.Amounts.Count >= Week).ToArray();
        var pairs = ended.SelectMany(e => begun.Where(b => Fits(e, b)).Select(b => (Old: e, New: b))).ToArray();
        var clear = pairs.Where(p => pairs.Count(o => o.Old == p.Old || o.New == p.New) == 1).ToArray();
        return
        [
            .. series.Where(s => !Array.Exists(clear, p => p.Old == s || p.New == s)),
            .. clear.Select(p => Joined(p.Old, p.New)),
        ];
    }

    private static bool Fits(CostSeries old, CostSeries next) =>
        old.Name != next.Name && old.Currency == next.Currency && next.First.DayNumber - old.Last!.Value.DayNumber is >= 1 and <= 2
        && Level(old.Amounts.TakeLast(Week)) is > 0 and var before && Math.Abs(Level(next.Amounts.Take(Week)) - before) <= Tolerance * before;

    private static double Level(IEnumerable<double> week) => week.Where(double.IsFinite).DefaultIfEmpty(0).Median();

    private static CostSeries Joined(CostSeries old, CostSeries next)
    {
        var gap = Enumerable.Repeat(double.NaN, next.First.DayNumber - old.Last!.Value.DayNumber - 1);
        return next with
        {
            First = old.First,
            Amounts = [.. old.Amounts, .. gap, .. next.Amounts],
            Doubtful = old.Doubtful.Concat(next.Doubtful).ToHashSet(),
            Notes =
            [
                .. old.Notes, .. next.Notes,
                new CostNote(CostOddity.Renamed, next.First, $"'{old.Name.Value}' ends where '{next.Name.Value}' begins at the same level: taken for one and the same."),
            ],
        };
    }
}
