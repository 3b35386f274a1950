using OpsAutomation.Core.Cost.Series;

namespace OpsAutomation.Core.Cost.Showback;

/// <summary>What one owner, service or environment costs.</summary>
/// <param name="Value">Value of the tag; empty for what carries none.</param>
/// <param name="Amount">Sum.</param>
/// <param name="Share">Part of the whole, 0 to 1.</param>
/// <param name="Requests">Requests served, or null where unknown.</param>
/// <param name="PerThousandRequests">Cost of a thousand requests, or null where unknown.</param>
public sealed record ShowbackLine(string Value, double Amount, double Share, long? Requests, double? PerThousandRequests)
{
    /// <summary>True for what carries no tag: nobody answers for it.</summary>
    public bool IsUntagged => Value.Length == 0;
}

/// <summary>Who costs what.</summary>
/// <param name="Dimension">What it is cut by.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Lines">The dearest first; what is untagged always has its line where there is any.</param>
public sealed record ShowbackTable(string Dimension, string Currency, DateOnly From, DateOnly To, IReadOnlyList<ShowbackLine> Lines)
{
    /// <summary>Sums series up; a table for each currency, for amounts of two are not added.</summary>
    /// <param name="series">Series of one dimension.</param>
    /// <param name="from">First day.</param>
    /// <param name="to">Last day.</param>
    /// <param name="requests">Requests that a value served in that time, or null where unknown.</param>
    public static IReadOnlyList<ShowbackTable> Of(IEnumerable<CostSeries> series, DateOnly from, DateOnly to, Func<string, long?>? requests = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        return
        [
            .. series.GroupBy(s => (s.Name.Dimension, s.Currency)).OrderBy(g => g.Key).Select(group =>
            {
                var sums = group.GroupBy(s => s.Name.Value, StringComparer.OrdinalIgnoreCase)
                    .Select(v => (Value: v.Key, Amount: v.Sum(s => Sum(s, from, to)))).Where(v => v.Amount != 0).ToArray();
                var whole = sums.Sum(s => s.Amount);
                return new ShowbackTable(group.Key.Dimension, group.Key.Currency, from, to,
                [
                    .. sums.OrderByDescending(s => s.Amount).ThenBy(s => s.Value, StringComparer.Ordinal).Select(s =>
                    {
                        var served = s.Value.Length > 0 ? requests?.Invoke(s.Value) : null;
                        return new ShowbackLine(s.Value, Math.Round(s.Amount, 2), whole == 0 ? 0 : s.Amount / whole, served, served > 0 ? s.Amount * 1000 / served : null);
                    }),
                ]);
            }),
        ];
    }

    private static double Sum(CostSeries series, DateOnly from, DateOnly to)
    {
        var sum = 0.0;
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            sum += double.IsNaN(series[day]) ? 0 : series[day];
        }

        return sum;
    }
}
