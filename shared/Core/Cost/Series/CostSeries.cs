using OpsAutomation.Core.Cost.Ledger;

namespace OpsAutomation.Core.Cost.Series;

/// <summary>Amounts by day, in one currency, without gaps in the index: a day without an amount is <see cref="double.NaN"/>, never zero.</summary>
public sealed record CostSeries
{
    /// <summary>Whose amounts.</summary>
    public required SeriesName Name { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public required string Currency { get; init; }

    /// <summary>The first day.</summary>
    public required DateOnly First { get; init; }

    /// <summary>One amount a day since <see cref="First"/>.</summary>
    public required IReadOnlyList<double> Amounts { get; init; }

    /// <summary>What was odd about the data.</summary>
    public IReadOnlyList<CostNote> Notes { get; init; } = [];

    /// <summary>Days whose amount may still change in a way that must not be judged: a held restatement.</summary>
    public IReadOnlySet<DateOnly> Doubtful { get; init; } = new HashSet<DateOnly>();

    /// <summary>The last day that has an amount, or null.</summary>
    public DateOnly? Last => Amounts.Count == 0 ? null : Day(Amounts.Count - 1);

    /// <summary>The day of an index.</summary>
    public DateOnly Day(int index) => First.AddDays(index);

    /// <summary>Amount of a day; not a number where there is none.</summary>
    public double this[DateOnly day] => day.DayNumber - First.DayNumber is var i && i >= 0 && i < Amounts.Count ? Amounts[i] : double.NaN;
}
