namespace OpsAutomation.Core.Telemetry.Drills;

/// <summary>The drills that were judged in one hour.</summary>
/// <param name="Good">With a disposition in time.</param>
/// <param name="Bad">Without.</param>
/// <param name="Missed">Never sent, because this system did not run: nobody would have been told of anything either.</param>
/// <param name="Latencies">How many had their disposition within each of <see cref="Bounds"/>, and in the last place beyond them.</param>
public sealed record DrillHour(long Good, long Bad, long Missed, IReadOnlyList<long> Latencies)
{
    /// <summary>Upper bounds of the latency classes, milliseconds.</summary>
    public static readonly IReadOnlyList<double> Bounds = [100, 250, 500, 1_000, 2_500, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000];

    /// <summary>An hour without drills.</summary>
    public static DrillHour Empty { get; } = new(0, 0, 0, [.. Enumerable.Repeat(0L, Bounds.Count + 1)]);

    /// <summary>The hour with outcomes added, and drills that were never sent.</summary>
    public DrillHour With(IReadOnlyCollection<DrillOutcome> outcomes, long missed)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        long[] latencies = [.. Latencies];
        foreach (var took in outcomes.Select(o => o.Milliseconds).OfType<double>())
        {
            latencies[Bounds.TakeWhile(b => took > b).Count()]++;
        }

        var good = outcomes.Count(o => o.Good);
        return new DrillHour(Good + good, Bad + outcomes.Count - good, Missed + missed, latencies);
    }

    /// <summary>Several hours as one.</summary>
    public static DrillHour Sum(IEnumerable<DrillHour> hours)
    {
        ArgumentNullException.ThrowIfNull(hours);
        return hours.Aggregate(Empty, (a, b) => new DrillHour(a.Good + b.Good, a.Bad + b.Bad, a.Missed + b.Missed, [.. a.Latencies.Zip(b.Latencies, (x, y) => x + y)]));
    }

    /// <summary>The bound within which this part of the drills had their disposition; null when it is beyond the last, or there are none.</summary>
    /// <param name="part">Between 0 and 1, for example 0.95.</param>
    public double? Quantile(double part)
    {
        var total = Latencies.Sum();
        var reached = 0L;
        for (var i = 0; i < Bounds.Count && total > 0; i++)
        {
            reached += Latencies[i];
            if (reached >= part * total)
            {
                return Bounds[i];
            }
        }

        return null;
    }
}
