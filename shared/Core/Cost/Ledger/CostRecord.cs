namespace OpsAutomation.Core.Cost.Ledger;

/// <summary>One amount as it was read.</summary>
/// <param name="Key">Which amount.</param>
/// <param name="Amount">In <paramref name="Currency"/>; below zero for credits and refunds.</param>
/// <param name="Currency">ISO 4217 code.</param>
public sealed record CostRecord(CostKey Key, decimal Amount, string Currency);

/// <summary>What a day was said to cost, and when it was said.</summary>
/// <param name="Amount">The amount.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="SeenAt">When it was read first.</param>
public sealed record CostRevision(decimal Amount, string Currency, DateTimeOffset SeenAt);

/// <summary>A day with everything that was ever said about it, the oldest first; never empty.</summary>
/// <param name="Day">Day in UTC.</param>
/// <param name="Revisions">What was said.</param>
public sealed record CostDay(DateOnly Day, IReadOnlyList<CostRevision> Revisions)
{
    /// <summary>The newest word.</summary>
    public CostRevision Latest => Revisions[^1];
}
