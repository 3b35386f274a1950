using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Backtests;

/// <summary>What one catalogue makes of the events, in numbers.</summary>
/// <param name="Catalog">The folder, as it was named.</param>
/// <param name="Incidents">Incidents opened.</param>
/// <param name="Pages">Pages.</param>
/// <param name="Tickets">Incidents that are a ticket.</param>
/// <param name="Records">Incidents that are only recorded.</param>
/// <param name="PagesBySeverity">Pages by severity; what has none is left out.</param>
/// <param name="Dispositions">Alerts by their last disposition; what has none is left out.</param>
public sealed record BacktestSummary(
    string Catalog,
    int Incidents,
    int Pages,
    int Tickets,
    int Records,
    IReadOnlyDictionary<string, int> PagesBySeverity,
    IReadOnlyDictionary<string, int> Dispositions)
{
    /// <summary>Counts a result.</summary>
    /// <param name="catalog">The folder, as it was named.</param>
    /// <param name="result">The result.</param>
    public static BacktestSummary Of(string catalog, BacktestResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new BacktestSummary(
            catalog,
            result.Incidents.Count,
            result.Pages.Count,
            result.Incidents.Count(i => i.Urgency == Urgency.Ticket),
            result.Incidents.Count(i => i.Urgency == Urgency.Record),
            Count(result.Pages.Select(p => p.Severity.ToString())),
            Count(result.Alerts.Select(a => a.Kind.ToString())));
    }

    /// <summary>How many alerts have a disposition.</summary>
    public int Of(DispositionKind kind) => Dispositions.GetValueOrDefault(kind.ToString());

    private static SortedDictionary<string, int> Count(IEnumerable<string> names) =>
        new(names.GroupBy(n => n, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal), StringComparer.Ordinal);
}
