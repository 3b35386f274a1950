using MathNet.Numerics.Statistics;

namespace OpsAutomation.Core.Cost.Detection;

/// <summary>
/// A line through points of which up to 29 % may be wild: the median of all slopes between two points, and the median of what is
/// left (Theil, 1950; Sen, 1968).
/// </summary>
internal static class TheilSen
{
    // Variance of the least-squares slope is 12 s² / n³; this estimator needs a tenth more points for the same.
    private const double Efficiency = 0.91;

    /// <summary>Slope per step through <paramref name="values"/>, which stand one step apart; not-a-number values are skipped.</summary>
    public static double Slope(ReadOnlySpan<double> values)
    {
        var slopes = new double[values.Length * (values.Length - 1) / 2];
        var count = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
            {
                continue;
            }

            for (var j = i + 1; j < values.Length; j++)
            {
                if (!double.IsNaN(values[j]))
                {
                    slopes[count++] = (values[j] - values[i]) / (j - i);
                }
            }
        }

        return count == 0 ? 0 : ArrayStatistics.MedianInplace(count == slopes.Length ? slopes : slopes[..count]);
    }

    /// <summary>Standard error of the slope.</summary>
    /// <param name="points">Number of points.</param>
    /// <param name="deviation">Standard deviation of a point.</param>
    public static double SlopeError(int points, double deviation) => deviation * Math.Sqrt(12 / (Efficiency * Math.Pow(points, 3)));
}
