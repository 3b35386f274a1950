using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Classification;

/// <summary>One condition of a rule, judged on one alert.</summary>
/// <param name="Holds">Whether it holds.</param>
/// <param name="Sentence">What was looked at, what was seen, what was asked for.</param>
internal sealed record JudgedCondition(bool Holds, string Sentence);

/// <summary>Judges the conditions of a rule one by one, so that both a match and a miss can be explained.</summary>
internal static class RuleConditions
{
    public static IReadOnlyList<JudgedCondition> Judge(ClassificationRule rule, Alert alert)
    {
        var judged = new List<JudgedCondition>();
        if (rule.Signals.Count > 0)
        {
            Add(judged, rule.Signals.Contains(alert.Signal.Kind), "signal kind", alert.Signal.Kind.ToString(), rule.Signals.Select(s => s.ToString()));
        }

        if (rule.Metrics.Count > 0)
        {
            var holds = alert.Signal.Name is { } name && rule.Metrics.Contains(name, StringComparer.OrdinalIgnoreCase);
            Add(judged, holds, "metric name", alert.Signal.Name, rule.Metrics);
        }

        if (rule.ResourceTypes.Count > 0)
        {
            var type = ArmId.TypeOf(alert.Resource);
            var holds = type is not null && rule.ResourceTypes.Any(t =>
                type.Equals(t, StringComparison.OrdinalIgnoreCase) || type.StartsWith(t + "/", StringComparison.OrdinalIgnoreCase));
            Add(judged, holds, "resource type", type, rule.ResourceTypes);
        }

        if (rule.RuleContains.Count > 0)
        {
            Add(judged, rule.RuleContains.Any(p => alert.Rule.Contains(p, StringComparison.OrdinalIgnoreCase)), "alert rule", alert.Rule, rule.RuleContains);
        }

        if (rule.Operators.Count > 0)
        {
            var holds = alert.Signal.Operator is { } op && rule.Operators.Contains(op, StringComparer.OrdinalIgnoreCase);
            Add(judged, holds, "operator", alert.Signal.Operator, rule.Operators);
        }

        foreach (var (name, wanted) in rule.Labels.OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            var found = alert.Labels.GetValueOrDefault(name);
            Add(judged, found == wanted, $"label '{name}'", found, [wanted]);
        }

        return judged;
    }

    private static void Add(List<JudgedCondition> judged, bool holds, string what, string? seen, IEnumerable<string> wanted)
    {
        var shown = seen is null ? "missing" : $"'{AlertText.Clean(seen, 120)}'";
        judged.Add(new JudgedCondition(holds, $"{what} is {shown}; the rule asks for {string.Join(" or ", wanted.Select(w => $"'{w}'"))}"));
    }
}
