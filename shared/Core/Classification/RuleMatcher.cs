using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Expressions.Values;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Classification;

/// <summary>
/// A rule prepared for asking it often: says whether it fits, without a word of explanation. What it says is what
/// <see cref="RuleConditions"/> explains; a test holds the two together.
/// </summary>
internal sealed class RuleMatcher(ClassificationRule rule)
{
    private readonly string[] _ruleWords = [.. rule.RuleWords.Select(Words.Of)];
    private readonly string[] _textWords = [.. rule.TextWords.Select(Words.Of)];

    public ClassificationRule Rule => rule;

    public bool Fits(Subject subject)
    {
        var (alert, enrichment) = (subject.Alert, subject.Enrichment);
        return (rule.Signals.Count == 0 || rule.Signals.Contains(alert.Signal.Kind))
            && AnyOf(rule.Metrics, alert.Signal.Name)
            && AnyOf(rule.Operators, alert.Signal.Operator)
            && AnyOf(rule.Sources, alert.Source)
            && (rule.ResourceTypes.Count == 0 || rule.ResourceTypes.Any(t => CoversType(t, subject.ResourceType)))
            && (rule.RuleContains.Count == 0 || rule.RuleContains.Any(p => alert.Rule.Contains(p, StringComparison.OrdinalIgnoreCase)))
            && (_ruleWords.Length == 0 || Array.Exists(_ruleWords, subject.NamesHave))
            && (_textWords.Length == 0 || Array.Exists(_textWords, subject.TextHas))
            && rule.Labels.All(l => alert.Labels.TryGetValue(l.Key, out var value) && value == l.Value)
            && (rule.DeployedWithin is not { } within || enrichment.RecentDeployment?.MinutesAgo <= within.TotalMinutes)
            && (rule.DependencyFiring is not { } firing
                || (!enrichment.NotKnown.ContainsKey(Enrichment.DependencyFiringPart) && (enrichment.DependencyFiring is not null) == firing))
            && (rule.Expression is null || rule.Expression.Judge(subject.Bindings).Holds);
    }

    private static bool AnyOf(IReadOnlyList<string> wanted, string? seen) =>
        wanted.Count == 0 || (seen is not null && wanted.Contains(seen, StringComparer.OrdinalIgnoreCase));

    private static bool CoversType(string wanted, string? type) =>
        type is not null
        && type.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)
        && (type.Length == wanted.Length || type[wanted.Length] == '/');
}

/// <summary>An alert and its surroundings, split into words once for all rules.</summary>
internal sealed class Subject(Alert alert, Enrichment enrichment)
{
    private readonly string _rule = Words.Of(alert.Rule);
    private readonly string _signal = Words.Of(alert.Signal.Name ?? string.Empty);
    private readonly string _summary = Words.Of(alert.Summary);
    private IReadOnlyDictionary<string, ExpressionValue>? _bindings;

    public Alert Alert => alert;

    public Enrichment Enrichment => enrichment;

    /// <summary>Values of the variables of <see cref="RuleScope"/>; made when the first expression asks.</summary>
    public IReadOnlyDictionary<string, ExpressionValue> Bindings => _bindings ??= RuleScope.Bind(alert, enrichment);

    public string? ResourceType { get; } = ArmId.TypeOf(alert.Resource);

    public bool NamesHave(string phrase) => _rule.Contains(phrase, StringComparison.Ordinal) || _signal.Contains(phrase, StringComparison.Ordinal);

    public bool TextHas(string phrase) => NamesHave(phrase) || _summary.Contains(phrase, StringComparison.Ordinal);
}
