using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;
using OpsAutomation.Core.Cost.Series;

namespace OpsAutomation.Core.Cost.Detection;

/// <summary>
/// Finds days that the past does not explain, in the order in which they were lived through: nothing of a day is used for the days
/// before it. The same series gives the same answer, so looking again after late data tells nothing twice that has not changed.
/// </summary>
public static class SeasonalDetector
{
    /// <summary>Name and version, as the event carries it; a change of judgement changes the version.</summary>
    public const string Name = "seasonal-mad/2";

    // A median absolute deviation knows as much as a standard deviation of 37 % of the points (Rousseeuw and Croux, 1993).
    private const double MadEfficiency = 0.37;

    // A return is recognised for two months.
    private const int Remembered = 60;
    private const double ReturnTolerance = 2.5;

    // What goes on in the same direction within so many days of a new level is the same anomaly: it was growing, and still is.
    private const int GoesOnWithin = 14;
    private const int FlaresUpWithin = 7;

    // Ordinary days are taken in as they are up to this distance; farther ones are cut, so they do not drag the level (Huber, 1964).
    private const double Cut = 3;

    /// <summary>Judges a series.</summary>
    /// <param name="series">The series.</param>
    /// <param name="options">How to judge.</param>
    /// <param name="asOf">The day on which it was read; days within the settling time before it may still grow.</param>
    public static SeriesScan Scan(CostSeries series, DetectionOptions options, DateOnly? asOf = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(options);
        var run = new Run(series, options, asOf ?? series.Last?.AddDays(options.SettleDays + 1) ?? series.First);
        return run.All();
    }

    private sealed class Run(CostSeries series, DetectionOptions options, DateOnly asOf)
    {
        private readonly double[] _amounts = [.. series.Amounts];
        private readonly Model _model = new(series.Amounts.Count, series.First.DayOfWeek);
        private readonly List<JudgedDay> _days = new(series.Amounts.Count);
        private readonly List<Anomaly> _found = [];
        private readonly Drift _more = new(1);
        private readonly Drift _less = new(-1);
        private readonly double[] _limits = new double[200];
        private double Surest { get; } = Normal.InvCDF(0, 1, 1 - (options.FalseAlarmRate / 2));
        private Episode? _open;
        private (int At, double Level, int Sign)? _former;
        private (int At, int Sign, int Within)? _settled;

        public SeriesScan All()
        {
            for (var i = 0; i < _amounts.Length; i++)
            {
                Judge(i, series.Day(i));
            }

            if (_open is not null)
            {
                Conclude(_open);
            }

            return new SeriesScan(_days, _found, new Outlook(_model, series.First, series.Day(_amounts.Length)));
        }

        private void Judge(int i, DateOnly day)
        {
            var amount = _amounts[i];
            var expected = _model.Ready ? _model.Expect(i, day) : new Expectation(double.NaN, double.NaN);
            if (double.IsNaN(amount) || series.Doubtful.Contains(day))
            {
                _model.Skip(i, day);
                Note(day, amount, expected, DayVerdict.Unknown);
                return;
            }

            if (i < options.ColdStartDays || !_model.Ready || _model.Scale.Count < 10)
            {
                _model.Accept(i, day, amount, expected);
                Note(day, amount, expected, DayVerdict.Learning);
                return;
            }

            expected = Holiday(i, day, amount, expected);
            if (_open is not null)
            {
                if (options.Holidays.Contains(day))
                {
                    _model.Skip(i, day);
                    Note(day, amount, expected, DayVerdict.Ordinary);
                    return;
                }

                if (!TurnsOver(amount, expected))
                {
                    Follow(i, day, amount, expected);
                    return;
                }

                Conclude(_open);
                _open = null;
            }

            if (day.Day == 1 && !_model.KnowsMonthStart)
            {
                _model.Accept(i, day, amount, expected);
                Note(day, amount, expected, DayVerdict.UnknownMonthStart);
                return;
            }

            var money = amount - expected.Amount;
            var score = money / expected.Deviation;
            var settling = asOf.DayNumber - day.DayNumber <= options.SettleDays;
            score = settling && score < 0 ? 0 : score;
            var sure = score * Surest / Limit() / _model.Scale.Drag;
            _more.Add(i, sure, money);
            _less.Add(i, sure, money);
            if (Begun(i, score, money) is { } episode)
            {
                Open(i, day, episode);
                return;
            }

            if (options.Holidays.Contains(day) || _more.Suspicious(i) || _less.Suspicious(i))
            {
                _model.Skip(i, day);
            }
            else
            {
                var cut = Cut * expected.Deviation;
                _model.Accept(i, day, settling ? Math.Max(amount, expected.Amount - cut) : Math.Clamp(amount, expected.Amount - cut, expected.Amount + cut), expected);
            }

            Note(day, amount, expected, DayVerdict.Ordinary);
        }

        // Far off on the other side of what is expected: that is no part of the anomaly that is open, but another.
        private bool TurnsOver(double amount, Expectation expected) =>
            -_open!.Sign * (amount - expected.Amount) / expected.Deviation > Limit() && Math.Abs(amount - expected.Amount) >= options.MinimumMoney;

        // A holiday may cost anything between its weekday and a Sunday: whichever of that comes nearest is expected.
        private Expectation Holiday(int i, DateOnly day, double amount, Expectation expected)
        {
            if (!options.Holidays.Contains(day))
            {
                return expected;
            }

            var sunday = _model.AsSunday(i);
            return expected with { Amount = Math.Clamp(amount, Math.Min(sunday, expected.Amount), Math.Max(sunday, expected.Amount)) };
        }

        private Episode? Begun(int i, double score, double money)
        {
            if (Math.Abs(score) > Limit() && Math.Abs(money) >= options.MinimumMoney)
            {
                return Begin(i, i, Math.Sign(score));
            }

            foreach (var (drift, sign) in ((Drift, int)[])[(_more, 1), (_less, -1)])
            {
                if (drift.Found && sign * score > 1 && Math.Abs(drift.Money) >= options.MinimumMoney)
                {
                    return Begin(drift.Start, i, sign);
                }
            }

            return null;
        }

        private Episode Begin(int start, int at, int sign)
        {
            var back = _former is { } former && at - former.At <= Remembered && former.Sign == -sign && LeadsBack(start, at, former.Level);
            var goesOn = _settled is { } settled && settled.Sign == sign && at - settled.At <= settled.Within;
            return new Episode(start, at, sign, back, goesOn);
        }

        // Nearer to the level before the shift than to the one since: within a third of the way, or within the noise.
        private bool LeadsBack(int start, int at, double former)
        {
            if (_model.LevelAt(at) is not (> 0 and var now))
            {
                return false;
            }

            var ratios = Enumerable.Range(start, at - start + 1)
                .Select(k => _amounts[k] / _model.Expect(k, series.Day(k)).Amount).Where(double.IsFinite).DefaultIfEmpty(1).ToArray();
            var (here, was) = (ratios.Median(), former / now);
            var noise = ReturnTolerance * _model.Scale.Sigma * Math.Max(1, was) / Math.Sqrt(ratios.Length);
            return Math.Abs(here - was) <= Math.Max(noise, Math.Abs(1 - was) / 3);
        }

        private void Open(int i, DateOnly day, Episode episode)
        {
            _open = episode;
            for (var k = episode.Start; k < i; k++)
            {
                if (!double.IsNaN(_amounts[k]) && _days[k].Verdict is DayVerdict.Ordinary)
                {
                    episode.Add(k, _amounts[k], new Expectation(_days[k].Expected, _days[k].Deviation));
                }
            }

            _more.Reset();
            _less.Reset();
            Follow(i, day, _amounts[i], _model.Expect(i, day));
        }

        private void Follow(int i, DateOnly day, double amount, Expectation expected)
        {
            _open!.Add(i, amount, expected);
            _model.Skip(i, day);
            Note(day, amount, expected, DayVerdict.Odd);
            if (!_open.IsOver)
            {
                return;
            }

            Conclude(_open);
            if (_open.NewLevelFrom >= 0)
            {
                _former = _open switch
                {
                    { IsReturn: true } => null,
                    { Continues: true } when _former is { } former => former with { At = i },
                    _ => (i, _model.LevelAt(_open.Start), _open.Sign),
                };
                _model.Rebase(_open.NewLevelFrom, _amounts.AsSpan(_open.NewLevelFrom, i - _open.NewLevelFrom + 1), series.First);
            }

            _settled = (i, _open.Sign, _open.NewLevelFrom >= 0 ? GoesOnWithin : FlaresUpWithin);
            _open = null;
        }

        private void Conclude(Episode episode)
        {
            if (episode.IsReturn)
            {
                if (episode.NewLevelFrom >= 0 && _found.Count > 0)
                {
                    _found[^1] = _found[^1] with { EndedOn = series.Day(episode.Start) };
                }
            }
            else if (episode.Continues && _found.Count > 0)
            {
                _found[^1] = episode.Joined(_found[^1], series);
            }
            else
            {
                _found.Add(episode.Described(series));
            }
        }

        // Few errors behind the scale make it uncertain: the limit is that of Student's distribution, not of the normal one.
        private double Limit()
        {
            var n = _model.Scale.Count;
            return _limits[n] > 0 ? _limits[n] : _limits[n] = StudentT.InvCDF(0, 1, Math.Max(1, MadEfficiency * n), 1 - (options.FalseAlarmRate / 2));
        }

        private void Note(DateOnly day, double amount, Expectation expected, DayVerdict verdict) =>
            _days.Add(new JudgedDay(day, amount, expected.Amount, expected.Deviation, verdict));
    }
}
