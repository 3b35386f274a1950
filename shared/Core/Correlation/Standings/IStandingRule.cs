using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation.Climates;

namespace OpsAutomation.Core.Correlation.Standings;

/// <summary>
/// One reason for which a condition that fires may be in no incident. Pure: the same candidate under the same climate at
/// the same time has the same standing, whatever came first, so it can be judged again whenever the world changes.
/// </summary>
public interface IStandingRule
{
    /// <summary>
    /// Whether it also takes conditions out of an incident that they are in already. Rules that hold back do not: once
    /// people were told, silence would only confuse them.
    /// </summary>
    bool Withdraws { get; }

    /// <summary>Judges a condition that fires; null when this rule has nothing to say.</summary>
    Standing? Judge(Candidate candidate, Climate climate, DateTimeOffset now);

    /// <summary>Whether the rule must know all of the scope to judge the alert; otherwise it sees only what was loaded for it.</summary>
    bool NeedsScope(Alert alert) => false;

    /// <summary>What others must know of a condition that fires, for this rule to judge elsewhere; over when it ends or changes.</summary>
    /// <param name="scope">Its scope.</param>
    /// <param name="known">The condition.</param>
    /// <param name="incidentId">The open incident that it is in; null when it is in none.</param>
    IEnumerable<ClimateFact> FactsOf(string scope, FingerprintState known, string? incidentId) => [];

    /// <summary>What others must know of an incident that is open; over when nothing fires in it or it is closed.</summary>
    IEnumerable<ClimateFact> IncidentFacts(OpenIncidentState incident) => [];

    /// <summary>What others must know of an incident that was opened; these rows end by themselves.</summary>
    IEnumerable<ClimateFact> OpenedFacts(Alert alert, string incidentId, Climate climate, DateTimeOffset now) => [];

    /// <summary>What other alerts must know of something that happened, whether or not it is a condition; these rows end by themselves.</summary>
    IEnumerable<ClimateFact> EventsOf(string scope, Alert alert) => [];
}

/// <summary>A condition that fires, to be judged.</summary>
/// <param name="Scope">Its scope, with the condition itself in it.</param>
/// <param name="Alert">Its newest firing alert.</param>
/// <param name="Since">When it began to fire.</param>
/// <param name="InIncident">Whether it is in an open incident of its scope.</param>
/// <param name="Before">Its standing so far; null when it is active or new.</param>
public sealed record Candidate(ScopeState Scope, Alert Alert, DateTimeOffset Since, bool InIncident, Standing? Before);
