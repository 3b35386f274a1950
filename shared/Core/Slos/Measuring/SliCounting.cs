using System.Runtime.InteropServices;
using OpsAutomation.Core.Slos.Definitions;

namespace OpsAutomation.Core.Slos.Measuring;

/// <summary>A number that a source gave for a minute.</summary>
/// <param name="Start">Start of the minute.</param>
/// <param name="Value">The number.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SliSample(DateTimeOffset Start, double Value);

/// <summary>
/// Makes counted minutes of what sources gave. A minute for which any part is missing is not known, and never good: what is
/// not a finite number of at least zero is missing, too. More good events than events at all are as many as there were.
/// </summary>
public static class SliCounting
{
    /// <summary>Counts the minutes of a ratio.</summary>
    /// <param name="indicator">The ratio.</param>
    /// <param name="part">Numbers of its part.</param>
    /// <param name="total">Numbers of the total.</param>
    /// <param name="planned">Whether maintenance was planned at a time.</param>
    public static IReadOnlyList<SliMinute> Ratio(RatioIndicator indicator, IEnumerable<SliSample> part, IEnumerable<SliSample> total, Func<DateTimeOffset, bool> planned)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        ArgumentNullException.ThrowIfNull(planned);
        var parts = ByMinute(part, indicator.Part.IsCounter);
        var minutes = new List<SliMinute>();
        foreach (var (start, all) in ByMinute(total, indicator.Total.IsCounter))
        {
            if (parts.TryGetValue(start, out var some))
            {
                var within = Math.Min(some, all);
                minutes.Add(new SliMinute(start, indicator.PartIsBad ? all - within : within, all, planned(start)));
            }
            else if (all == 0)
            {
                // Metrics without events give no row for the part: none of nothing is known, and costs nothing.
                minutes.Add(new SliMinute(start, 0, 0, planned(start)));
            }
        }

        return minutes;
    }

    /// <summary>Counts each minute as one event.</summary>
    /// <param name="indicator">The limit.</param>
    /// <param name="values">The values.</param>
    /// <param name="planned">Whether maintenance was planned at a time.</param>
    public static IReadOnlyList<SliMinute> Threshold(ThresholdIndicator indicator, IEnumerable<SliSample> values, Func<DateTimeOffset, bool> planned)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        ArgumentNullException.ThrowIfNull(planned);
        return [.. ByMinute(values, counter: false).Select(v => new SliMinute(v.Key, indicator.IsGood(v.Value) ? 1 : 0, 1, planned(v.Key)))];
    }

    /// <summary>
    /// What a counter grew by in each minute. A fall is a restart: the count since then is what it shows (as Prometheus'
    /// <c>increase</c> has it). The first sample has nothing to grow from, and after a gap the growth belongs to no minute.
    /// </summary>
    /// <param name="samples">In any order.</param>
    public static IReadOnlyList<SliSample> Increases(IEnumerable<SliSample> samples)
    {
        var ordered = Usable(samples).OrderBy(s => s.Start).ToList();
        var grown = new List<SliSample>();
        for (var i = 1; i < ordered.Count; i++)
        {
            var (before, now) = (ordered[i - 1], ordered[i]);
            if (now.Start - before.Start == TimeSpan.FromMinutes(1))
            {
                grown.Add(new SliSample(now.Start, now.Value >= before.Value ? now.Value - before.Value : now.Value));
            }
        }

        return grown;
    }

    private static SortedDictionary<DateTimeOffset, double> ByMinute(IEnumerable<SliSample> samples, bool counter)
    {
        var minutes = new SortedDictionary<DateTimeOffset, double>();
        foreach (var sample in counter ? Increases(samples) : Usable(samples))
        {
            minutes[SliMinute.Floor(sample.Start)] = sample.Value;
        }

        return minutes;
    }

    private static IEnumerable<SliSample> Usable(IEnumerable<SliSample> samples) => samples.Where(s => double.IsFinite(s.Value) && s.Value >= 0);
}
