using System.Text.Json.Serialization;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Cli.Rehearsing.Scripts;

/// <summary>Reads what a rehearsal expects and forbids.</summary>
/// <param name="names">The resources of its estate.</param>
/// <param name="catalog">The catalogue.</param>
internal sealed class ExpectationReader(ResourceNames names, OpsCatalog catalog)
{
    private static readonly IReadOnlyList<string> Kinds =
        [.. Attribute.GetCustomAttributes(typeof(Fact), typeof(JsonDerivedTypeAttribute)).Select(a => (string)((JsonDerivedTypeAttribute)a).TypeDiscriminator!).Order(StringComparer.Ordinal)];

    /// <summary>Reads <c>expect</c>.</summary>
    public Expectation Expect(YamlMap map, TimeSpan longest)
    {
        var status = map.Enum<IncidentStatus>("status");
        if (status is null && !map.Has("status"))
        {
            map.Error("OPS1004", "status", "'expect.status' is required: how the newest incident stands at the end.");
        }

        var playbook = map.String("playbook");
        if (playbook is not null && !catalog.Playbooks.Any(p => p.Name == playbook))
        {
            map.Error("OPS1904", "playbook", $"There is no playbook '{playbook}'.");
        }

        var within = map.Duration("within");
        if (within > longest)
        {
            map.Error("OPS1005", "within", $"'within' is at most {longest.TotalDays} days.");
        }

        var expect = new Expectation
        {
            Status = status ?? IncidentStatus.Closed,
            Incidents = map.Int("incidents", 1, 100) ?? 1,
            Then = map.Enum<Moment>("then"),
            Within = within ?? TimeSpan.FromHours(3),
            Playbook = playbook,
            Facts = Facts(map),
            Story = map.Strings("story"),
            Calls = Calls(map),
            Changes = map.Int("changes", 0, 1000),
            State = [.. map.Maps("state").Select(State)],
            Notices = map.Strings("notices"),
            Leases = map.Int("leases", 0, 100) ?? 0,
        };
        map.Done();
        return expect;
    }

    /// <summary>Reads <c>forbid</c>.</summary>
    public Prohibition Forbid(YamlMap map)
    {
        var forbid = new Prohibition(Facts(map), Calls(map), map.Strings("story"), map.Strings("notices"));
        map.Done();
        return forbid;
    }

    private static List<FactMatch> Facts(YamlMap map)
    {
        var facts = new List<FactMatch>();
        foreach (var fact in map.Maps("facts"))
        {
            var kind = fact.RequiredString("kind");
            if (kind.Length > 0 && !Kinds.Contains(kind))
            {
                fact.Error("OPS1911", "kind", $"There is no fact '{kind}'; there are {string.Join(", ", Kinds)}.");
            }

            facts.Add(new FactMatch(kind, fact.Pairs("with"), fact.Int("count", 0, 1000)));
            fact.Done();
        }

        return facts;
    }

    private List<CallMatch> Calls(YamlMap map)
    {
        var calls = new List<CallMatch>();
        foreach (var call in map.Maps("calls"))
        {
            calls.Add(new CallMatch(
                call.String("method"), names.Optional(call, "of"), call.String("ends"), call.Int("status", 0, 599), call.Int("count", 0, 1000)));
            call.Done();
        }

        return calls;
    }

    private StateMatch State(YamlMap map)
    {
        var state = new StateMatch(names.Required(map, "of"), map.RequiredString("at"), map.String("is"));
        map.Done();
        return state;
    }
}
