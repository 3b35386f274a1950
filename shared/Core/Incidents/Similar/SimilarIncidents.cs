namespace OpsAutomation.Core.Incidents.Similar;

/// <summary>An incident of before that is like another one, and why.</summary>
/// <param name="Incident">How it stood when it was closed.</param>
/// <param name="Likeness">How much it has in common; see <see cref="SimilarIncidents"/>. For the order alone.</param>
/// <param name="Why">What it has in common, in words: <c>same resource and same rule</c>.</param>
public sealed record SimilarIncident(Incident Incident, int Likeness, string Why)
{
    /// <summary>How long the condition stood.</summary>
    public TimeSpan Lasted => (Incident.ClosedAt ?? Incident.UpdatedAt) - Incident.StartedAt;
}

/// <summary>
/// Finds closed incidents like another one, by what both are about: the resource, the rule that fired, the category, the
/// service. Pure. Each counts twice the next, so that a nearer kind of likeness always goes before all further ones together.
/// </summary>
public static class SimilarIncidents
{
    /// <summary>The most that are shown.</summary>
    public const int Most = 5;

    /// <summary>How far back is looked.</summary>
    public static readonly TimeSpan Back = TimeSpan.FromDays(90);

    private static readonly (int Weight, string Words, Func<Incident, string?> Of)[] Kinds =
    [
        (8, "same resource", i => i.Resource),
        (4, "same rule", i => i.Rule),
        (2, "same category", i => i.Category),
        (1, "same service", i => i.Service),
    ];

    // A service alone has all kinds of incidents: category and service together are the least.
    private const int Least = 3;

    /// <summary>The nearest ones, nearest first; of equally near ones the newest first.</summary>
    /// <param name="subject">The incident in question.</param>
    /// <param name="others">Incidents to look through; those that are not closed, and the subject itself, are passed over.</param>
    /// <param name="most">How many at most.</param>
    public static IReadOnlyList<SimilarIncident> Rank(Incident subject, IEnumerable<Incident> others, int most = Most)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(others);
        return
        [
            .. others
                .Where(o => o.Status == IncidentStatus.Closed && !string.Equals(o.Id, subject.Id, StringComparison.Ordinal))
                .Select(o => Compare(subject, o))
                .Where(s => s.Likeness >= Least)
                .OrderByDescending(s => s.Likeness).ThenByDescending(s => s.Incident.OpenedAt).ThenBy(s => s.Incident.Id, StringComparer.Ordinal)
                .Take(most),
        ];
    }

    private static SimilarIncident Compare(Incident subject, Incident other)
    {
        var common = Kinds.Where(k => k.Of(subject) is { Length: > 0 } own && string.Equals(own, k.Of(other), StringComparison.OrdinalIgnoreCase)).ToList();
        var words = common.ConvertAll(k => k.Words);
        return new(other, common.Sum(k => k.Weight), words.Count < 2 ? string.Concat(words) : $"{string.Join(", ", words[..^1])} and {words[^1]}");
    }
}
