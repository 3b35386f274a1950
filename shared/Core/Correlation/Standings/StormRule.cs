using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Settings;

namespace OpsAutomation.Core.Correlation.Standings;

/// <summary>
/// So many incidents were opened in so short a time that another would only be noise: one incident says what is withheld
/// (keep#5257: a flood made the pages hang). Openings alone are counted, so a repeat costs nothing. The gravest are counted
/// apart: whoever floods us with lesser alerts, by mistake or on purpose, must not keep a Sev0 from anyone.
/// </summary>
public sealed class StormRule(StormSetting? setting) : IStandingRule
{
    /// <inheritdoc/>
    public bool Withdraws => false;

    /// <inheritdoc/>
    public Standing? Judge(Candidate candidate, Climate climate, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(climate);

        // What joins an incident that is open disturbs nobody anew.
        if (setting is null || Places.Home(candidate.Scope, candidate.Alert) is not null)
        {
            return null;
        }

        foreach (var limit in setting.Limits)
        {
            if (Key(limit, candidate.Alert) is not { } key)
            {
                continue;
            }

            var storm = climate.Storm(key);
            if (storm is not null || climate.Openings(key).Count(o => o.At > now - limit.Within) >= limit.Openings)
            {
                return new Standing(
                    DispositionKind.Summarised,
                    $"storm {limit.Name}",
                    key,
                    $"It is a storm: {limit.Openings} incidents or more were opened within {limit.Within.TotalMinutes:0} minutes for {About(limit, candidate.Alert)}, so this is counted in {storm?.IncidentId ?? "one summary"} and opens none of its own.",
                    "Had there been no storm")
                {
                    IncidentId = storm?.IncidentId,
                    Gathers = About(limit, candidate.Alert),
                };
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public IEnumerable<ClimateFact> OpenedFacts(Alert alert, string incidentId, DateTimeOffset now)
    {
        foreach (var limit in setting?.Limits ?? [])
        {
            if (Key(limit, alert) is { } key)
            {
                yield return ClimateFact.Of(ClimateRows.Partition, ClimateRows.Opening(key, incidentId), new ClimateOpening(now)) with { Until = now + limit.Within };
            }
        }
    }

    private static string? Key(StormLimit limit, Alert alert) =>
        limit.KeyOf(alert) is { } key ? alert.Severity == Severity.Sev0 ? $"{key}.sev0" : key : null;

    private static string About(StormLimit limit, Alert alert) =>
        alert.Severity == Severity.Sev0 ? $"{limit.About(alert)} (Sev0)" : limit.About(alert);
}
