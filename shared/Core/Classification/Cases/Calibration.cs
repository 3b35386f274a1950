namespace OpsAutomation.Core.Classification.Cases;

/// <summary>
/// How right each rule was on the labelled cases. Counted when the catalogue is loaded and kept nowhere, so a number can
/// never be older than the rules and cases that it speaks of.
/// </summary>
public sealed class Calibration
{
    /// <summary>
    /// Cases that a rule must have claimed before its confidence is shown. With ten, all right, the lower bound is 0.72;
    /// below that the interval is wider than what anyone could act on.
    /// </summary>
    public const int MinCases = 10;

    // The 97.5 % point of the normal distribution: an interval of 95 %.
    private const double Z = 1.959964;

    private readonly Dictionary<string, RuleRecord> _rules;

    private Calibration(Dictionary<string, RuleRecord> rules) => _rules = rules;

    /// <summary>No cases.</summary>
    public static Calibration None { get; } = new([]);

    /// <summary>What each rule claimed, in the order of the names.</summary>
    public IReadOnlyList<RuleRecord> Rules => [.. _rules.Values.OrderBy(r => r.Rule, StringComparer.Ordinal)];

    /// <summary>Counts.</summary>
    public static Calibration Of(ClassificationRules rules, IReadOnlyList<LabelledCase> cases)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return new(cases
            .Select(c => (Case: c, Result: rules.Classify(c.Alert, c.Enrichment)))
            .Where(p => p.Result.Rule is not null)
            .GroupBy(p => p.Result.Rule!, StringComparer.Ordinal)
            .ToDictionary(
                g => g.Key,
                g => new RuleRecord(g.Key, g.Count(), g.Count(p => string.Equals(p.Case.Label, p.Result.Category, StringComparison.Ordinal))),
                StringComparer.Ordinal));
    }

    /// <summary>The confidence of a rule, or null while it has claimed fewer than <see cref="MinCases"/> cases.</summary>
    public double? ConfidenceOf(string rule) =>
        _rules.TryGetValue(rule, out var record) && record.Claimed >= MinCases ? Math.Round(LowerBound(record.Right, record.Claimed), 2) : null;

    /// <summary>
    /// Lower end of the Wilson score interval (E. B. Wilson, 1927) for a share, at 95 %. Unlike right/claimed it does not say
    /// "certain" after three cases.
    /// </summary>
    public static double LowerBound(int right, int claimed)
    {
        if (claimed <= 0)
        {
            return 0;
        }

        double n = claimed;
        var p = right / n;
        var square = Z * Z;
        var centre = p + (square / (2 * n));
        var margin = Z * Math.Sqrt((p * (1 - p) / n) + (square / (4 * n * n)));
        return Math.Max(0, (centre - margin) / (1 + (square / n)));
    }
}

/// <summary>What a rule claimed among the labelled cases.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Claimed">Cases that it gave its category.</param>
/// <param name="Right">Those of them whose label is that category.</param>
public sealed record RuleRecord(string Rule, int Claimed, int Right);
