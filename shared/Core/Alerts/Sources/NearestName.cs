namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>Guesses which known name a sender meant, by edit distance.</summary>
public static class NearestName
{
    private const int MaxLength = 64;

    /// <summary>The nearest known name, or null when more than half of the letters would have to change.</summary>
    public static string? Of(string? name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaxLength)
        {
            return null;
        }

        return known
            .Select(candidate => (candidate, distance: Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(c => c.distance * 2 <= Math.Max(c.candidate.Length, name.Length))
            .OrderBy(c => c.distance)
            .ThenBy(c => c.candidate, StringComparer.Ordinal)
            .Select(c => c.candidate)
            .FirstOrDefault();
    }

    // Levenshtein with one row: both names are short.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                var change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(change, Math.Min(row[j - 1], above) + 1);
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
