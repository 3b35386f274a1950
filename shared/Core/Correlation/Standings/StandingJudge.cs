using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation.Climates;

namespace OpsAutomation.Core.Correlation.Standings;

/// <summary>Asks the rules in their fixed order; the first that has something to say decides.</summary>
/// <param name="rules">The rules in order of precedence.</param>
public sealed class StandingJudge(IReadOnlyList<IStandingRule> rules)
{
    /// <summary>No rules: every condition is active.</summary>
    public static StandingJudge None { get; } = new([]);

    /// <summary>The standing of a condition that fires; null when it belongs into an incident of its scope.</summary>
    public Standing? Judge(Candidate candidate, Climate climate, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        foreach (var rule in rules)
        {
            if ((rule.Withdraws || !candidate.InIncident) && rule.Judge(candidate, climate, now) is { } standing)
            {
                return standing;
            }
        }

        return null;
    }

    /// <summary>Whether any rule must know all of the scope to judge the alert.</summary>
    public bool NeedsScope(Alert alert) => rules.Any(r => r.NeedsScope(alert));

    /// <summary>The severity to tell an alert with, why, and until when that holds; null for its own.</summary>
    public (Severity To, string Reason, DateTimeOffset Until)? Lower(Alert alert, DateTimeOffset since, Climate climate, DateTimeOffset now) =>
        rules.OfType<DeployRule>().Select(r => r.Lower(alert, since, climate, now)).FirstOrDefault(l => l is not null);

    /// <summary>What others must know of a condition that fires. An echo or a drill explains nothing and counts for nothing.</summary>
    public IEnumerable<ClimateFact> FactsOf(string scope, FingerprintState known, string? incidentId) => EchoRule.IsEcho(known.Withheld)
        ? []
        : rules.SelectMany(r => r.FactsOf(scope, known, incidentId)).Concat(StandingRules.Gathered(scope, known));

    /// <summary>What others must know of an incident that is open.</summary>
    public IEnumerable<ClimateFact> IncidentFacts(OpenIncidentState incident) => rules.SelectMany(r => r.IncidentFacts(incident));

    /// <summary>The services whose alerts may be a consequence of one's incident.</summary>
    public IEnumerable<string> AffectedBy(string service) => rules.OfType<TopologyRule>().SelectMany(r => r.AffectedBy(service));

    /// <summary>The services whose incidents may be the cause of one's alerts.</summary>
    public IEnumerable<string> CausesOf(string service) => rules.OfType<TopologyRule>().SelectMany(r => r.CausesOf(service));

    /// <summary>What others must know of an incident that was opened.</summary>
    public IEnumerable<ClimateFact> OpenedFacts(Alert alert, string incidentId, Climate climate, DateTimeOffset now) =>
        rules.SelectMany(r => r.OpenedFacts(alert, incidentId, climate, now));

    /// <summary>Whether enough fire together under a key for a common cause.</summary>
    public bool HasCommonCause(string key, Climate climate) => rules.OfType<CommonCauseRule>().Any(r => r.IsReached(key, climate));

    /// <summary>What others must know of something that happened.</summary>
    public IEnumerable<ClimateFact> EventsOf(string scope, Alert alert) => rules.SelectMany(r => r.EventsOf(scope, alert));
}
