using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Core.Classification;

/// <summary>One rule: when all of its conditions hold, an alert has its category. A condition that is not stated always holds.</summary>
public sealed record ClassificationRule
{
    /// <summary>Unique kebab-case name.</summary>
    public required string Name { get; init; }

    /// <summary>The category that it gives.</summary>
    public required string Category { get; init; }

    /// <summary>Kinds of signal, any of.</summary>
    public IReadOnlyList<SignalKind> Signals { get; init; } = [];

    /// <summary>Names of metrics, operations or tests, any of, ignoring case.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>Resource types, any of, ignoring case; a type covers its child types.</summary>
    public IReadOnlyList<string> ResourceTypes { get; init; } = [];

    /// <summary>Parts of the alert rule's name, any of, ignoring case.</summary>
    public IReadOnlyList<string> RuleContains { get; init; } = [];

    /// <summary>Operators, any of.</summary>
    public IReadOnlyList<string> Operators { get; init; } = [];

    /// <summary>Labels that must have exactly these values.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether it states any condition; one without would give everything its category.</summary>
    public bool HasConditions => Signals.Count + Metrics.Count + ResourceTypes.Count + RuleContains.Count + Operators.Count + Labels.Count > 0;
}
