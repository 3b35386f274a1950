using System.Globalization;

namespace OpsAutomation.Core.Telemetry.Drills;

/// <summary>How the objective of drills stands.</summary>
/// <param name="Good">Drills with a disposition in time.</param>
/// <param name="Total">All drills that were due and judged, those that were never sent among them.</param>
/// <param name="Missed">Those that were never sent.</param>
/// <param name="Ratio">Good of total; null when there are none.</param>
/// <param name="BudgetRemaining">The part of the allowed failures that is left; 1 is all, below 0 is overspent; null when there are no drills.</param>
/// <param name="P50">Milliseconds within which half of them had their disposition (a class bound); null when unknown or beyond two minutes.</param>
/// <param name="P95">The same for 95 %.</param>
/// <param name="P99">The same for 99 %.</param>
/// <param name="Statement">All of it in a sentence.</param>
public sealed record DrillFigures(long Good, long Total, long Missed, double? Ratio, double? BudgetRemaining, double? P50, double? P95, double? P99, string Statement)
{
    /// <summary>Computes them from the hours of the window.</summary>
    public static DrillFigures Of(IEnumerable<DrillHour> hours, DrillObjective objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        var sum = DrillHour.Sum(hours);
        var total = sum.Good + sum.Bad + sum.Missed;
        if (total == 0)
        {
            return new DrillFigures(0, 0, 0, null, null, null, null, null, "No synthetic alert has been judged yet.");
        }

        var ratio = (double)sum.Good / total;
        var left = 1 - ((total - sum.Good) / (total * (1 - objective.Ratio)));
        return new DrillFigures(
            sum.Good, total, sum.Missed, ratio, left, sum.Quantile(0.5), sum.Quantile(0.95), sum.Quantile(0.99), Say(sum, total, ratio, left, objective));
    }

    private static string Say(DrillHour sum, long total, double ratio, double left, DrillObjective objective)
    {
        var missed = sum.Missed == 0 ? string.Empty : FormattableString.Invariant($", {sum.Missed:#,0} were never sent");
        var budget = left >= 0
            ? FormattableString.Invariant($"{Math.Floor(left * 100):0} % of the error budget is left")
            : FormattableString.Invariant($"the error budget is overspent by {Math.Ceiling(-left * 100):0} %");

        // Cut, not rounded: 99.499 % must not read as the objective.
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sum.Good:#,0} of {total:#,0} synthetic alerts of the last {objective.Window.TotalDays:0.##} days had their disposition within {objective.Within.TotalSeconds:0} s{missed}: {Math.Floor(ratio * 10_000) / 100:0.00} %, the objective is {objective.Ratio * 100:0.###} %; {budget}.");
    }
}
