using OpsAutomation.Core.Correlation.Recent;

namespace OpsAutomation.Core.Correlation.Search;

/// <summary>How many alerts of a search have each disposition now.</summary>
/// <param name="ByKind">Numbers; a kind that does not occur is absent.</param>
/// <param name="Complete">Whether every alert was counted; otherwise a number is the least it can be.</param>
public sealed record DispositionCounts(IReadOnlyDictionary<DispositionKind, int> ByKind, bool Complete)
{
    /// <summary>The most rows that are counted.</summary>
    public const int MaxCounted = 20_000;

    /// <summary>The number of all.</summary>
    public int Total => ByKind.Values.Sum();

    /// <summary>Counts what fits a search, wherever it would go on.</summary>
    public static async Task<DispositionCounts> OfAsync(RecentAlerts recent, AlertQuery query, CancellationToken cancellationToken = default, int most = MaxCounted)
    {
        ArgumentNullException.ThrowIfNull(recent);
        ArgumentNullException.ThrowIfNull(query);
        var counts = new Dictionary<DispositionKind, int>();
        var looked = 0;
        await foreach (var row in recent.NewestFirstAsync(query.From, query.To, cancellationToken))
        {
            if (looked++ == most)
            {
                return new DispositionCounts(counts, false);
            }

            if (query.Matches(row))
            {
                counts[row.Kind] = counts.GetValueOrDefault(row.Kind) + 1;
            }
        }

        return new DispositionCounts(counts, true);
    }
}
