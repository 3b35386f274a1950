namespace OpsAutomation.Unit.Core.Cost.Benchmark;

/// <summary>How well alarms fit labels: each label is found once; a second alarm for it is a false one.</summary>
internal sealed class Score
{
    private readonly List<int> _delays = [];
    private readonly SortedDictionary<string, (int Found, int All)> _kinds = new(StringComparer.Ordinal);

    public int Found => _delays.Count;

    public int Missed { get; private set; }

    public int False { get; private set; }

    public double Precision => Found / (double)Math.Max(1, Found + False);

    public double Recall => Found / (double)Math.Max(1, Found + Missed);

    public void Add(IReadOnlyList<LabelledAnomaly> labels, IReadOnlyList<DateOnly> alarms)
    {
        var free = alarms.ToList();
        foreach (var label in labels)
        {
            var at = free.FindIndex(a => a >= label.Start && a <= label.End);
            if (at >= 0)
            {
                _delays.AddRange(label.Required ? [free[at].DayNumber - label.Start.DayNumber] : []);
                free.RemoveAt(at);
            }

            if (label.Required)
            {
                Count(label.Kind.ToString(), at >= 0);
                Count(label.Deviations switch { < 4 => "size 3-4", < 6 => "size 4-6", _ => "size 6-" }, at >= 0);
                Missed += at >= 0 ? 0 : 1;
            }
        }

        False += free.Count;
    }

    private void Count(string kind, bool found)
    {
        var (before, all) = _kinds.GetValueOrDefault(kind);
        _kinds[kind] = (before + (found ? 1 : 0), all + 1);
    }

    public override string ToString()
    {
        _delays.Sort();
        var delay = _delays.Count == 0 ? "-" : FormattableString.Invariant($"median {_delays[_delays.Count / 2]} d, 90 % {_delays[_delays.Count * 9 / 10]} d, mean {_delays.Average():0.0} d");
        var kinds = string.Join(", ", _kinds.Select(k => FormattableString.Invariant($"{k.Key} {k.Value.Found}/{k.Value.All}")));
        return FormattableString.Invariant($"precision {Precision:0.000}  recall {Recall:0.000}  found {Found}  missed {Missed}  false {False}  delay {delay}  ({kinds})");
    }
}
