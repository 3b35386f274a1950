namespace OpsAutomation.Core.Classification;

/// <summary>
/// Finds rules that stand in each other's way, from their conditions alone. What it calls covered surely is; what it does
/// not may still be, since words of free text cannot be compared.
/// </summary>
internal static class RuleOverlap
{
    private static readonly StringComparer Same = StringComparer.OrdinalIgnoreCase;

    /// <summary>Whether every alert that fits <paramref name="later"/> fits <paramref name="earlier"/> too.</summary>
    public static bool Covers(ClassificationRule earlier, ClassificationRule later) =>
        earlier.HasConditions
        && Wider(earlier.Sources, later.Sources, Same.Equals)
        && Wider(earlier.Signals, later.Signals, (a, b) => a == b)
        && Wider(earlier.Metrics, later.Metrics, Same.Equals)
        && Wider(earlier.ResourceTypes, later.ResourceTypes, CoversType)
        && Wider(earlier.RuleContains, later.RuleContains, (a, b) => b.Contains(a, StringComparison.OrdinalIgnoreCase))
        && Wider(earlier.RuleWords, later.RuleWords, CoversPhrase)
        && Wider(earlier.TextWords, later.TextWords.Count > 0 ? later.TextWords : later.RuleWords, CoversPhrase)
        && Wider(earlier.Operators, later.Operators, Same.Equals)
        && earlier.Labels.All(l => later.Labels.TryGetValue(l.Key, out var value) && value == l.Value)
        && Wider(earlier.Symptoms, later.Symptoms, Same.Equals)
        && (earlier.Expression is null || earlier.Expression.Source == later.Expression?.Source)
        && (earlier.DeployedWithin is not { } within || later.DeployedWithin <= within)
        && (earlier.DependencyFiring is not { } firing || later.DependencyFiring == firing);

    /// <summary>
    /// Whether both state exactly the same kinds of conditions, some alert fits both, and neither is the special case of
    /// the other: then their order was hardly meant. Rules that look at words or have an expression are left out: two words may
    /// always stand in one name, and what an expression leaves cannot be told.
    /// </summary>
    public static bool Disputes(ClassificationRule earlier, ClassificationRule later) =>
        Kinds(earlier) == Kinds(later)
        && earlier.RuleContains.Count + earlier.RuleWords.Count + earlier.TextWords.Count == 0
        && earlier.Expression is null
        && later.Expression is null
        && !Covers(later, earlier)
        && Meets(earlier.Sources, later.Sources, Same.Equals)
        && Meets(earlier.Signals, later.Signals, (a, b) => a == b)
        && Meets(earlier.Metrics, later.Metrics, Same.Equals)
        && Meets(earlier.ResourceTypes, later.ResourceTypes, (a, b) => CoversType(a, b) || CoversType(b, a))
        && Meets(earlier.Operators, later.Operators, Same.Equals)
        && earlier.Labels.All(l => !later.Labels.TryGetValue(l.Key, out var value) || value == l.Value)
        && Meets(earlier.Symptoms, later.Symptoms, Same.Equals)
        && earlier.DependencyFiring == later.DependencyFiring;

    private static bool Wider<T>(IReadOnlyList<T> earlier, IReadOnlyList<T> later, Func<T, T, bool> covers) =>
        earlier.Count == 0 || (later.Count > 0 && later.All(l => earlier.Any(e => covers(e, l))));

    private static bool Meets<T>(IReadOnlyList<T> one, IReadOnlyList<T> other, Func<T, T, bool> same) =>
        one.Count == 0 || other.Count == 0 || one.Any(a => other.Any(b => same(a, b)));

    private static bool CoversType(string wide, string narrow) =>
        Same.Equals(wide, narrow) || narrow.StartsWith(wide + "/", StringComparison.OrdinalIgnoreCase);

    private static bool CoversPhrase(string wide, string narrow) => Words.Contains(Words.Of(narrow), wide);

    private static string Kinds(ClassificationRule rule) => string.Concat(
        new[]
        {
            rule.Sources.Count > 0, rule.Signals.Count > 0, rule.Metrics.Count > 0, rule.ResourceTypes.Count > 0, rule.RuleContains.Count > 0, rule.RuleWords.Count > 0,
            rule.TextWords.Count > 0, rule.Operators.Count > 0, rule.Labels.Count > 0, rule.Symptoms.Count > 0, rule.DeployedWithin is not null, rule.DependencyFiring is not null,
        }.Select(stated => stated ? '1' : '0'));
}
