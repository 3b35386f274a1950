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

    /// <summary>What other scopes must know of a condition that fires, for this rule to judge there.</summary>
    IEnumerable<ClimateFact> FactsOf(string scope, Alert alert) => [];
}

/// <summary>A condition that fires, to be judged.</summary>
/// <param name="Scope">Its scope.</param>
/// <param name="Alert">Its newest firing alert.</param>
/// <param name="Since">When it began to fire.</param>
/// <param name="InIncident">Whether it is in an open incident of its scope.</param>
/// <param name="Before">Its standing so far; null when it is active or new.</param>
public sealed record Candidate(string Scope, Alert Alert, DateTimeOffset Since, bool InIncident, Standing? Before);
