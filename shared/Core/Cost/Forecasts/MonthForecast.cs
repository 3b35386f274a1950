using MathNet.Numerics.Distributions;
using OpsAutomation.Core.Cost.Detection;
using OpsAutomation.Core.Cost.Series;

namespace OpsAutomation.Core.Cost.Forecasts;

/// <summary>How a forecast stands to a budget.</summary>
public enum BudgetStanding
{
    /// <summary>No budget was given.</summary>
    NoBudget,

    /// <summary>Even the high end is within it.</summary>
    Within,

    /// <summary>The interval holds it.</summary>
    AtRisk,

    /// <summary>Even the low end is above it, or it is spent already.</summary>
    Over,
}

/// <summary>What a month will have cost.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="SoFar">What is known of it.</param>
/// <param name="Expected">The most likely sum at its end.</param>
/// <param name="Low">Low end of the interval.</param>
/// <param name="High">High end of the interval.</param>
/// <param name="Confidence">How sure the interval is, for example 0.8.</param>
/// <param name="Budget">The budget, or null.</param>
/// <param name="Standing">How they compare.</param>
/// <param name="ChanceOver">Chance that the month ends above the budget, or null.</param>
public sealed record MonthForecast(
    DateOnly Month, double SoFar, double Expected, double Low, double High, double Confidence, double? Budget, BudgetStanding Standing, double? ChanceOver)
{
    /// <summary>
    /// Adds the days that are to come to those that are known. Days err independently, the level errs for all of them together; both
    /// widths come from the errors of past forecasts.
    /// </summary>
    /// <param name="series">The series.</param>
    /// <param name="scan">What the detector made of it.</param>
    /// <param name="budget">Budget of the month in the same currency, or null.</param>
    /// <param name="confidence">How sure the interval is to be.</param>
    /// <returns>The forecast, or null while too little is known.</returns>
    public static MonthForecast? Of(CostSeries series, SeriesScan scan, double? budget = null, double confidence = 0.8)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(scan);
        var next = scan.Outlook.Next;
        var month = new DateOnly(next.Year, next.Month, 1);
        var soFar = 0.0;
        for (var day = month; day < next; day = day.AddDays(1))
        {
            // A day that is missing counts as what was expected of it: leaving it out would promise a saving.
            var amount = series[day];
            soFar += double.IsNaN(amount) ? scan.Outlook.Of(day)?.Amount ?? 0 : amount;
        }

        var (rest, variance) = (0.0, 0.0);
        for (var day = next; day < month.AddMonths(1); day = day.AddDays(1))
        {
            if (scan.Outlook.Of(day) is not { } expected)
            {
                return null;
            }

            rest += expected.Amount;
            variance += expected.Deviation * expected.Deviation;
        }

        var width = Math.Sqrt(variance + Math.Pow(rest * scan.Outlook.LevelUncertainty, 2));
        var half = Normal.InvCDF(0, 1, 0.5 + (confidence / 2)) * width;
        var (sum, low, high) = (soFar + rest, Math.Max(soFar, soFar + rest - half), soFar + rest + half);
        var standing = budget switch
        {
            null => BudgetStanding.NoBudget,
            var b when low > b || soFar > b => BudgetStanding.Over,
            var b when high > b => BudgetStanding.AtRisk,
            _ => BudgetStanding.Within,
        };
        double? over = budget is null ? null : width > 0 ? 1 - Normal.CDF(sum, width, budget.Value) : sum > budget ? 1 : 0;
        return new MonthForecast(month, soFar, sum, low, high, confidence, budget, standing, over);
    }
}
