using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Classification;

/// <summary>The rules in order: the first that fits gives the category, and the evidence says why.</summary>
public sealed class ClassificationRules(IReadOnlyList<ClassificationRule> rules)
{
    /// <summary>The rules in the order of the file.</summary>
    public IReadOnlyList<ClassificationRule> All { get; } = rules;

    /// <summary>Every category that some rule gives, sorted; a playbook that asks for another one can never run.</summary>
    public IReadOnlyList<string> Categories => [.. All.Select(r => r.Category).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Reads <c>classification.yaml</c>; null after errors (OPS13nn) were added to the map's bag.</summary>
    public static ClassificationRules? Read(YamlMap root) => ClassificationReader.Read(root);

    /// <summary>Classifies an alert by what it says, never by chance or time.</summary>
    public ClassificationResult Classify(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        (ClassificationRule Rule, IReadOnlyList<JudgedCondition> Conditions)? nearest = null;
        foreach (var rule in All)
        {
            var conditions = RuleConditions.Judge(rule, alert);
            if (conditions.All(c => c.Holds))
            {
                return new ClassificationResult(rule.Category, [$"Rule '{rule.Name}' fits.", .. conditions.Select(Sentence)]);
            }

            if (nearest is null || Misses(conditions) < Misses(nearest.Value.Conditions))
            {
                nearest = (rule, conditions);
            }
        }

        var evidence = new List<string> { $"None of {All.Count} rules fits, so a person looks." };
        if (nearest is { } near)
        {
            evidence.Add($"The nearest is rule '{near.Rule.Name}' ({near.Rule.Category}). It does not fit:");
            evidence.AddRange(near.Conditions.Where(c => !c.Holds).Select(Sentence));
        }

        return new ClassificationResult(ClassificationResult.Unknown, evidence);
    }

    private static int Misses(IReadOnlyList<JudgedCondition> conditions) => conditions.Count(c => !c.Holds);

    private static string Sentence(JudgedCondition condition) => $"The {condition.Sentence}.";
}
