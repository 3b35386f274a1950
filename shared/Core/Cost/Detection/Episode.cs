using OpsAutomation.Core.Cost.Series;

namespace OpsAutomation.Core.Cost.Detection;

/// <summary>An anomaly while it lasts.</summary>
/// <param name="start">First odd index.</param>
/// <param name="foundAt">Index that gave it away.</param>
/// <param name="sign">1 for too much, -1 for too little.</param>
/// <param name="isReturn">True when it only leads back to the level before an earlier shift.</param>
/// <param name="continues">True when it goes on from where the one before it seemed to have settled.</param>
internal sealed class Episode(int start, int foundAt, int sign, bool isReturn, bool continues)
{
    // A spike is over when two days are as before; a level that held a week is the new one; four weeks of growth are enough to say so.
    private const double Quiet = 2;
    private const int QuietDays = 2;
    private const int SpikeDays = 3;
    private const int LevelDays = 7;
    private const int ReturnDays = 3;
    private const int RampDays = 35;
    private const double FarEnough = 1000;
    private readonly List<(int Index, double Actual, double Expected, double Score)> _days = [];
    private int _quiet;

    public int Start => start;

    public int Sign => sign;

    public bool IsReturn => isReturn;

    public bool Continues => continues;

    public AnomalyKind Kind { get; private set; } = AnomalyKind.Unsettled;

    /// <summary>Index from which the new level counts, once it is one; -1 before.</summary>
    public int NewLevelFrom { get; private set; } = -1;

    public bool IsOver => Kind is not AnomalyKind.Unsettled;

    /// <summary>Takes a day in and tells what it makes of the whole.</summary>
    public void Add(int index, double actual, Expectation expected)
    {
        var score = Math.Clamp((actual - expected.Amount) / expected.Deviation, -FarEnough, FarEnough);
        _days.Add((index, actual, expected.Amount, score));
        _quiet = sign * score < Quiet ? _quiet + 1 : 0;
        var length = index - start + 1;
        if (_quiet >= QuietDays)
        {
            Kind = length - _quiet <= SpikeDays ? AnomalyKind.Spike : AnomalyKind.Passing;
        }
        else if (length >= (isReturn ? ReturnDays : LevelDays) && _quiet == 0 && _days.Count >= 3 && (!StillRising() || length >= RampDays))
        {
            Kind = Rose() ? AnomalyKind.Ramp : AnomalyKind.Shift;
            NewLevelFrom = Kind == AnomalyKind.Ramp ? Math.Max(start, index - 4) : start;
        }
    }

    /// <summary>Indexes that are odd: all but the quiet ones at the end.</summary>
    public int Through => _days.Count > _quiet ? _days[_days.Count - _quiet - 1].Index : start;

    public Anomaly Described(CostSeries series)
    {
        var odd = _days.Where(d => d.Index <= Through).ToArray();
        var (actual, expected) = (odd.Sum(d => d.Actual), odd.Sum(d => d.Expected));
        var score = sign * odd.Max(d => sign * d.Score);
        return new Anomaly
        {
            Series = series.Name,
            Currency = series.Currency,
            Kind = Kind,
            Start = series.Day(start),
            FoundOn = series.Day(foundAt),
            Through = series.Day(Through),
            EndedOn = Kind is AnomalyKind.Spike or AnomalyKind.Passing ? series.Day(Through + 1) : null,
            Expected = expected,
            Actual = actual,
            Score = score,
            Reason = FormattableString.Invariant(
                $"{actual:0.##} {series.Currency} from {series.Day(start):yyyy-MM-dd} to {series.Day(Through):yyyy-MM-dd} where {expected:0.##} was expected; the farthest day is {Math.Abs(score):0.#} robust deviations {(sign > 0 ? "above" : "below")}{Words()}."),
        };
    }

    /// <summary>The anomaly before, with this one as its further course.</summary>
    public Anomaly Joined(Anomaly before, CostSeries series)
    {
        var further = Described(series);
        return before with
        {
            Kind = AnomalyKind.Ramp,
            Through = further.Through,
            EndedOn = further.EndedOn,
            Expected = before.Expected + further.Expected,
            Actual = before.Actual + further.Actual,
            Score = Math.Abs(further.Score) > Math.Abs(before.Score) ? further.Score : before.Score,
            Reason = $"{before.Reason} It went on: {further.Reason}",
        };
    }

    private string Words() => Kind switch
    {
        AnomalyKind.Spike => "; then as before",
        AnomalyKind.Passing => "; it lasted a while and went back",
        AnomalyKind.Shift => "; it has stayed there: a new level",
        AnomalyKind.Ramp => "; it grew day by day",
        _ => string.Empty,
    };

    private double[] Relative(IEnumerable<(int Index, double Actual, double Expected, double Score)> days) =>
        [.. days.Select(d => sign * d.Score)];

    // Over the last five days it still grew by more than a deviation, and by a fifth of what it is.
    private bool StillRising()
    {
        var last = Relative(_days.TakeLast(5));
        return TheilSen.Slope(last) * (last.Length - 1) is var rise && rise > 1 && rise > 0.2 * last[^1];
    }

    // It began below half of where it ended, and the line through all of it says so too.
    private bool Rose()
    {
        var all = Relative(_days);
        var (begin, end) = (all.Take(3).Average(), all.TakeLast(3).Average());
        return begin < 0.6 * end && TheilSen.Slope(all) * (all.Length - 1) > 0.5 * end;
    }
}
