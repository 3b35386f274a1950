using System.Collections.Immutable;
using OpsAutomation.Core.Calendars;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Correlation.Climates;

/// <summary>What one scope must know of the rest of the tenant when it judges. A value: rules that see it cannot see anything else.</summary>
public sealed record Climate
{
    // By the group that rules ask for, then by row.
    private readonly ImmutableDictionary<string, ImmutableSortedDictionary<string, object>> _groups =
        ImmutableDictionary.Create<string, ImmutableSortedDictionary<string, object>>(StringComparer.Ordinal);

    private Climate()
    {
    }

    /// <summary>Nothing fires anywhere, and nothing is hidden.</summary>
    public static Climate Empty { get; } = new();

    /// <summary>Maintenance windows and silences.</summary>
    public CalendarState Calendar { get; init; } = CalendarState.Empty;

    private ImmutableDictionary<string, ImmutableSortedDictionary<string, object>> Groups
    {
        init => _groups = value;
    }

    /// <summary>The alerts that fire as sources of an inhibition and agree in its fields.</summary>
    public IEnumerable<ClimateSource> Sources(string inhibition, string key) => Of<ClimateSource>(ClimateRows.SourcesOf(inhibition, key));

    /// <summary>The deployments of a service that may still matter.</summary>
    public IEnumerable<ClimateDeployment> Deployments(string service) => Of<ClimateDeployment>(ClimateRows.DeploymentsOf(service));

    /// <summary>The incidents that were opened under a key and are still counted.</summary>
    public IEnumerable<ClimateOpening> Openings(string key) => Of<ClimateOpening>(ClimateRows.OpeningsOf(key));

    /// <summary>The open incidents of a service in which something fires.</summary>
    public IEnumerable<ClimateIncident> Incidents(string service) => Of<ClimateIncident>(ClimateRows.IncidentsOf(service));

    /// <summary>The conditions that fire under a key of a common cause.</summary>
    public IEnumerable<ClimateFiring> Firings(string key) => Of<ClimateFiring>(ClimateRows.FiringsOf(key));

    /// <summary>The storm or common cause of a key that is on, or null.</summary>
    public ClimateStorm? Storm(string key) => Of<ClimateStorm>(ClimateRows.StormsOf(key)).FirstOrDefault();

    /// <summary>The climate with one fact more, changed, or over. What no scope reads as a whole changes nothing.</summary>
    public Climate With(ClimateFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        if (fact.Partition != ClimateRows.Partition || ClimateRows.GroupOf(fact.Row) is not { } group)
        {
            return this;
        }

        var rows = _groups.GetValueOrDefault(group) ?? ImmutableSortedDictionary.Create<string, object>(StringComparer.Ordinal);
        rows = fact.Body is { } body ? rows.SetItem(fact.Row, Read(group, body)) : rows.Remove(fact.Row);
        return this with { Groups = rows.IsEmpty ? _groups.Remove(group) : _groups.SetItem(group, rows) };
    }

    private static object Read(string group, string body) => group[..(group.IndexOf('~', StringComparison.Ordinal) + 1)] switch
    {
        ClimateRows.SourcePrefix => OpsJson.Read<ClimateSource>(body),
        ClimateRows.OpeningPrefix => OpsJson.Read<ClimateOpening>(body),
        ClimateRows.IncidentPrefix => OpsJson.Read<ClimateIncident>(body),
        ClimateRows.FiringPrefix => OpsJson.Read<ClimateFiring>(body),
        ClimateRows.StormPrefix => OpsJson.Read<ClimateStorm>(body),
        _ => OpsJson.Read<ClimateDeployment>(body),
    };

    private IEnumerable<T> Of<T>(string group) => _groups.TryGetValue(group, out var rows) ? rows.Values.OfType<T>() : [];
}
