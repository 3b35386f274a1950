using OpsAutomation.Core.Correlation.Climates;

namespace OpsAutomation.Core.Correlation.Storms;

/// <summary>What a storm withholds, counted.</summary>
/// <param name="Firing">The conditions that still fire.</param>
/// <param name="Ended">How many were withheld and have ended.</param>
/// <param name="Last">When something new was last withheld.</param>
public sealed record StormSummary(IReadOnlyList<ClimateWithheld> Firing, int Ended, DateTimeOffset Last)
{
    private const int MaxListed = 10;

    /// <summary>For a person: how many, of which services and rules, and how many still fire.</summary>
    public string Text
    {
        get
        {
            var groups = Firing.GroupBy(f => (Service: f.Service ?? "no service", f.Rule))
                .OrderByDescending(g => g.Count())
                .ThenBy(g => g.Key.Service, StringComparer.Ordinal)
                .ThenBy(g => g.Key.Rule, StringComparer.Ordinal)
                .ToArray();
            var listed = string.Join("; ", groups.Take(MaxListed).Select(g => $"{g.Key.Service}, '{g.Key.Rule}': {g.Count()}"));
            var more = groups.Length > MaxListed ? $"; and {groups.Length - MaxListed} more kinds" : string.Empty;
            var ended = Ended > 0 ? $" {Ended} more had been withheld and have ended." : string.Empty;
            return Firing.Count == 0 ? $"Nothing that was withheld fires any more.{ended}" : $"Withheld and firing: {Firing.Count} ({listed}{more}).{ended}";
        }
    }

    /// <summary>The scopes in which something that was withheld still fires, in order.</summary>
    public IReadOnlyList<string> Scopes => [.. Firing.Select(f => f.Scope).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
