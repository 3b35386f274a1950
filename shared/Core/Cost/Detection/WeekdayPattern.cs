namespace OpsAutomation.Core.Cost.Detection;

/// <summary>
/// How a weekday stands to its week: a factor each, their mean one. A factor is the trimmed mean of the day's share in the week
/// around it, shrunk towards one by as much of its distance as chance alone would give (James and Stein, 1961).
/// </summary>
internal sealed class WeekdayPattern
{
    private const int Days = 7;
    private const double Trim = 0.2;
    private readonly double[] _factors = [1, 1, 1, 1, 1, 1, 1];

    /// <summary>Factor of a weekday.</summary>
    public double this[DayOfWeek day] => _factors[(int)day];

    /// <summary>Fits the factors.</summary>
    /// <param name="clean">Amounts without anomalies and month starts; kept where <paramref name="kept"/> says so.</param>
    /// <param name="kept">False where an amount is only what was expected.</param>
    /// <param name="from">First index to use.</param>
    /// <param name="to">Index after the last.</param>
    /// <param name="first">Weekday of index 0.</param>
    public void Fit(double[] clean, bool[] kept, int from, int to, DayOfWeek first)
    {
        var shares = new List<double>[Days];
        for (var d = 0; d < Days; d++)
        {
            shares[d] = [];
        }

        for (var i = from + 3; i < to - 3; i++)
        {
            var week = clean.AsSpan(i - 3, Days);
            var mean = 0.0;
            foreach (var amount in week)
            {
                mean += amount / Days;
            }

            if (kept[i] && mean > 0)
            {
                shares[((int)first + i) % Days].Add(clean[i] / mean);
            }
        }

        if (Array.Exists(shares, s => s.Count < 2))
        {
            return;
        }

        var (raw, error) = (new double[Days], 0.0);
        for (var d = 0; d < Days; d++)
        {
            (raw[d], var variance) = TrimmedMean(shares[d]);
            error += variance / Days;
        }

        var centre = raw.Average();
        var spread = raw.Sum(f => (f - centre) * (f - centre)) / (Days - 1);
        var trust = spread > 0 ? Math.Max(0, 1 - (error / spread)) : 0;
        for (var d = 0; d < Days; d++)
        {
            _factors[d] = Math.Max(0.01, 1 + (trust * ((raw[d] / centre) - 1)));
        }
    }

    private static (double Mean, double Variance) TrimmedMean(List<double> values)
    {
        values.Sort();
        var cut = (int)(values.Count * Trim);
        var inner = values.GetRange(cut, values.Count - (2 * cut));
        var mean = inner.Average();
        var variance = inner.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, inner.Count - 1);

        // What is left after trimming a fifth at each end varies about half as much as all of it.
        return (mean, (cut > 0 ? 2 : 1) * variance / values.Count);
    }
}
