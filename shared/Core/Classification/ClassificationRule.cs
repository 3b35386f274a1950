using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Expressions;

namespace OpsAutomation.Core.Classification;

/// <summary>One rule: when all of its conditions hold, an alert has its category. A condition that is not stated always holds.</summary>
public sealed record ClassificationRule
{
    /// <summary>Unique kebab-case name.</summary>
    public required string Name { get; init; }

    /// <summary>The category that it gives.</summary>
    public required string Category { get; init; }

    /// <summary>Senders, any of, ignoring case.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Kinds of signal, any of.</summary>
    public IReadOnlyList<SignalKind> Signals { get; init; } = [];

    /// <summary>Names of metrics, operations or tests, any of, ignoring case.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>Resource types, any of, ignoring case; a type covers its child types.</summary>
    public IReadOnlyList<string> ResourceTypes { get; init; } = [];

    /// <summary>Parts of the alert rule's name, any of, ignoring case.</summary>
    public IReadOnlyList<string> RuleContains { get; init; } = [];

    /// <summary>Whole words, or phrases of them, in the alert rule's name or the signal's, any of; see <see cref="Words"/>.</summary>
    public IReadOnlyList<string> RuleWords { get; init; } = [];

    /// <summary>Whole words, or phrases of them, in the rule's name, the signal's or the summary, any of.</summary>
    public IReadOnlyList<string> TextWords { get; init; } = [];

    /// <summary>Operators, any of.</summary>
    public IReadOnlyList<string> Operators { get; init; } = [];

    /// <summary>Labels that must have exactly these values.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What the rules after this one would say, any of: a rule with it says why such a symptom is there.</summary>
    public IReadOnlyList<string> Symptoms { get; init; } = [];

    /// <summary>A deployment of the same service must be known that was at most this long before.</summary>
    public TimeSpan? DeployedWithin { get; init; }

    /// <summary>A service that it needs must be known to be in trouble (true), or known not to be (false).</summary>
    public bool? DependencyFiring { get; init; }

    /// <summary>An expression over <see cref="RuleScope"/> that must be true, or null.</summary>
    public Expression? Expression { get; init; }

    /// <summary>Whether it states any condition; one without would give everything its category.</summary>
    public bool HasConditions =>
        Sources.Count + Signals.Count + Metrics.Count + ResourceTypes.Count + RuleContains.Count + RuleWords.Count + TextWords.Count + Operators.Count + Labels.Count + Symptoms.Count > 0
        || DeployedWithin is not null || DependencyFiring is not null || Expression is not null;
}
