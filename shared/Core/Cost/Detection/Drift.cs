namespace OpsAutomation.Core.Cost.Detection;

/// <summary>
/// A sum of deviations that grows where small ones all point the same way (CUSUM: Page, 1954). It finds ramps and shifts of which no
/// single day is odd.
/// </summary>
internal sealed class Drift(int sign)
{
    // Half of the smallest shift worth finding, two deviations. With a limit of eight the average run to a false alarm is above a
    // million ordinary days (Siegmund, 1985: (exp(2kb) - 2kb - 1) / 2k², b = limit + 1.166), which leaves room for the
    // uncertainty of the level.
    private const double Slack = 1;
    private const double Limit = 8;
    private const double Doubt = 2.5;
    private const int Patience = 21;
    private double _sum;

    /// <summary>Index at which the sum left zero, or -1.</summary>
    public int Start { get; private set; } = -1;

    /// <summary>Money since then.</summary>
    public double Money { get; private set; }

    /// <summary>Above its limit.</summary>
    public bool Found => _sum > Limit;

    /// <summary>True while it grows: such days must not teach the level, or a ramp would teach it to rise; after three weeks they do.</summary>
    public bool Suspicious(int index) => _sum > Doubt && index - Start < Patience;

    /// <summary>Takes a day in.</summary>
    /// <param name="index">Its index.</param>
    /// <param name="deviations">Its distance in robust deviations.</param>
    /// <param name="money">Its distance in money.</param>
    public void Add(int index, double deviations, double money)
    {
        _sum += (sign * deviations) - Slack;
        if (_sum <= 0)
        {
            Reset();
            return;
        }

        Start = Start < 0 ? index : Start;
        Money += money;
    }

    /// <summary>Begins anew.</summary>
    public void Reset() => (_sum, Start, Money) = (0, -1, 0);
}
