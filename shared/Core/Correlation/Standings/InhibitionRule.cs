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
            if (climate.Sources(setting.Name, key)
                .Where(s => s.Fingerprint != candidate.Alert.Fingerprint && !IsItsConsequence(s, candidate, climate))
                .MinBy(s => (s.Since, s.Fingerprint)) is { } source)
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
        return known.Newest is { } alert ? Of(scope, alert, known.Since ?? alert.StartsAt, explains: incidentId is not null || known.Withheld is not null) : [];
    }

    // Of conditions that explain each other in a circle the oldest is told: it is never explained by what it explains itself,
    // over however many others. Every circle has such a place, so nothing is ever explained by nothing.
    private static bool IsItsConsequence(ClimateSource source, Candidate candidate, Climate climate)
    {
        var self = (candidate.Since, candidate.Alert.Fingerprint);
        if (source.By is null || self.CompareTo((source.Since, source.Fingerprint)) > 0)
        {
            return false;
        }

        var (seen, next) = (new HashSet<string>([source.Fingerprint], StringComparer.Ordinal), new Queue<ClimateSource>([source]));
        while (next.TryDequeue(out var one))
        {
            foreach (var cause in (one.By ?? []).SelectMany(b => climate.Sources(b.Inhibition, b.Key)).Where(c => seen.Add(c.Fingerprint)))
            {
                if (cause.Fingerprint == candidate.Alert.Fingerprint)
                {
                    return true;
                }

                next.Enqueue(cause);
            }
        }

        return false;
    }

    private IEnumerable<ClimateFact> Of(string scope, Alert alert, DateTimeOffset since, bool explains)
    {
        ClimateExplained[]? by = [.. settings.Where(s => s.IsTarget(alert) && s.KeyOf(alert) is not null).Select(s => new ClimateExplained(s.Name, s.KeyOf(alert)!))];
        by = by.Length == 0 ? null : by;
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
                    new ClimateSource(setting.Name, key, alert.Fingerprint, alert.Rule, alert.Id, since, by));
            }
            else if (setting.Target.Matches(alert))
            {
                yield return ClimateFact.Of(
                    ClimateRows.Targets, ClimateRows.Target(setting.Name, key, alert.Fingerprint, scope), new ClimateTarget(scope));
            }
        }
    }
}
