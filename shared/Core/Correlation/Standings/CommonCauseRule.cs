using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Matching;
using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Settings;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Correlation.Standings;

/// <summary>
/// So many resources of a service, a region or the fleet fire together that no single one of them is the cause: one incident
/// has them all and goes to a person. Taking them out of their own incidents ends what automation was about to do to each.
/// </summary>
public sealed class CommonCauseRule(CommonCauseSetting? setting, ServiceCatalog services) : IStandingRule
{
    /// <summary>What its standings are called where a provider names the region.</summary>
    public const string RegionName = "common cause service health";

    // What Azure and AWS call a problem, unlike maintenance, advice or an announcement.
    private static readonly string[] Problems = ["Incident", "issue"];

    /// <inheritdoc/>
    public bool Withdraws => true;

    /// <inheritdoc/>
    public Standing? Judge(Candidate candidate, Climate climate, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(climate);
        if (setting is null || !CommonCauseLimit.Counts(candidate.Alert))
        {
            return null;
        }

        return OfRegion(candidate, climate) ?? OfNumber(candidate, climate);
    }

    /// <summary>Whether enough fire together under a key, around any of them.</summary>
    public bool IsReached(string key, Climate climate)
    {
        ArgumentNullException.ThrowIfNull(climate);
        if (setting?.Limits.FirstOrDefault(l => l.Has(key)) is not { } limit)
        {
            return false;
        }

        // Under one key they agree in what the limit counts by, so any of them speaks for all.
        return climate.Firings(key).FirstOrDefault() is { } any && MayBeReached(limit, climate.ResourcesFiring(key), any.Service, any.Region) && IsReached(limit, climate.Firings(key));
    }

    /// <inheritdoc/>
    public IEnumerable<ClimateFact> FactsOf(string scope, FingerprintState known, string? incidentId)
    {
        ArgumentNullException.ThrowIfNull(known);
        if (setting is null || known.Newest is not { } alert)
        {
            yield break;
        }

        var since = known.Since ?? alert.StartsAt;
        if (setting.ServiceHealth && incidentId is not null && IsProblem(alert))
        {
            foreach (var region in Region.AllOf(alert))
            {
                yield return ClimateFact.Of(
                    ClimateRows.Partition,
                    ClimateRows.RegionRow(region, alert.Fingerprint, scope),
                    new ClimateRegion(region, incidentId, alert.Id, alert.Rule, since));
            }
        }

        var keys = setting.Limits.Select(l => l.KeyOf(alert)).OfType<string>().ToArray();
        var where = setting.ServiceHealth && CommonCauseLimit.Counts(alert) ? Region.Of(alert) : null;
        if (keys.Length > 0 || where is not null)
        {
            yield return ClimateFact.Of(
                ClimateRows.Partition,
                ClimateRows.Firing(alert.Fingerprint, scope),
                new ClimateFiring(alert.Resource, since, alert.Service, Region.Of(alert), keys));
        }
    }

    private static bool IsProblem(Alert alert) => alert.Signal.Kind == SignalKind.ServiceHealth
        && (Problems.Contains(alert.Signal.Name, StringComparer.OrdinalIgnoreCase)
            || Problems.Contains(alert.Labels.GetValueOrDefault("aws.category"), StringComparer.OrdinalIgnoreCase));

    private Standing? OfRegion(Candidate candidate, Climate climate)
    {
        // The oldest, and among equals the first by name: every scope that looks sees the same one.
        if (!setting!.ServiceHealth || Region.Of(candidate.Alert) is not { } region
            || climate.Regions(region).MinBy(r => (r.Since, r.IncidentId)) is not { } problem)
        {
            return null;
        }

        return new Standing(
            DispositionKind.Merged,
            RegionName,
            problem.IncidentId,
            $"Its region, {region}, has a problem: '{problem.Rule}' ({problem.AlertId}) says so since {Correlator.Time(problem.Since)}. That is the common cause, in {problem.IncidentId}, and nothing is done to single resources there automatically.",
            $"Had '{problem.Rule}' not named the region")
        {
            IncidentId = problem.IncidentId,
        };
    }

    private Standing? OfNumber(Candidate candidate, Climate climate)
    {
        foreach (var limit in setting!.Limits)
        {
            if (limit.KeyOf(candidate.Alert) is not { } key)
            {
                continue;
            }

            var cause = climate.Storm(key);
            if (cause is not null || IsReached(limit, key, candidate, climate))
            {
                return new Standing(
                    DispositionKind.Merged,
                    $"common cause {limit.Name}",
                    key,
                    $"So many resources of {limit.About(candidate.Alert)} fire together that they have a common cause, by the limit '{limit.Name}': they are one incident ({cause?.IncidentId ?? "the one that begins now"}) in which nothing is done to any single one automatically.",
                    "Had it been alone")
                {
                    IncidentId = cause?.IncidentId,
                    Gathers = limit.About(candidate.Alert),
                };
            }
        }

        return null;
    }

    // With itself, whatever the climate says of its resource so far. Around others too, not only around itself: the last one to
    // come may be at the edge of those that it completes, and nobody else would look again.
    private bool IsReached(CommonCauseLimit limit, string key, Candidate candidate, Climate climate)
    {
        var (alert, since) = (candidate.Alert, candidate.Since);
        return MayBeReached(limit, climate.ResourcesFiring(key) + 1, alert.Service, Region.Of(alert)) && IsReached(
            limit,
            climate.Firings(key)
                .Where(f => f.Resource != alert.Resource && (f.Since - since).Duration() <= 2 * limit.Within)
                .Append(new ClimateFiring(alert.Resource, since, alert.Service, Region.Of(alert), [])));
    }

    // Had all of them begun together, and were they all of the catalogue: where that is not enough, no condition is looked at.
    private bool MayBeReached(CommonCauseLimit limit, int resources, string? service, string? region) =>
        limit.IsReached(resources, resources, service, region, services);

    // Around any of them: those that began within the time before it and after it.
    private bool IsReached(CommonCauseLimit limit, IEnumerable<ClimateFiring> together)
    {
        var firings = together.OrderBy(f => f.Since).ToArray();
        var (from, to) = (0, 0);
        var counted = new Together();
        foreach (var firing in firings)
        {
            for (; to < firings.Length && firings[to].Since <= firing.Since + limit.Within; to++)
            {
                counted.Add(firings[to]);
            }

            for (; firings[from].Since < firing.Since - limit.Within; from++)
            {
                counted.Remove(firings[from]);
            }

            if (limit.IsReached(counted.Resources, counted.Known, firing.Service, firing.Region, services))
            {
                return true;
            }
        }

        return false;
    }

    // Distinct resources, and those of them that the catalogue knows.
    private sealed class Together
    {
        private readonly Dictionary<string, int> _all = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);

        public int Resources => _all.Count;

        public int Known => _known.Count;

        public void Add(ClimateFiring firing) => Change(firing, 1);

        public void Remove(ClimateFiring firing) => Change(firing, -1);

        private void Change(ClimateFiring firing, int by)
        {
            if (firing.Resource is { } resource)
            {
                Count(_all, resource, by);
                if (firing.Service is not null)
                {
                    Count(_known, resource, by);
                }
            }
        }

        private static void Count(Dictionary<string, int> counts, string resource, int by)
        {
            counts[resource] = counts.GetValueOrDefault(resource) + by;
            if (counts[resource] == 0)
            {
                counts.Remove(resource);
            }
        }
    }
}
