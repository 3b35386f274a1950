using System.Globalization;
using OpsAutomation.Pages.Words;

namespace OpsAutomation.Pages.Charts;

/// <summary>A tick of an axis: where, and what it says.</summary>
/// <param name="Position">Coordinate along the axis.</param>
/// <param name="Text">Its label.</param>
public sealed record ChartTick(double Position, string Text);

/// <summary>A reading on the drawing.</summary>
/// <param name="X">From the left.</param>
/// <param name="Y">From the top.</param>
/// <param name="Point">What it stands for.</param>
public sealed record ChartDot(double X, double Y, SignalPoint Point);

/// <summary>
/// The drawing of a series as numbers, computed without any markup. The value axis starts at zero unless the readings lie
/// close together far from it; then it is cut and the chart says so. A gap breaks the line.
/// </summary>
public sealed record ChartGeometry
{
    /// <summary>Width of the drawing.</summary>
    public const double Width = 480;

    /// <summary>Height of the drawing.</summary>
    public const double Height = 220;

    /// <summary>Left edge of the plot.</summary>
    public const double Left = 56;

    /// <summary>Right edge of the plot.</summary>
    public const double Right = Width - 14;

    /// <summary>Top edge of the plot.</summary>
    public const double Top = 16;

    /// <summary>Bottom edge of the plot.</summary>
    public const double Bottom = Height - 34;

    /// <summary>Unbroken runs of the line as <c>points</c> attributes, two readings or more each.</summary>
    public required IReadOnlyList<string> Lines { get; init; }

    /// <summary>Every reading that has a value.</summary>
    public required IReadOnlyList<ChartDot> Dots { get; init; }

    /// <summary>Where readings are missing, from the left.</summary>
    public required IReadOnlyList<double> Gaps { get; init; }

    /// <summary>Where automation acted, from the left.</summary>
    public required IReadOnlyList<double> Acts { get; init; }

    /// <summary>Where the threshold lies, from the top, or null.</summary>
    public required double? Threshold { get; init; }

    /// <summary>Ticks of the value axis.</summary>
    public required IReadOnlyList<ChartTick> Values { get; init; }

    /// <summary>Ticks of the time axis, in UTC.</summary>
    public required IReadOnlyList<ChartTick> Times { get; init; }

    /// <summary>Whether the value axis starts elsewhere than at zero.</summary>
    public required bool IsCut { get; init; }

    /// <summary>Lays a series out; null when it has no reading with a value.</summary>
    public static ChartGeometry? Of(SignalSeries series)
    {
        var values = series.Points.Select(p => p.Value).OfType<double>().ToList();
        if (values.Count == 0)
        {
            return null;
        }

        if (series.Threshold is { } threshold)
        {
            values.Add(threshold);
        }

        var (low, high, step, cut) = Range(values.Min(), values.Max());
        var moments = series.Points.Select(p => p.At).Concat(series.ActedAt).ToList();
        var (first, last) = (moments.Min(), moments.Max());
        var span = (last - first).TotalSeconds;

        double X(DateTimeOffset at) => span <= 0 ? (Left + Right) / 2 : Left + (at - first).TotalSeconds / span * (Right - Left);
        double Y(double value) => Bottom - (value - low) / (high - low) * (Bottom - Top);

        return new ChartGeometry
        {
            Lines = [.. Runs(series.Points).Where(run => run.Count > 1).Select(run => string.Join(' ', run.Select(p => $"{Text(X(p.At))},{Text(Y(p.Value!.Value))}")))],
            Dots = [.. series.Points.Where(p => p.Value is not null).Select(p => new ChartDot(X(p.At), Y(p.Value!.Value), p))],
            Gaps = [.. series.Points.Where(p => p.Value is null).Select(p => X(p.At))],
            Acts = [.. series.ActedAt.Select(X)],
            Threshold = series.Threshold is { } t ? Y(t) : null,
            Values = [.. Ticks(low, high, step).Select(v => new ChartTick(Y(v), ReadersWords.Number(v)))],
            Times = span <= 0 ? [new(X(first), Clock(first))] : [new(Left, Clock(first)), new(Right, Clock(last))],
            IsCut = cut,
        };
    }

    /// <summary>A coordinate as SVG wants it.</summary>
    public static string Text(double coordinate) => coordinate.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static List<List<SignalPoint>> Runs(IReadOnlyList<SignalPoint> points)
    {
        List<List<SignalPoint>> runs = [[]];
        foreach (var point in points)
        {
            if (point.Value is null)
            {
                runs.Add([]);
            }
            else
            {
                runs[^1].Add(point);
            }
        }

        return runs;
    }

    private static (double Low, double High, double Step, bool Cut) Range(double min, double max)
    {
        // Readings within a tenth of their size would lie on one flat line above a zero axis.
        var cut = min > 0 && max > min && (max - min) < max / 10;
        var low = cut ? min : Math.Min(0, min);
        var high = Math.Max(cut ? max : 0, max);
        if (high <= low)
        {
            high = low + 1;
        }

        var step = Step((high - low) / 4);
        low = Math.Floor(low / step) * step;
        var top = Math.Ceiling(high / step) * step;
        return (low, top > low ? top : low + step, step, cut && low > 0);
    }

    // 1, 2 or 5 times a power of ten: the steps that a reader can halve in the head.
    private static double Step(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(rough, 1e-300))));
        var share = rough / power;
        return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
    }

    private static IEnumerable<double> Ticks(double low, double high, double step)
    {
        var count = (int)Math.Min(12, Math.Round((high - low) / step));
        for (var i = 0; i <= count; i++)
        {
            yield return Math.Round(low + i * step, 10);
        }
    }
}
