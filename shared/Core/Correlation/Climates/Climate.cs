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

    private static readonly ImmutableSortedDictionary<string, object> None = ImmutableSortedDictionary.Create<string, object>(StringComparer.Ordinal);

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

    /// <summary>How many openings a key has, those that are over and not yet forgotten included: never fewer than count.</summary>
    public int OpeningsAtMost(string key) => AtMost(ClimateRows.OpeningsOf(key));

    /// <summary>How many distinct resources fire under a key, whenever they began.</summary>
    public int ResourcesFiring(string key) => AtMost(ResourcesOf(ClimateRows.FiringsOf(key)));

    /// <summary>The open incidents of a service in which something fires.</summary>
    public IEnumerable<ClimateIncident> Incidents(string service) => Of<ClimateIncident>(ClimateRows.IncidentsOf(service));

    /// <summary>What says that a region has a problem.</summary>
    public IEnumerable<ClimateRegion> Regions(string region) => Of<ClimateRegion>(ClimateRows.RegionsOf(region));

    /// <summary>The conditions in open incidents that are grouped under a key.</summary>
    public IEnumerable<ClimateMember> Members(string key) => Of<ClimateMember>(ClimateRows.GroupsOf(key));

    /// <summary>The error budgets of a service that are spent too fast.</summary>
    public IEnumerable<ClimateSloBurn> SloBurns(string service) => Of<ClimateSloBurn>(ClimateRows.SlosOf(service));

    /// <summary>The conditions that fire under a key of a common cause.</summary>
    public IEnumerable<ClimateFiring> Firings(string key) => Of<ClimateFiring>(ClimateRows.FiringsOf(key));

    /// <summary>The storm or common cause of a key that is on, or null.</summary>
    public ClimateStorm? Storm(string key) => Of<ClimateStorm>(ClimateRows.StormsOf(key)).FirstOrDefault();

    /// <summary>The climate with one fact more, changed, or over. What no scope reads as a whole changes nothing.</summary>
    public Climate With(ClimateFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        if (fact.Partition == ClimateRows.Partition && fact.Row.StartsWith(ClimateRows.FiringPrefix, StringComparison.Ordinal))
        {
            return WithFiring(fact);
        }

        if (fact.Partition != ClimateRows.Partition || ClimateRows.GroupOf(fact.Row) is not { } group)
        {
            return this;
        }

        var rows = _groups.GetValueOrDefault(group) ?? None;
        rows = fact.Body is { } body ? rows.SetItem(fact.Row, Read(group, body)) : rows.Remove(fact.Row);
        return this with { Groups = rows.IsEmpty ? _groups.Remove(group) : _groups.SetItem(group, rows) };
    }

    // One row a condition, found under each of its keys.
    private Climate WithFiring(ClimateFact fact)
    {
        var groups = _groups;
        if (groups.GetValueOrDefault(ClimateRows.FiringPrefix)?.GetValueOrDefault(fact.Row) is ClimateFiring before)
        {
            groups = before.Keys.Select(ClimateRows.FiringsOf).Append(ClimateRows.FiringPrefix)
                .Aggregate(groups, (g, group) => Counted(Without(g, group, fact.Row), group, before.Resource, -1));
        }

        if (fact.Body is { } body && OpsJson.Read<ClimateFiring>(body) is var firing)
        {
            groups = firing.Keys.Select(ClimateRows.FiringsOf).Append(ClimateRows.FiringPrefix)
                .Aggregate(groups, (g, group) => Counted(g.SetItem(group, (g.GetValueOrDefault(group) ?? None).SetItem(fact.Row, firing)), group, firing.Resource, 1));
        }

        return this with { Groups = groups };
    }

    // How many conditions each resource has under a key, so that their number is known without looking at all.
    private static ImmutableDictionary<string, ImmutableSortedDictionary<string, object>> Counted(
        ImmutableDictionary<string, ImmutableSortedDictionary<string, object>> groups, string group, string? resource, int by)
    {
        if (resource is null || group == ClimateRows.FiringPrefix)
        {
            return groups;
        }

        var counts = groups.GetValueOrDefault(ResourcesOf(group)) ?? None;
        var now = (counts.GetValueOrDefault(resource) as int? ?? 0) + by;
        return now > 0 ? groups.SetItem(ResourcesOf(group), counts.SetItem(resource, now)) : Without(groups, ResourcesOf(group), resource);
    }

    private static string ResourcesOf(string group) => $"resources~{group}";

    private static ImmutableDictionary<string, ImmutableSortedDictionary<string, object>> Without(
        ImmutableDictionary<string, ImmutableSortedDictionary<string, object>> groups, string group, string row) =>
        groups.GetValueOrDefault(group)?.Remove(row) is { IsEmpty: false } left ? groups.SetItem(group, left) : groups.Remove(group);

    private static object Read(string group, string body) => group[..(group.IndexOf('~', StringComparison.Ordinal) + 1)] switch
    {
        ClimateRows.SourcePrefix => OpsJson.Read<ClimateSource>(body),
        ClimateRows.OpeningPrefix => OpsJson.Read<ClimateOpening>(body),
        ClimateRows.IncidentPrefix => OpsJson.Read<ClimateIncident>(body),
        ClimateRows.RegionPrefix => OpsJson.Read<ClimateRegion>(body),
        ClimateRows.GroupPrefix => OpsJson.Read<ClimateMember>(body),
        ClimateRows.SloPrefix => OpsJson.Read<ClimateSloBurn>(body),
        ClimateRows.StormPrefix => OpsJson.Read<ClimateStorm>(body),
        _ => OpsJson.Read<ClimateDeployment>(body),
    };

    private int AtMost(string group) => _groups.TryGetValue(group, out var rows) ? rows.Count : 0;

    private IEnumerable<T> Of<T>(string group) => _groups.TryGetValue(group, out var rows) ? rows.Values.OfType<T>() : [];
}
