using MathNet.Numerics.Statistics;

namespace OpsAutomation.Core.Cost.Detection;

/// <summary>
/// How far ordinary days fall from what was expected of them, relative to it. The errors are those of real forecasts, made before
/// the day was known, so everything that the model does not know is in them.
/// </summary>
internal sealed class ResidualScale
{
    // Half a year of days: the median absolute deviation of fewer is itself uncertain by a sixth.
    private const int Most = 182;

    // 1 / 0.6745: makes the median absolute deviation of a normal variable its standard deviation (Rousseeuw and Croux, 1993).
    private const double MadFactor = 1.4826;

    // The 97.5 % point of the absolute value of a normal variable. Where tails are heavier than that, they set the scale.
    private const double TailPoint = 2.2414;
    private const double Tail = 0.975;

    // Less than this above the median's answer is chance. More memory than this is a level that moves, which drift must see.
    private const double HeavyTail = 1.15;
    private const double MostMemory = 0.35;

    // Amounts are rounded to cents and services bill in steps: less than this is not noise that was measured.
    private const double Least = 0.01;
    private readonly List<double> _errors = new(Most);
    private double _sigma = double.NaN;
    private double _drag = 1;
    private int _fresh = int.MaxValue;

    /// <summary>How many errors stand behind it.</summary>
    public int Count => _errors.Count;

    /// <summary>One robust standard deviation, relative to the expected amount.</summary>
    public double Sigma
    {
        get
        {
            Refit();
            return _sigma;
        }
    }

    /// <summary>
    /// By how much sums of neighbouring days scatter more than those of independent ones: the square root of the long-run variance of
    /// a first-order autoregression, (1 + r) / (1 - r); at least one.
    /// </summary>
    public double Drag
    {
        get
        {
            Refit();
            return _drag;
        }
    }

    /// <summary>Takes an error in, cut at four deviations, so that one day does not set the scale.</summary>
    public void Add(double error)
    {
        if (_errors.Count == Most)
        {
            _errors.RemoveAt(0);
        }

        _errors.Add(_errors.Count >= 14 && _sigma > 0 ? Math.Clamp(error, -4 * _sigma, 4 * _sigma) : error);
        _fresh = _fresh == int.MaxValue ? _fresh : _fresh + 1;
    }

    private void Refit()
    {
        if (_fresh < (_errors.Count < 56 ? 1 : 7) || _errors.Count < 7)
        {
            return;
        }

        _fresh = 0;
        var absolute = _errors.Select(Math.Abs).ToArray();
        Array.Sort(absolute);
        var tail = _errors.Count >= 56 ? SortedArrayStatistics.Quantile(absolute, Tail) / TailPoint : 0;
        var middle = MadFactor * SortedArrayStatistics.Median(absolute);
        _sigma = Math.Max(Least, tail > HeavyTail * middle ? tail : middle);
        _drag = _errors.Count < 56 ? 1 : Math.Sqrt((1 + Neighbours()) / (1 - Neighbours()));
    }

    private double Neighbours()
    {
        var (cross, own) = (0.0, 0.0);
        for (var i = 1; i < _errors.Count; i++)
        {
            cross += _errors[i] * _errors[i - 1];
            own += _errors[i] * _errors[i];
        }

        return own > 0 ? Math.Clamp(cross / own, 0, MostMemory) : 0;
    }
}
