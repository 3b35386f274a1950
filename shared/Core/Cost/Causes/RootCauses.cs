namespace OpsAutomation.Core.Cost.Causes;

/// <summary>
/// Which values explain a difference, and which dimension explains it best (Adtributor: Bhagwan and others, NSDI 2014). A value's
/// explanatory power is its part of the difference; its surprise is how far its share in the whole moved (half of a Jensen–Shannon
/// divergence). A dimension that needs few, surprising values comes first.
/// </summary>
public static class RootCauses
{
    // The paper's thresholds: a set must explain two thirds, a value a tenth, to be worth a word.
    private const double Whole = 0.67;
    private const double Least = 0.1;

    /// <summary>Ranks the causes of a difference, at most <paramref name="most"/>, the best first.</summary>
    /// <param name="parts">Every value of every dimension; the values of one dimension sum up to the whole.</param>
    /// <param name="most">How many to give.</param>
    public static IReadOnlyList<Cause> Rank(IEnumerable<Part> parts, int most = 5)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return
        [
            .. parts.GroupBy(p => p.Dimension, StringComparer.Ordinal)
                .Select(d => Of(d.Key, [.. d]))
                .Where(c => c.Count > 0)
                .OrderByDescending(c => c.Sum(v => v.Surprise))
                .ThenBy(c => c.Count)
                .ThenBy(c => c[0].Dimension, StringComparer.Ordinal)
                .SelectMany((c, rank) => c.Select(v => (Cause: v, Rank: rank)))
                .OrderBy(c => c.Rank)
                .ThenByDescending(c => c.Cause.Share)
                .Select(c => c.Cause)
                .Take(most),
        ];
    }

    private static List<Cause> Of(string dimension, Part[] parts)
    {
        var (expected, actual) = (parts.Sum(p => p.Expected), parts.Sum(p => p.Actual));
        var delta = actual - expected;
        var chosen = new List<Cause>();
        if (delta == 0)
        {
            return chosen;
        }

        var explained = 0.0;
        foreach (var cause in parts
            .Select(p => new Cause(dimension, p.Value, (p.Actual - p.Expected) / delta, Surprise(Share(p.Expected, expected), Share(p.Actual, actual)), p.Expected <= 0 && p.Actual > 0))
            .Where(c => c.Share >= Least)
            .OrderByDescending(c => c.Surprise)
            .ThenByDescending(c => c.Share)
            .ThenBy(c => c.Value, StringComparer.Ordinal))
        {
            chosen.Add(cause with { Share = Math.Min(1, cause.Share) });
            explained += cause.Share;
            if (explained >= Whole)
            {
                return chosen;
            }
        }

        // What does not come together to the most of it is no explanation.
        return [];
    }

    private static double Share(double amount, double whole) => whole > 0 ? Math.Clamp(amount / whole, 0, 1) : 0;

    private static double Surprise(double expected, double actual) =>
        0.5 * (Term(expected, expected + actual) + Term(actual, expected + actual));

    private static double Term(double share, double sum) => share > 0 ? share * Math.Log(2 * share / sum) : 0;
}
