using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Settings;

namespace OpsAutomation.Core.Correlation.Standings;

/// <summary>
/// Fewer than were set: held until there are enough, or until it has gone on for long (keep#4318, keep#2776: an incident for
/// every single alert). Counts what the whole scope knows, so the order of arrival does not matter.
/// </summary>
public sealed class ThresholdRule(IReadOnlyList<ThresholdSetting> settings) : IStandingRule
{
    /// <inheritdoc/>
    public bool Withdraws => false;

    /// <inheritdoc/>
    public bool NeedsScope(Alert alert) => settings.Any(s => s.Match.Matches(alert));

    /// <inheritdoc/>
    public Standing? Judge(Candidate candidate, Climate climate, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        foreach (var setting in settings.Where(s => s.Match.Matches(candidate.Alert)))
        {
            if (now >= candidate.Since + setting.AtLatest)
            {
                continue;
            }

            var alike = candidate.Scope.Fingerprints.Values
                .Where(f => f.Newest is { } n && setting.Match.Matches(n) && setting.By.All(b => b.Of(n) == b.Of(candidate.Alert)))
                .ToArray();
            var firings = alike.Sum(f => f.History.Count(e => e.Firing && e.At > now - setting.Within));
            var resources = alike.Select(f => f.Newest!.Resource).Where(r => r is not null).Distinct(StringComparer.Ordinal).Count();

            // Once one of them was told, the others belong to it.
            if (firings >= setting.Count || resources >= setting.Resources || Array.Exists(alike, f => f.Withheld is null && f.IncidentId is { } id && candidate.Scope.Open.ContainsKey(id)))
            {
                continue;
            }

            return new Standing(
                DispositionKind.Held,
                $"threshold {setting.Name}",
                setting.Name,
                $"It is held until there are {Wanted(setting)}, by the threshold '{setting.Name}'; so far there {(firings == 1 ? "is" : "are")} {firings} of {resources} {(resources == 1 ? "resource" : "resources")}. If it goes on, it is told at {Correlator.Time(candidate.Since + setting.AtLatest)}.",
                $"Without the threshold '{setting.Name}'")
            {
                Until = candidate.Since + setting.AtLatest,
            };
        }

        return null;
    }

    private static string Wanted(ThresholdSetting setting)
    {
        var count = setting.Count is { } c ? $"{c} firings within {setting.Within.TotalMinutes:0} minutes" : null;
        var resources = setting.Resources is { } r ? $"{r} resources" : null;
        return string.Join(" or ", new[] { count, resources }.Where(t => t is not null));
    }
}
