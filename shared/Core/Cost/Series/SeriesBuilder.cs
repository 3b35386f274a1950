using OpsAutomation.Core.Cost.Ledger;

namespace OpsAutomation.Core.Cost.Series;

/// <summary>
/// Makes a series of what the billing said. What cannot be known is left out and said: missing days stay missing, days before a
/// change of currency are not converted, and a restatement by a factor waits until it has stood.
/// </summary>
public static class SeriesBuilder
{
    /// <summary>From this factor on a restatement is held back: late usage adds some per cent, a wrong unit or a double booking multiplies.</summary>
    public const double HeldFactor = 5;

    /// <summary>How long a held restatement must have stood before it counts. Cost Management corrects usage within 72 hours.</summary>
    public static readonly TimeSpan StandsAfter = TimeSpan.FromDays(3);

    /// <summary>Builds the series, or null where no day has an amount.</summary>
    /// <param name="name">Whose days.</param>
    /// <param name="days">The days, in any order.</param>
    /// <param name="now">The time.</param>
    public static CostSeries? Build(SeriesName name, IEnumerable<CostDay> days, DateTimeOffset now)
    {
        var sorted = days.OrderBy(d => d.Day).ToArray();
        if (sorted.Length == 0)
        {
            return null;
        }

        var notes = new List<CostNote>();
        var doubtful = new HashSet<DateOnly>();
        var currency = sorted[^1].Latest.Currency;
        var change = Array.FindLastIndex(sorted, d => d.Latest.Currency != currency);
        if (change >= 0)
        {
            notes.Add(new CostNote(
                CostOddity.CurrencyChanged, sorted[change + 1].Day,
                $"The currency changed from {sorted[change].Latest.Currency} to {currency}; the {change + 1} days before are not compared."));
            sorted = sorted[(change + 1)..];
        }

        var amounts = new double[sorted[^1].Day.DayNumber - sorted[0].Day.DayNumber + 1];
        Array.Fill(amounts, double.NaN);
        foreach (var day in sorted)
        {
            var revision = Standing(day, currency, now, notes, doubtful);
            amounts[day.Day.DayNumber - sorted[0].Day.DayNumber] = (double)revision.Amount;
            if (revision.Amount < 0 && name.Charge is ChargeType.Usage or ChargeType.Purchase)
            {
                notes.Add(new CostNote(CostOddity.NegativeUsage, day.Day, FormattableString.Invariant($"{revision.Amount:0.##} {currency} on {day.Day:yyyy-MM-dd} is below zero; the day is not judged.")));
                doubtful.Add(day.Day);
            }
        }

        SayGaps(sorted[0].Day, amounts, notes);
        return new CostSeries { Name = name, Currency = currency, First = sorted[0].Day, Amounts = amounts, Notes = notes, Doubtful = doubtful };
    }

    private static CostRevision Standing(CostDay day, string currency, DateTimeOffset now, List<CostNote> notes, HashSet<DateOnly> doubtful)
    {
        var standing = day.Revisions.First(r => r.Currency == currency);
        foreach (var next in day.Revisions.SkipWhile(r => r != standing).Skip(1).Where(r => r.Currency == currency))
        {
            if (!Multiplies(standing.Amount, next.Amount) || now - next.SeenAt >= StandsAfter && next == day.Latest)
            {
                standing = next;
                continue;
            }

            if (next == day.Latest)
            {
                doubtful.Add(day.Day);
                notes.Add(new CostNote(
                    CostOddity.HeldRestatement, day.Day,
                    FormattableString.Invariant($"{day.Day:yyyy-MM-dd} was restated from {standing.Amount:0.##} to {next.Amount:0.##} {currency}; the earlier amount counts until {next.SeenAt + StandsAfter:yyyy-MM-dd}.")));
            }
        }

        return standing;
    }

    private static bool Multiplies(decimal before, decimal after) =>
        before != 0 && after != 0 && ((double)(after / before) is var factor) && (factor < 0 || factor >= HeldFactor || factor <= 1 / HeldFactor);

    private static void SayGaps(DateOnly first, double[] amounts, List<CostNote> notes)
    {
        for (var i = 0; i < amounts.Length; i++)
        {
            var from = i;
            while (i < amounts.Length && double.IsNaN(amounts[i]))
            {
                i++;
            }

            if (i > from)
            {
                notes.Add(new CostNote(CostOddity.MissingDays, first.AddDays(from), FormattableString.Invariant($"No amount for {i - from} day(s) from {first.AddDays(from):yyyy-MM-dd} on; they are not taken for zero.")));
            }
        }
    }
}
