using MathNet.Numerics.Statistics;

namespace OpsAutomation.Core.Cost.Detection;

/// <summary>
/// What is expected of a day: (level + trend) × weekday + month start, from the days before it. Days of an anomaly stand in it with
/// what was expected, so they do not teach it anything; after a shift it begins anew at the new level.
/// </summary>
internal sealed class Model(int length, DayOfWeek firstDay)
{
    // Eight weeks: a ramp of two weeks is a quarter of them, less than the 29 % that the line of Theil and Sen bears.
    private const int Window = 56;
    private const int WeekdayWindow = 112;
    private const int Refit = 7;
    private const int TrendAfter = 35;
    private const int FewDays = 21;
    private const double Fortnight = 15;

    // Half a per cent a day is sixfold in a year: what is steeper is no trend to be followed but a ramp to be told.
    private const double SteepestTrend = 0.005;

    // Before three weeks are known the weekdays are not, and errors would only say so for half a year.
    private const int LearnsErrorsAfter = 21;

    // Variance of a median is pi/2 of that of a mean.
    private const double MedianVariance = Math.PI / 2;
    private readonly double[] _clean = new double[length];
    private readonly bool[] _kept = new bool[length];
    private readonly double[] _even = new double[Window];
    private readonly WeekdayPattern _weekdays = new();
    private readonly MonthStart _monthStart = new();
    private int _next;
    private int _base;
    private int _fitted = int.MinValue;
    private double _level;
    private double _slope;
    private int _levelAt;

    /// <summary>Errors of the forecasts.</summary>
    public ResidualScale Scale { get; } = new();

    /// <summary>True when it can expect something.</summary>
    public bool Ready => _next - _base >= 1 && _next >= 7;

    /// <summary>True when firsts of months can be judged.</summary>
    public bool KnowsMonthStart => _monthStart.Known;

    /// <summary>
    /// Relative uncertainty of the level over the rest of a month, half of which lies a fortnight ahead: that of its median, and that
    /// of its slope times the way from the middle of the window.
    /// </summary>
    public double LevelUncertainty
    {
        get
        {
            var points = Math.Max(1, Math.Min(Window, _next - _base));
            var slope = TheilSen.SlopeError(Math.Max(points, TrendAfter), 1) * ((points / 2.0) + Fortnight);
            return RelativeSigma * Scale.Drag * Math.Sqrt((MedianVariance / points) + (slope * slope));
        }
    }

    private double RelativeSigma => Scale.Count >= 7 ? Scale.Sigma : 0.25;

    /// <summary>What is expected of a day, without the month's start when it is not known.</summary>
    public Expectation Expect(int index, DateOnly day)
    {
        var level = LevelAt(index);
        var ordinary = level * _weekdays[day.DayOfWeek];
        var sigma = RelativeSigma * Math.Max(Math.Abs(ordinary), 1e-9);

        // Few days behind the level make it uncertain itself; errors of forecasts know the ordinary uncertainty already.
        var few = Math.Min(Window, _next - _base);
        sigma *= few < FewDays ? Math.Sqrt(1 + (MedianVariance / Math.Max(1, few))) : 1;
        return day.Day != 1
            ? new Expectation(ordinary, sigma)
            : new Expectation(ordinary + (_monthStart.Effect * level), Math.Sqrt((sigma * sigma) + Math.Pow(_monthStart.Scatter * level, 2)));
    }

    /// <summary>What a Sunday of that time would cost.</summary>
    public double AsSunday(int index) => LevelAt(index) * _weekdays[DayOfWeek.Sunday];

    /// <summary>Level of that time, without weekday.</summary>
    public double LevelAt(int index) => Math.Max(0, _level + (_slope * (index - _levelAt)));

    /// <summary>Takes an ordinary day in.</summary>
    public void Accept(int index, DateOnly day, double amount, Expectation expected)
    {
        if (day.Day == 1 && _next - _base >= 7)
        {
            var level = LevelAt(index);
            if (level > 0)
            {
                _monthStart.Add((amount - (level * _weekdays[day.DayOfWeek])) / level);
            }

            Put(index, level * _weekdays[day.DayOfWeek], kept: false);
            return;
        }

        if (index >= LearnsErrorsAfter && expected.Amount > 0)
        {
            Scale.Add((amount - expected.Amount) / expected.Amount);
        }

        Put(index, amount, kept: true);
    }

    /// <summary>Takes a day in that teaches nothing.</summary>
    public void Skip(int index, DateOnly day) => Put(index, Ready ? LevelAt(index) * _weekdays[day.DayOfWeek] : 0, kept: false);

    /// <summary>Begins anew at a new level.</summary>
    /// <param name="from">First index of the new level.</param>
    /// <param name="amounts">What was really spent since then.</param>
    /// <param name="first">Day of index 0.</param>
    public void Rebase(int from, ReadOnlySpan<double> amounts, DateOnly first)
    {
        var (before, atBefore) = (LevelAt(from), _weekdays);
        _base = from;
        for (var i = 0; i < amounts.Length; i++)
        {
            var day = first.AddDays(from + i);
            var usable = !double.IsNaN(amounts[i]) && day.Day != 1;
            _clean[from + i] = usable ? amounts[i] : double.NaN;
            _kept[from + i] = usable;
        }

        _slope = 0;
        FitLevel();
        for (var i = from; i < _next; i++)
        {
            _clean[i] = double.IsNaN(_clean[i]) ? (_level > 0 ? _level : before) * atBefore[first.AddDays(i).DayOfWeek] : _clean[i];
        }
    }

    private void Put(int index, double amount, bool kept)
    {
        _clean[index] = amount;
        _kept[index] = kept;
        _next = index + 1;
        if (_next - _fitted >= Refit || _next < FewDays)
        {
            _fitted = _next;
            _weekdays.Fit(_clean, _kept, Math.Max(0, Math.Max(_next - WeekdayWindow, 0)), _next, firstDay);
            FitSlope();
        }

        FitLevel();
    }

    private Span<double> Even()
    {
        var from = Math.Max(_base, _next - Window);
        for (var i = from; i < _next; i++)
        {
            _even[i - from] = _kept[i] ? _clean[i] / _weekdays[(DayOfWeek)(((int)firstDay + i) % 7)] : double.NaN;
        }

        return _even.AsSpan(0, _next - from);
    }

    private void FitSlope()
    {
        var even = Even();
        if (even.Length < TrendAfter)
        {
            _slope = 0;
            return;
        }

        var slope = TheilSen.Slope(even);
        var error = TheilSen.SlopeError(even.Length, RelativeSigma * Math.Max(_level, 0));

        // A trend that chance alone would give is no trend (James and Stein).
        slope = slope == 0 ? 0 : slope * Math.Max(0, 1 - Math.Pow(error / slope, 2));
        _slope = Math.Clamp(slope, -SteepestTrend * _level, SteepestTrend * _level);
    }

    private void FitLevel()
    {
        var even = Even();
        var usable = new double[even.Length];
        var count = 0;
        for (var i = 0; i < even.Length; i++)
        {
            if (!double.IsNaN(even[i]))
            {
                usable[count++] = even[i] + (_slope * (even.Length - 1 - i));
            }
        }

        if (count > 0)
        {
            _level = ArrayStatistics.MedianInplace(usable[..count]);
            _levelAt = _next - 1;
        }
        else
        {
            // Nothing but days that teach nothing: the level goes on along its line.
            _level = LevelAt(_next - 1);
            _levelAt = _next - 1;
        }
    }
}
