using OpsAutomation.Core.Cost.Series;

namespace OpsAutomation.Unit.Core.Cost.Benchmark;

/// <summary>The two ways in which most people look for odd cost; with the same least money, and one alarm for a run of odd days.</summary>
internal static class Rivals
{
    private const double Money = 100;
    private const int Apart = 7;

    /// <summary>Mean of the last seven days and three of their standard deviations.</summary>
    public static IReadOnlyList<DateOnly> MovingAverage(CostSeries series) => Alarms(series, i => Enumerable.Range(i - 7, 7), 7);

    /// <summary>Mean of the last eight days of the same weekday and three of their standard deviations.</summary>
    public static IReadOnlyList<DateOnly> Weekday(CostSeries series) => Alarms(series, i => Enumerable.Range(1, 8).Select(w => i - (7 * w)), 56);

    private static List<DateOnly> Alarms(CostSeries series, Func<int, IEnumerable<int>> past, int from)
    {
        var alarms = new List<DateOnly>();
        var last = int.MinValue / 2;
        for (var i = from; i < series.Amounts.Count; i++)
        {
            var values = past(i).Select(p => series.Amounts[p]).Where(double.IsFinite).ToArray();
            var amount = series.Amounts[i];
            if (values.Length < 4 || double.IsNaN(amount))
            {
                continue;
            }

            var mean = values.Average();
            var deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
            if (Math.Abs(amount - mean) > 3 * deviation && Math.Abs(amount - mean) >= Money)
            {
                if (i - last > Apart)
                {
                    alarms.Add(series.Day(i));
                }

                last = i;
            }
        }

        return alarms;
    }
}
