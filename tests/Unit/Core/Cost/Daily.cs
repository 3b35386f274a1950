using OpsAutomation.Core.Cost.Ledger;
using OpsAutomation.Core.Cost.Series;

namespace OpsAutomation.Unit.Core.Cost;

/// <summary>Series of days for the tests: 100 a day give or take a little, unless said otherwise.</summary>
internal static class Daily
{
    public static readonly DateOnly First = new(2026, 6, 1);

    public static readonly SeriesName Name = new("/subscriptions/1", "ServiceName", "Virtual Machines");

    /// <summary>Amounts around a level; noise is three per cent, from a seed.</summary>
    public static double[] Around(double level, int days, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, days).Select(_ => level * (1 + (0.03 * MathNet.Numerics.Distributions.Normal.Sample(random, 0, 1))))];
    }

    public static CostSeries Series(params IEnumerable<double> amounts) => new() { Name = Name, Currency = "EUR", First = First, Amounts = [.. amounts] };

    public static CostDay Day(int number, params (decimal Amount, int SeenDay)[] said) =>
        new(First.AddDays(number), [.. said.Select(s => new CostRevision(s.Amount, "EUR", At(s.SeenDay)))]);

    public static DateTimeOffset At(int number) => new(First.AddDays(number), new TimeOnly(6, 0), TimeSpan.Zero);
}
