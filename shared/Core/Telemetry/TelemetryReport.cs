using OpsAutomation.Core.Telemetry.Drills;

namespace OpsAutomation.Core.Telemetry;

/// <summary>What is known of the telemetry that alerts come from, and of the way that they go.</summary>
/// <param name="At">When it was read.</param>
/// <param name="Sources">Every source, by name.</param>
/// <param name="Synthetic">The synthetic alerts.</param>
public sealed record TelemetryReport(DateTimeOffset At, IReadOnlyList<SourceTelemetry> Sources, SyntheticReport Synthetic);

/// <summary>A source.</summary>
/// <param name="Source">Its name.</param>
/// <param name="State"><c>heard</c>, <c>silent</c>, <c>waiting</c> (expected, and not heard of yet) or <c>quiet</c> (never heard of, and nothing is expected).</param>
/// <param name="LastHeard">When it was heard of last, or null.</param>
/// <param name="ExpectSeconds">The longest silence that is normal, or null when any is.</param>
/// <param name="Rule">The rule whose firing alerts alone count, or null.</param>
/// <param name="RuleLastHeard">When that rule was heard of last, or null.</param>
/// <param name="SilentSince">Since when it is silent, once that was raised; otherwise null.</param>
public sealed record SourceTelemetry(
    string Source, string State, DateTimeOffset? LastHeard, double? ExpectSeconds, string? Rule, DateTimeOffset? RuleLastHeard, DateTimeOffset? SilentSince);

/// <summary>The synthetic alerts and their objective.</summary>
/// <param name="EverySeconds">How often one is sent; null when none are.</param>
/// <param name="Failing">Whether alerts do not get through now.</param>
/// <param name="FailingSince">Since when, or null.</param>
/// <param name="Reason">Why, or null.</param>
/// <param name="Objective">The part that must be good.</param>
/// <param name="WithinSeconds">The longest time of a good one.</param>
/// <param name="WindowDays">The time that is looked back over.</param>
/// <param name="Figures">How it stands.</param>
/// <param name="Recent">The last outcomes, newest first.</param>
public sealed record SyntheticReport(
    double? EverySeconds,
    bool Failing,
    DateTimeOffset? FailingSince,
    string? Reason,
    double Objective,
    double WithinSeconds,
    double WindowDays,
    DrillFigures Figures,
    IReadOnlyList<DrillOutcome> Recent);
