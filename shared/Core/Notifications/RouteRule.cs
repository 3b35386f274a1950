using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Notifications;

/// <summary>What a route is decided on.</summary>
/// <param name="Category">Category of the classification, or <c>unknown</c>.</param>
/// <param name="Severity">Our severity, not the sender's.</param>
/// <param name="Tier">Tier of the service, or null when no service is known.</param>
/// <param name="Signal">Kind of the observation.</param>
/// <param name="InBusinessHours">Whether it is working time.</param>
public readonly record struct RoutePoint(string Category, Severity Severity, int? Tier, SignalKind Signal, bool InBusinessHours)
{
    /// <summary>Name of the service, or null when none is known.</summary>
    public string? Service { get; init; }
}

/// <summary>One rule of <c>routing.yaml</c>. A condition that is not stated always holds.</summary>
public sealed record RouteRule
{
    /// <summary>How no service is written among tiers.</summary>
    public const string NoTier = "none";

    /// <summary>Unique kebab-case name.</summary>
    public required string Name { get; init; }

    /// <summary>Categories, any of; <c>unknown</c> is allowed.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Severities, any of.</summary>
    public IReadOnlyList<Severity> Severities { get; init; } = [];

    /// <summary>Tiers, any of; null among them means that no service is known.</summary>
    public IReadOnlyList<int?> Tiers { get; init; } = [];

    /// <summary>Names of services, any of.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Kinds of signal, any of.</summary>
    public IReadOnlyList<SignalKind> Signals { get; init; } = [];

    /// <summary>True for working time alone, false for all other time, null for both.</summary>
    public bool? BusinessHours { get; init; }

    /// <summary>What it decides.</summary>
    public required Urgency Then { get; init; }

    /// <summary>
    /// Whom to tell: <c>service:on-call</c>, <c>service:owner</c>, <c>service:team</c>, <c>role:…</c> or a user. The first that
    /// means somebody is told.
    /// </summary>
    public IReadOnlyList<string> Who { get; init; } = [];

    /// <summary>Name of the escalation that its pages go by, or null: then <see cref="Who"/> are told, and nobody else.</summary>
    public string? Escalation { get; init; }

    /// <summary>Why, to stand after "because".</summary>
    public required string Why { get; init; }

    /// <summary>Whether its conditions hold.</summary>
    public bool Fits(RoutePoint point) =>
        (Categories.Count == 0 || Categories.Contains(point.Category, StringComparer.Ordinal))
        && (Severities.Count == 0 || Severities.Contains(point.Severity))
        && (Tiers.Count == 0 || Tiers.Contains(point.Tier))
        && (Services.Count == 0 || Services.Contains(point.Service, StringComparer.Ordinal))
        && (Signals.Count == 0 || Signals.Contains(point.Signal))
        && (BusinessHours is null || BusinessHours == point.InBusinessHours);
}
