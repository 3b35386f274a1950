using System.Collections.Concurrent;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Classification;
using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Settings;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Correlation.Standings;

/// <summary>
/// A service that this one needs has an open incident: what fires here is most likely its consequence, and belongs there.
/// Whichever came first; when the cause is over and it still fires, it is told as its own.
/// </summary>
public sealed class TopologyRule(TopologySetting? setting, ServiceCatalog services, ClassificationRules? classification, GroupingRule grouping) : IStandingRule
{
    /// <summary>What its standings call it.</summary>
    public const string Name = "topology";

    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<(string Id, Severity Severity), string> _categories = new();

    private readonly Dictionary<string, IReadOnlyList<(string Service, int Hops)>> _causes = Causes(setting, services);

    /// <inheritdoc/>
    public bool Withdraws => true;

    /// <inheritdoc/>
    public Standing? Judge(Candidate candidate, Climate climate, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(climate);
        if (setting is null || candidate.Alert.Service is not { } service || !_causes.TryGetValue(service, out var causes))
        {
            return null;
        }

        // The nearest cause, then the oldest: every look finds the same one.
        var found = causes
            .SelectMany(c => climate.Incidents(c.Service).Select(i => (c.Hops, Incident: i)))
            .Where(c => c.Incident.Since >= candidate.Since - setting.LookBack && Precedes(c.Incident, service, candidate.Since))
            .OrderBy(c => c.Hops)
            .ThenBy(c => c.Incident.Since)
            .ThenBy(c => c.Incident.IncidentId, StringComparer.Ordinal)
            .FirstOrDefault();
        return found.Incident is not { } cause || !MayTake(candidate.Alert)
            ? null
            : new Standing(
                DispositionKind.Merged,
                Name,
                cause.IncidentId,
                $"'{service}' needs '{cause.Service}'{(found.Hops > 1 ? $" over {found.Hops} dependencies" : string.Empty)}, which has the open incident {cause.IncidentId} since {Correlator.Time(cause.Since)}: this is most likely its consequence, and belongs to it.",
                $"Had '{cause.Service}' been well")
            {
                IncidentId = cause.IncidentId,
            };
    }

    /// <inheritdoc/>
    public IEnumerable<ClimateFact> IncidentFacts(OpenIncidentState incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        if (incident is { Service: { } service, Firing.Count: > 0 } && services.ByName(service) is { } known
            && (known.Dependencies.Count > 0 || services.DependantsOf(service).Count > 0))
        {
            yield return ClimateFact.Of(
                ClimateRows.Partition,
                ClimateRows.Incident(service, incident.IncidentId),
                new ClimateIncident(service, incident.IncidentId, incident.Firing.Values.Min(f => f.Since)));
        }
    }

    /// <summary>The services whose alerts may be a consequence of one's incident.</summary>
    public IEnumerable<string> AffectedBy(string service) => _causes.Where(c => c.Value.Any(v => v.Service == service)).Select(c => c.Key).Order(StringComparer.Ordinal);

    /// <summary>The services whose incidents may be the cause of one's alerts.</summary>
    public IEnumerable<string> CausesOf(string service) => _causes.TryGetValue(service, out var causes) ? causes.Select(c => c.Service) : [];

    /// <summary>How long what may be a consequence is held for its cause to come.</summary>
    public TimeSpan HoldBack => setting?.HoldBack ?? TimeSpan.Zero;

    /// <summary>
    /// Whether an alert can be a consequence of something elsewhere: its service needs another, it is a symptom, and no
    /// grouping takes it. Two rules that both decide by what the other left open could go on for ever.
    /// </summary>
    public bool MayTake(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return setting is not null && alert.Service is { } service && _causes.TryGetValue(service, out var causes) && causes.Count > 0
            && !grouping.Takes(alert)
            && (setting.Symptoms.Count == 0 || (classification is not null && setting.Symptoms.Contains(CategoryOf(alert, classification), StringComparer.Ordinal)));
    }

    // Where two services need each other, only the older of the two is a cause: both would vanish in each other otherwise.
    private bool Precedes(ClimateIncident cause, string service, DateTimeOffset since) =>
        !_causes.TryGetValue(cause.Service, out var back) || !back.Any(b => b.Service == service)
        || (cause.Since, string.CompareOrdinal(cause.Service, service)).CompareTo((since, 0)) < 0;

    private static Dictionary<string, IReadOnlyList<(string Service, int Hops)>> Causes(TopologySetting? setting, ServiceCatalog services)
    {
        var causes = new Dictionary<string, IReadOnlyList<(string Service, int Hops)>>(StringComparer.Ordinal);
        if (setting is null)
        {
            return causes;
        }

        foreach (var service in services.All)
        {
            causes[service.Name] = Reach(service.Name, setting.Hops, n => services.ByName(n)?.Dependencies ?? []);
        }

        return causes;
    }

    private static List<(string Service, int Hops)> Reach(string from, int hops, Func<string, IReadOnlyList<string>> next)
    {
        var reached = new List<(string Service, int Hops)>();
        var seen = new HashSet<string>([from], StringComparer.Ordinal);
        IReadOnlyList<string> edge = [from];
        for (var hop = 1; hop <= hops && edge.Count > 0; hop++)
        {
            edge = [.. edge.SelectMany(next).Where(seen.Add)];
            reached.AddRange(edge.Select(e => (e, hop)));
        }

        return reached;
    }

    // Of the alert alone it never changes, and every settling of a scope asks for each of its conditions.
    private string CategoryOf(Alert alert, ClassificationRules rules)
    {
        if (_categories.Count >= MostRemembered)
        {
            _categories.Clear();
        }

        return _categories.GetOrAdd((alert.Id, alert.Severity), _ => rules.Classify(alert).Category);
    }
}
