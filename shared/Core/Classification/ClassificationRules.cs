using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Classification.Cases;

namespace OpsAutomation.Core.Classification;

/// <summary>The rules in order: the first that fits gives the category, and the evidence says why.</summary>
public sealed class ClassificationRules(IReadOnlyList<ClassificationRule> rules)
{
    private readonly RuleMatcher[] _matchers = [.. rules.Select(r => new RuleMatcher(r))];

    /// <summary>The rules in the order of the file.</summary>
    public IReadOnlyList<ClassificationRule> All { get; } = rules;

    /// <summary>How right each rule was on labelled cases; empty where there are none.</summary>
    public Calibration Calibration { get; private init; } = Calibration.None;

    /// <summary>Every category that some rule gives, sorted; a playbook that asks for another one can never run.</summary>
    public IReadOnlyList<string> Categories => [.. All.Select(r => r.Category).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Reads <c>classification.yaml</c>; null after errors (OPS13nn) were added to the map's bag.</summary>
    public static ClassificationRules? Read(YamlMap root) => ClassificationReader.Read(root);

    /// <summary>The same rules, measured on labelled cases.</summary>
    public ClassificationRules MeasuredOn(IReadOnlyList<LabelledCase> cases) => new(All) { Calibration = Calibration.Of(this, cases) };

    /// <summary>Classifies an alert of which nothing is known but what it says.</summary>
    public ClassificationResult Classify(Alert alert) => Classify(alert, Enrichment.None);

    /// <summary>Classifies an alert by what it says and what is known about it, never by chance or time.</summary>
    public ClassificationResult Classify(Alert alert, Enrichment enrichment)
    {
        ArgumentNullException.ThrowIfNull(alert);
        ArgumentNullException.ThrowIfNull(enrichment);
        var subject = new Subject(alert, enrichment);
        for (var i = 0; i < _matchers.Length; i++)
        {
            if (_matchers[i].Fits(subject) && HasSymptom(i, subject))
            {
                var rule = All[i];
                return Result(rule.Category, rule.Name, [$"Rule '{rule.Name}' fits.", .. Judge(i, subject).Select(Sentence)], subject);
            }
        }

        var evidence = new List<string> { $"None of {All.Count} rules fits, so a person looks." };
        if (All.Count > 0)
        {
            var (near, conditions) = All.Select((rule, i) => (Rule: rule, Conditions: Judge(i, subject))).MinBy(p => p.Conditions.Count(c => !c.Holds));
            evidence.Add($"The nearest is rule '{near.Name}' ({near.Category}). It does not fit:");
            evidence.AddRange(conditions.Where(c => !c.Holds).Select(Sentence));
        }

        return Result(ClassificationResult.Unknown, null, evidence, subject);
    }

    private ClassificationResult Result(string category, string? rule, IReadOnlyList<string> evidence, Subject subject)
    {
        var severity = SeverityTable.Assess(subject.Alert.Severity, category, subject.Enrichment);
        return new ClassificationResult(category, [.. evidence, .. severity.Evidence])
        {
            Rule = rule,
            Severity = severity.Severity,
            Confidence = rule is null ? null : Calibration.ConfidenceOf(rule),
        };
    }

    // What the rules after one say, without those that look at symptoms themselves.
    private ClassificationRule? SymptomAfter(int index, Subject subject) =>
        _matchers.Skip(index + 1).FirstOrDefault(m => m.Rule.Symptoms.Count == 0 && m.Fits(subject))?.Rule;

    private bool HasSymptom(int index, Subject subject) =>
        All[index].Symptoms.Count == 0 || (SymptomAfter(index, subject) is { } symptom && All[index].Symptoms.Contains(symptom.Category, StringComparer.Ordinal));

    private IReadOnlyList<JudgedCondition> Judge(int index, Subject subject)
    {
        var rule = All[index];
        var conditions = RuleConditions.Judge(rule, subject.Alert, subject.Enrichment);
        if (rule.Symptoms.Count == 0)
        {
            return conditions;
        }

        var seen = SymptomAfter(index, subject) is { } symptom ? $"{symptom.Category} (rule '{symptom.Name}')" : "none that a rule knows";
        return [.. conditions, new(HasSymptom(index, subject), $"symptom is {seen}; the rule asks for {string.Join(" or ", rule.Symptoms)}")];
    }

    private static string Sentence(JudgedCondition condition) => $"The {condition.Sentence}.";
}
