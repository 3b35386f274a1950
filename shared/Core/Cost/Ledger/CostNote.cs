namespace OpsAutomation.Core.Cost.Ledger;

/// <summary>What was odd about the data, so that nobody takes a gap for a saving.</summary>
public enum CostOddity
{
    /// <summary>Days without an amount between days that have one.</summary>
    MissingDays,

    /// <summary>The same row came twice in one answer; it counts once.</summary>
    DuplicateRow,

    /// <summary>Two different amounts came for the same key in one answer; neither is taken.</summary>
    ContradictingRows,

    /// <summary>A day's usage is below zero.</summary>
    NegativeUsage,

    /// <summary>The currency changed; only the days since count.</summary>
    CurrencyChanged,

    /// <summary>A restatement by a factor of five or more; the earlier amount counts until the new one has stood.</summary>
    HeldRestatement,

    /// <summary>Rows that cannot be read.</summary>
    UnreadableRow,

    /// <summary>One name ends where another begins at the same level: a rename, joined to one series.</summary>
    Renamed,
}

/// <summary>A note about the data.</summary>
/// <param name="Oddity">What.</param>
/// <param name="Day">First day that it is about, or null.</param>
/// <param name="Text">A sentence.</param>
public sealed record CostNote(CostOddity Oddity, DateOnly? Day, string Text);
