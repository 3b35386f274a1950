using MathNet.Numerics.Distributions;
using OpsAutomation.Core.Cost.Ledger;
using OpsAutomation.Core.Cost.Series;

namespace OpsAutomation.Unit.Core.Cost.Benchmark;

/// <summary>
/// Two years of daily cost as services really have it: level, growth, weekends, holidays, fees on the first of a month, noise (with
/// heavy tails and with memory in some), gaps, days that come late and are restated; and anomalies with labels. A function of its seed.
/// </summary>
internal sealed class CostWorld
{
    public const int Days = 730;
    public static readonly DateOnly First = new(2024, 11, 1);
    public static readonly DateTimeOffset Now = new(2026, 11, 1, 6, 0, 0, TimeSpan.Zero);
    private static readonly (int Month, int Day)[] Feasts = [(1, 1), (1, 6), (5, 1), (8, 15), (10, 3), (11, 1), (12, 24), (12, 25), (12, 26), (12, 31)];
    private readonly Random _random;

    public CostWorld(int seed, int series, bool anomalies = true)
    {
        _random = new Random(seed);
        All = [.. Enumerable.Range(0, series).Select(i => One(i, anomalies))];
    }

    public static IReadOnlySet<DateOnly> Holidays { get; } =
        Enumerable.Range(0, Days).Select(First.AddDays).Where(d => Array.IndexOf(Feasts, (d.Month, d.Day)) >= 0).ToHashSet();

    public IReadOnlyList<(CostSeries Series, IReadOnlyList<LabelledAnomaly> Labels)> All { get; }

    private (CostSeries Series, IReadOnlyList<LabelledAnomaly> Labels) One(int number, bool anomalies)
    {
        var name = new SeriesName("/subscriptions/1", "ServiceName", $"service {number}");
        var (level, sigma) = (Math.Exp(Between(Math.Log(60), Math.Log(20000))), Between(0.02, 0.10));
        var (heavy, memory) = (Chance(0.2), Chance(0.25) ? 0.3 : 0);
        var growth = Between(-0.1, 0.4) / 365;
        var weekdays = Weekdays();
        var monthStart = Chance(0.3) ? Between(0.2, 2) : 0;
        var start = Chance(0.1) ? _random.Next(60, 300) : 0;
        var gaps = Chance(0.1);
        var expected = new double[Days];
        for (var i = start; i < Days; i++)
        {
            var day = First.AddDays(i);
            var ordinary = level * (1 + (growth * i)) * weekdays[(int)day.DayOfWeek];
            var rest = Holidays.Contains(day) ? Between(0.5, 1) : 0;
            expected[i] = ordinary + (rest * ((level * (1 + (growth * i)) * weekdays[0]) - ordinary)) + (day.Day == 1 ? monthStart * level * (1 + (growth * i)) : 0);
        }

        var planned = new List<(LabelledAnomaly Label, int From, int To)>();
        var factor = anomalies ? Anomalies(expected, start, sigma, planned) : [.. Enumerable.Repeat(1.0, Days)];
        var real = new double[Days];
        var days = new List<CostDay>();
        var noise = 0.0;
        for (var i = start; i < Days; i++)
        {
            noise = (memory * noise) + (Math.Sqrt(1 - (memory * memory)) * sigma * (heavy ? StudentT.Sample(_random, 0, 1, 6) * Math.Sqrt(4.0 / 6) : Normal.Sample(_random, 0, 1)));
            if (gaps && Chance(0.01))
            {
                continue;
            }

            var amount = Math.Max(0, Math.Round((decimal)(expected[i] * factor[i] * (1 + noise)), 2));
            real[i] = (double)amount;
            days.Add(new CostDay(First.AddDays(i), Told(First.AddDays(i), amount)));
        }

        return (SeriesBuilder.Build(name, days, Now)!, [.. planned.Select(p => AsItHappened(p.Label, p.From, p.To, expected, factor, real, sigma))]);
    }

    // An anomaly is asked for where what happened, noise and all, is as far from the ordinary as is asked: on the mean of its days.
    private static LabelledAnomaly AsItHappened(LabelledAnomaly label, int from, int to, double[] expected, double[] factor, double[] real, double sigma)
    {
        var before = factor[label.Start.DayNumber - First.DayNumber - 1];
        var days = Enumerable.Range(from, to - from).Where(i => real[i] > 0).ToArray();
        var money = days.Length == 0 ? 0 : Math.Abs(days.Average(i => real[i] - (expected[i] * before)));
        var deviations = days.Length == 0 ? 0 : Math.Abs(days.Average(i => (real[i] / (expected[i] * before)) - 1)) / sigma;
        return label with { Deviations = deviations, Required = label.Required && deviations >= 3 && money >= 100 };
    }

    // A day is first told in part, then whole; now and then ten times too high, and put right later, or not yet.
    private List<CostRevision> Told(DateOnly day, decimal amount)
    {
        var seen = new DateTimeOffset(day, new TimeOnly(6, 0), TimeSpan.Zero);
        var told = new List<CostRevision> { new(Math.Round(amount * (decimal)Between(0.6, 1), 2), "EUR", seen.AddDays(1)), new(amount, "EUR", seen.AddDays(2)) };
        if (Chance(0.002))
        {
            told.Add(new CostRevision(amount * 10, "EUR", seen.AddDays(3)));
            told.Add(new CostRevision(amount, "EUR", seen.AddDays(5)));
        }

        return told;
    }

    private double[] Weekdays()
    {
        var weekend = Chance(0.7) ? Between(0.4, 0.95) : 1;
        return [.. Enumerable.Range(0, 7).Select(d => (d is 0 or 6 ? weekend : 1) * (weekend < 1 ? Between(0.95, 1.05) : 1))];
    }

    private double[] Anomalies(double[] expected, int start, double sigma, List<(LabelledAnomaly Label, int From, int To)> labels)
    {
        var factor = new double[Days];
        Array.Fill(factor, 1);
        for (var at = start + 75 + _random.Next(60); at < Days - 30; at += 60 + (int)Exponential.Sample(_random, 1 / 90.0))
        {
            // Sizes fall off from three deviations on: half are below seven, one in seven is below four.
            var required = Chance(0.9);
            var deviations = required ? 3 + Math.Min(22, Exponential.Sample(_random, 1 / 6.0)) : Between(1, 2.5);
            var size = required ? Math.Max(deviations * sigma, 100 / Math.Max(1, expected[at] * factor[at])) : deviations * sigma;
            size *= Chance(0.8) || size > 0.8 ? 1 : -1;
            var kind = _random.NextDouble() switch { < 0.4 => LabelKind.Spike, < 0.6 => LabelKind.Shift, < 0.75 => LabelKind.Passing, _ => LabelKind.Ramp };
            var growing = kind == LabelKind.Ramp ? _random.Next(8, 21) : 1;
            var holding = kind switch { LabelKind.Spike => Chance(0.6) ? 0 : _random.Next(1, 3), LabelKind.Passing => _random.Next(9, 25), LabelKind.Ramp => _random.Next(3, 8), _ => Days };
            var stays = kind == LabelKind.Ramp && Chance(0.5);
            var end = kind == LabelKind.Shift ? 14 : growing + holding + 2;
            var whole = Math.Min(Days - 1, at + growing - 1);
            labels.Add((
                new LabelledAnomaly(kind, First.AddDays(at), First.AddDays(Math.Min(Days - 1, at + end)), Math.Abs(size) / sigma, required),
                whole, Math.Min(Days, whole + 1 + Math.Min(7, holding))));
            for (var i = at; i < Days && (stays || i < at + growing + holding); i++)
            {
                factor[i] *= 1 + (size * Math.Min(1, (i - at + 1.0) / growing));
            }
        }

        return factor;
    }

    private double Between(double low, double high) => low + (_random.NextDouble() * (high - low));

    private bool Chance(double p) => _random.NextDouble() < p;
}
