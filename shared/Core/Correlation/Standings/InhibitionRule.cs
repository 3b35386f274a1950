using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Settings;

namespace OpsAutomation.Core.Correlation.Standings;

/// <summary>
/// An alert that fires elsewhere explains this one. Judged from what fires now, so it begins and ends with its source,
/// whichever of the two came first (alertmanager#2229).
/// </summary>
public sealed class InhibitionRule(IReadOnlyList<InhibitionSetting> settings) : IStandingRule
{
    /// <inheritdoc/>
    public bool Withdraws => true;

    /// <inheritdoc/>
    public Standing? Judge(Candidate candidate, Climate climate, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(climate);
        foreach (var setting in settings)
        {
            if (!setting.IsTarget(candidate.Alert) || setting.KeyOf(candidate.Alert) is not { } key)
            {
                continue;
            }

            // The oldest, and among equals the first by name: every scope that looks sees the same one.
            if (climate.Sources(setting.Name, key).Where(s => s.Fingerprint != candidate.Alert.Fingerprint).MinBy(s => (s.Since, s.Fingerprint)) is { } source)
            {
                return new Standing(
                    DispositionKind.Inhibited,
                    $"inhibition {setting.Name}",
                    source.Fingerprint,
                    $"The alert '{source.Rule}' ({source.AlertId}) explains it, by the inhibition '{setting.Name}': both are about {setting.Shared(candidate.Alert)}. It has been firing since {Correlator.Time(source.Since)}.",
                    $"Had '{source.Rule}' not been firing");
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public IEnumerable<ClimateFact> FactsOf(string scope, FingerprintState known, string? incidentId)
    {
        ArgumentNullException.ThrowIfNull(known);

        // What fires in no incident, and is not withheld either, is what a person closed: its end may have been lost, and it must
        // not explain others for ever.
        return known.Newest is { } alert ? Of(scope, alert, explains: incidentId is not null || known.Withheld is not null) : [];
    }

    private IEnumerable<ClimateFact> Of(string scope, Alert alert, bool explains)
    {
        foreach (var setting in settings)
        {
            if (setting.KeyOf(alert) is not { } key)
            {
                continue;
            }

            if (setting.Source.Matches(alert))
            {
                if (!explains)
                {
                    continue;
                }

                yield return ClimateFact.Of(
                    ClimateRows.Partition,
                    ClimateRows.Source(setting.Name, key, alert.Fingerprint, scope),
                    new ClimateSource(setting.Name, key, alert.Fingerprint, alert.Rule, alert.Id, alert.StartsAt));
            }
            else if (setting.Target.Matches(alert))
            {
                yield return ClimateFact.Of(
                    ClimateRows.Targets, ClimateRows.Target(setting.Name, key, alert.Fingerprint, scope), new ClimateTarget(scope));
            }
        }
    }
}
