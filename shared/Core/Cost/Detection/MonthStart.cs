using MathNet.Numerics.Statistics;

namespace OpsAutomation.Core.Cost.Detection;

/// <summary>What the first of a month costs beyond an ordinary day: fees, reservations and snapshots that are billed once a month.</summary>
internal sealed class MonthStart
{
    private const int Remembered = 6;
    private const int Enough = 2;
    private const double MadFactor = 1.4826;
    private readonly List<double> _seen = [];

    /// <summary>True when enough firsts were seen to judge one.</summary>
    public bool Known => _seen.Count >= Enough;

    /// <summary>Extra amount, relative to the level; 0 while unknown.</summary>
    public double Effect => Known ? _seen.Median() : 0;

    /// <summary>Scatter of the extra amount, relative to the level.</summary>
    public double Scatter => Known ? MadFactor * _seen.Select(s => Math.Abs(s - Effect)).Median() * (1 + (1.0 / _seen.Count)) : 0;

    /// <summary>Takes a first of a month in.</summary>
    /// <param name="effect">Extra amount, relative to the level.</param>
    public void Add(double effect)
    {
        if (_seen.Count == Remembered)
        {
            _seen.RemoveAt(0);
        }

        _seen.Add(effect);
    }
}
