using MathNet.Numerics.Statistics;
using OpsAutomation.Core.Cost.Series;

namespace OpsAutomation.Core.Cost.Showback;

/// <summary>What a change of ours saved, measured on the bill and not promised.</summary>
/// <param name="PerDay">Median day before less median day after, in the series' currency; below zero where it cost more. Null while too early.</param>
/// <param name="SoFar">The same times the days since.</param>
/// <param name="Days">Settled days since the change.</param>
/// <param name="Reason">A sentence.</param>
public sealed record Saving(double? PerDay, double? SoFar, int Days, string Reason)
{
    // Two weeks before, so that each weekday is in it twice; a week after, settled.
    private const int Before = 14;
    private const int After = 7;

    /// <summary>Measures it.</summary>
    /// <param name="series">Cost of the resource that was changed.</param>
    /// <param name="changed">Day of the change, which itself belongs to neither side.</param>
    public static Saving Measure(CostSeries series, DateOnly changed)
    {
        ArgumentNullException.ThrowIfNull(series);
        var before = Amounts(series, changed.AddDays(-Before), changed.AddDays(-1));
        var after = Amounts(series, changed.AddDays(1), series.Last ?? changed);
        if (before.Length < After || after.Length < After)
        {
            return new Saving(null, null, after.Length, $"{before.Length} days before and {after.Length} after are too few to measure by; {After} of each are needed.");
        }

        var saved = before.Median() - after.Median();
        return new Saving(
            Math.Round(saved, 2), Math.Round(saved * after.Length, 2), after.Length,
            FormattableString.Invariant($"A day cost {before.Median():0.##} {series.Currency} before and {after.Median():0.##} after, measured over {after.Length} days."));
    }

    private static double[] Amounts(CostSeries series, DateOnly from, DateOnly to) =>
        [.. Enumerable.Range(0, Math.Max(0, to.DayNumber - from.DayNumber + 1)).Select(i => series[from.AddDays(i)]).Where(double.IsFinite)];
}
