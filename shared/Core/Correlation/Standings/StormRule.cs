using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Classification;
using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Settings;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Correlation.Standings;

/// <summary>
/// So many incidents were opened in so short a time that another would only be noise: one incident says what is withheld
/// (keep#5257: a flood made the pages hang). Openings alone are counted, so a repeat costs nothing. The gravest, by our
/// severity and not only by their sender's, are counted apart, and only with their own kind: whoever floods us, by mistake or
/// on purpose, must not keep a Sev0 from anyone.
/// </summary>
public sealed class StormRule(StormSetting? setting, ServiceCatalog services) : IStandingRule
{
    /// <summary>The end of the keys under which the gravest are counted.</summary>
    internal const string Gravest = ".sev0";

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

        var gravest = IsGravest(candidate.Alert, climate);
        foreach (var limit in setting.Limits)
        {
            if (Key(limit, candidate.Alert, gravest) is not { } key)
            {
                continue;
            }

            var storm = climate.Storm(key);
            if (storm is not null || (climate.OpeningsAtMost(key) >= limit.Openings && climate.Openings(key).Count(o => o.At > now - limit.Within) >= limit.Openings))
            {
                return new Standing(
                    DispositionKind.Summarised,
                    $"storm {limit.Name}",
                    key,
                    $"It is a storm: {limit.Openings} incidents or more were opened within {limit.Within.TotalMinutes:0} minutes for {About(limit, candidate.Alert, gravest)}, so this is counted in {storm?.IncidentId ?? "one summary"} and opens none of its own.",
                    "Had there been no storm")
                {
                    IncidentId = storm?.IncidentId,
                    Gathers = About(limit, candidate.Alert, gravest),
                };
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public IEnumerable<ClimateFact> OpenedFacts(Alert alert, string incidentId, Climate climate, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(climate);
        var gravest = setting is not null && IsGravest(alert, climate);
        foreach (var limit in setting?.Limits ?? [])
        {
            if (Key(limit, alert, gravest) is { } key)
            {
                yield return ClimateFact.Of(ClimateRows.Partition, ClimateRows.Opening(key, incidentId), new ClimateOpening(now)) with { Until = now + limit.Within };
            }
        }
    }

    // Only the error budget makes a Sev0 of what its sender calls less (SeverityTable); no category does. What tells of the budget
    // itself is not in the climate when it comes.
    private bool IsGravest(Alert alert, Climate climate)
    {
        var known = ClimateEnrichment.Of(alert, climate, services);
        if (alert is { Signal.Kind: SignalKind.SloBurn, Value: { } rate } && !(known.SloBurn?.Rate >= rate))
        {
            known = known with { SloBurn = new SloBurn(alert.Rule, rate) };
        }

        return SeverityTable.Assess(alert.Severity, ClassificationResult.Unknown, known).Severity == Severity.Sev0;
    }

    // The gravest are no storm of the tenant: two of different kinds are two outages, and each is told.
    private static string? Key(StormLimit limit, Alert alert, bool gravest) =>
        limit.KeyOf(alert) is not { } key ? null : !gravest ? key : limit.By.Count == 0 ? null : key + Gravest;

    private static string About(StormLimit limit, Alert alert, bool gravest) => gravest ? $"{limit.About(alert)} (Sev0)" : limit.About(alert);
}
