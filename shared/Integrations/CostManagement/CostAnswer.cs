using OpsAutomation.Core.Cost.Ledger;

namespace OpsAutomation.Integrations.CostManagement;

/// <summary>What Cost Management answered.</summary>
/// <param name="Rows">The amounts.</param>
/// <param name="Notes">What could not be read.</param>
/// <param name="Problem">Why it is not whole, or null when it is.</param>
/// <param name="RetryAfter">How long it asks to wait, or null.</param>
public sealed record CostAnswer(IReadOnlyList<CostRecord> Rows, IReadOnlyList<CostNote> Notes, string? Problem, TimeSpan? RetryAfter)
{
    /// <summary>True when every page came.</summary>
    public bool IsWhole => Problem is null;
}
