using System.Globalization;
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
    public static IReadOnlyList<JudgedCondition> Judge(ClassificationRule rule, Alert alert, Enrichment enrichment)
    {
        var judged = new List<JudgedCondition>();
        AnyOf(judged, rule.Sources, "sender", alert.Source);
        if (rule.Signals.Count > 0)
        {
            Add(judged, rule.Signals.Contains(alert.Signal.Kind), "signal kind", alert.Signal.Kind.ToString(), rule.Signals.Select(s => s.ToString()));
        }

        AnyOf(judged, rule.Metrics, "metric name", alert.Signal.Name);
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

        Phrases(judged, rule.RuleWords, "name of the alert rule", alert.Rule, alert.Signal.Name);
        Phrases(judged, rule.TextWords, "text of the alert", alert.Rule, alert.Signal.Name, alert.Summary);
        AnyOf(judged, rule.Operators, "operator", alert.Signal.Operator);
        foreach (var (name, wanted) in rule.Labels.OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            var found = alert.Labels.GetValueOrDefault(name);
            Add(judged, found == wanted, $"label '{name}'", found, [wanted]);
        }

        Surroundings(judged, rule, enrichment);
        if (rule.Expression is { } expression)
        {
            var (holds, error) = expression.Judge(RuleScope.Bind(alert, enrichment));
            judged.Add(new(holds, $"expression '{AlertText.Clean(expression.Source, 200)}' {(error is null ? $"is {(holds ? "true" : "false")}" : $"cannot be judged ({error.Message})")}"));
        }

        return judged;
    }

    private static void Surroundings(List<JudgedCondition> judged, ClassificationRule rule, Enrichment enrichment)
    {
        if (rule.DeployedWithin is { } within)
        {
            var deployment = enrichment.RecentDeployment;
            var seen = deployment is null
                ? Missing(enrichment, Enrichment.RecentDeploymentPart, "none was found")
                : $"{AlertText.Clean(deployment.Commit ?? "one without a commit", 60)}, {Number(deployment.MinutesAgo)} minutes before it began";
            judged.Add(new(
                deployment is not null && deployment.MinutesAgo <= within.TotalMinutes,
                $"newest deployment of the service: {seen}; the rule asks for one at most {Number(within.TotalMinutes)} minutes before"));
        }

        if (rule.DependencyFiring is { } wanted)
        {
            var firing = enrichment.DependencyFiring;
            var known = !enrichment.NotKnown.ContainsKey(Enrichment.DependencyFiringPart);
            var seen = firing is null
                ? Missing(enrichment, Enrichment.DependencyFiringPart, "none")
                : string.Join(", ", firing.Names.Select(n => AlertText.Clean(n, 60)));
            judged.Add(new(
                known && (firing is not null) == wanted,
                $"services that it needs and that have firing alerts: {seen}; the rule asks for {(wanted ? "at least one" : "none")}"));
        }
    }

    private static string Missing(Enrichment enrichment, string part, string none) => enrichment.NotKnown.GetValueOrDefault(part) ?? none;

    private static void AnyOf(List<JudgedCondition> judged, IReadOnlyList<string> wanted, string what, string? seen)
    {
        if (wanted.Count > 0)
        {
            Add(judged, seen is not null && wanted.Contains(seen, StringComparer.OrdinalIgnoreCase), what, seen, wanted);
        }
    }

    // A sentence names the phrase that was found and not the whole list, which may be long.
    private static void Phrases(List<JudgedCondition> judged, IReadOnlyList<string> wanted, string what, params string?[] texts)
    {
        if (wanted.Count == 0)
        {
            return;
        }

        var words = texts.OfType<string>().Select(t => (Text: t, Words: Words.Of(t))).ToArray();
        foreach (var phrase in wanted)
        {
            if (Array.Find(words, w => Words.Contains(w.Words, phrase)) is { Text: { } text })
            {
                judged.Add(new(true, $"{what} '{AlertText.Clean(text, 120)}' has the words '{phrase}'"));
                return;
            }
        }

        Add(judged, false, what, texts[0], wanted);
    }

    private static void Add(List<JudgedCondition> judged, bool holds, string what, string? seen, IEnumerable<string> wanted)
    {
        var shown = seen is null ? "missing" : $"'{AlertText.Clean(seen, 120)}'";
        judged.Add(new JudgedCondition(holds, $"{what} is {shown}; the rule asks for {string.Join(" or ", wanted.Select(w => $"'{w}'"))}"));
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
