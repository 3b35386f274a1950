using System.Collections.Immutable;
using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Core.Correlation;

/// <summary>What a scope knows when it decides: its open incidents, and the fingerprints in question.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="Open">Open incidents by id.</param>
/// <param name="Fingerprints">Last known state by fingerprint.</param>
public sealed record ScopeState(
    string Scope,
    ImmutableSortedDictionary<string, OpenIncidentState> Open,
    ImmutableSortedDictionary<string, FingerprintState> Fingerprints)
{
    /// <summary>A scope in which nothing has happened yet.</summary>
    public static ScopeState Empty(string scope) => new(
        scope,
        ImmutableSortedDictionary.Create<string, OpenIncidentState>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, FingerprintState>(StringComparer.Ordinal));
}

/// <summary>An incident that alerts can still join.</summary>
public sealed record OpenIncidentState
{
    /// <summary>The incident.</summary>
    public required string IncidentId { get; init; }

    /// <summary>The service that it is about, or null.</summary>
    public string? Service { get; init; }

    /// <summary>ARM ids of the resources that its alerts are about.</summary>
    public required IReadOnlyList<string> Resources { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Number of alerts that opened or joined it; an alert's number is its place in this count.</summary>
    public required int AlertCount { get; init; }

    /// <summary>Number of repeats that were deduplicated.</summary>
    public int Repeats { get; init; }

    /// <summary>What fires in it now, by fingerprint.</summary>
    public required IReadOnlyDictionary<string, FiringState> Firing { get; init; }
}

/// <summary>A fingerprint that fires in an open incident.</summary>
/// <param name="AlertId">The alert that brought it in.</param>
/// <param name="Number">That alert's number in the incident, from 1.</param>
/// <param name="Since">When the condition began.</param>
/// <param name="Worst">The gravest severity that its alerts had; a graver one is told again.</param>
/// <param name="EndedBy">
/// The alert that ended it, where it flaps and is held open until it has settled; null while it fires.
/// </param>
public sealed record FiringState(string AlertId, int Number, DateTimeOffset Since, Severity Worst = Severity.Sev4, string? EndedBy = null);
