using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Settings;

namespace OpsAutomation.Core.Correlation.Standings;

/// <summary>
/// So many resources of a service, a region or the fleet fire together that no single one of them is the cause: one incident
/// has them all and goes to a person. Taking them out of their own incidents ends what automation was about to do to each.
/// </summary>
public sealed class CommonCauseRule(CommonCauseSetting? setting) : IStandingRule
{
    /// <inheritdoc/>
    public bool Withdraws => true;

    /// <inheritdoc/>
    public Standing? Judge(Candidate candidate, Climate climate, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(climate);
        foreach (var limit in setting?.Limits ?? [])
        {
            if (limit.KeyOf(candidate.Alert) is not { } key)
            {
                continue;
            }

            var cause = climate.Storm(key);
            var together = climate.Firings(key).Where(f => Near(f.Since, candidate.Since, limit.Within)).Select(f => f.Resource).Append(candidate.Alert.Resource!)
                .Distinct(StringComparer.Ordinal).Count();
            if (cause is not null || together >= limit.Resources)
            {
                return new Standing(
                    DispositionKind.Merged,
                    $"common cause {limit.Name}",
                    key,
                    $"{limit.Resources} resources or more of {limit.About(candidate.Alert)} fire together: they have a common cause, and are one incident ({cause?.IncidentId ?? "the one that begins now"}) in which nothing is done to any single one automatically.",
                    "Had it been alone")
                {
                    IncidentId = cause?.IncidentId,
                    Gathers = limit.About(candidate.Alert),
                };
            }
        }

        return null;
    }

    /// <summary>Whether enough fire together under a key, around any of them.</summary>
    public bool IsReached(string key, Climate climate)
    {
        ArgumentNullException.ThrowIfNull(climate);
        var firings = climate.Firings(key).OrderBy(f => f.Since).ToArray();
        return setting?.Limits.FirstOrDefault(l => key == $"cause-{l.Name}" || key.StartsWith($"cause-{l.Name}.", StringComparison.Ordinal)) is { } limit
            && firings.Length >= limit.Resources
            && Array.Exists(firings, f => firings.Where(o => Near(o.Since, f.Since, limit.Within)).Select(o => o.Resource).Distinct(StringComparer.Ordinal).Count() >= limit.Resources);
    }

    /// <inheritdoc/>
    public IEnumerable<ClimateFact> FactsOf(string scope, FingerprintState known)
    {
        ArgumentNullException.ThrowIfNull(known);
        foreach (var limit in setting?.Limits ?? [])
        {
            if (known.Newest is { Resource: { } resource } alert && limit.KeyOf(alert) is { } key)
            {
                yield return ClimateFact.Of(
                    ClimateRows.Partition, ClimateRows.Firing(key, alert.Fingerprint, scope), new ClimateFiring(resource, known.Since ?? alert.StartsAt));
            }
        }
    }

    private static bool Near(DateTimeOffset one, DateTimeOffset other, TimeSpan within) => (one - other).Duration() <= within;
}
