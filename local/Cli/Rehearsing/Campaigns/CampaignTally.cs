using OpsAutomation.Cli.Rehearsing.Observing;

namespace OpsAutomation.Cli.Rehearsing.Campaigns;

/// <summary>What happened in a campaign, or in a part of it.</summary>
/// <param name="seed">Seed of the part.</param>
internal sealed class CampaignTally(int seed)
{
    /// <summary>Alerts that fired.</summary>
    public int Alerts { get; set; }

    /// <summary>How often each kind of alert fired.</summary>
    public SortedDictionary<string, int> Kinds { get; } = new(StringComparer.Ordinal);

    /// <summary>Incidents that were opened.</summary>
    public int Incidents { get; set; }

    /// <summary>How often each thing happened: faults by kind, crashes, people.</summary>
    public SortedDictionary<string, int> Events { get; } = new(StringComparer.Ordinal);

    /// <summary>How the incidents stood at the end.</summary>
    public SortedDictionary<string, int> Ends { get; } = new(StringComparer.Ordinal);

    /// <summary>Changes that Azure carried out in our name.</summary>
    public int Effects { get; set; }

    /// <summary>The same by what was done.</summary>
    public SortedDictionary<string, int> Actions { get; } = new(StringComparer.Ordinal);

    /// <summary>What the observer found, with the seed of the part and the journal of the incident.</summary>
    public List<(int Seed, Finding Finding, string Story)> Findings { get; } = [];

    /// <summary>What else is wrong: a part that did not settle, a lease that nobody gives back.</summary>
    public List<(int Seed, string What)> Problems { get; } = [];

    /// <summary>Processor time of all of it, of this process.</summary>
    public TimeSpan ProcessorTime { get; set; }

    /// <summary>Why people have the incidents that were handed to them, by how often; in each, numbers and names are left out.</summary>
    public SortedDictionary<string, int> Escalations { get; } = new(StringComparer.Ordinal);

    /// <summary>Incidents for which Azure accepted a change.</summary>
    public int Acted { get; set; }

    /// <summary>Counts something.</summary>
    public void Count(string what) => Add(Events, what, 1);

    /// <summary>Notes what else is wrong.</summary>
    public void Problem(string what) => Problems.Add((seed, what));

    /// <summary>Counts a reason for which a person has an incident.</summary>
    public void Escalation(string reason) => Add(Escalations, reason, 1);

    /// <summary>Counts an alert of a kind.</summary>
    public void Alert(string kind) => Add(Kinds, kind, 1);

    /// <summary>Counts a change by what was done.</summary>
    public void Action(string action) => Add(Actions, action, 1);

    /// <summary>Adds a part.</summary>
    public void Add(CampaignTally part)
    {
        Alerts += part.Alerts;
        Incidents += part.Incidents;
        Effects += part.Effects;
        Acted += part.Acted;
        Findings.AddRange(part.Findings);
        Problems.AddRange(part.Problems);
        Add(Events, part.Events);
        Add(Ends, part.Ends);
        Add(Kinds, part.Kinds);
        Add(Actions, part.Actions);
        Add(Escalations, part.Escalations);
    }

    /// <summary>How many findings there are of a kind.</summary>
    public int Of(FindingKind kind) => Findings.Count(f => f.Finding.Kind == kind);

    private static void Add(SortedDictionary<string, int> to, IEnumerable<KeyValuePair<string, int>> counts)
    {
        foreach (var (what, count) in counts)
        {
            Add(to, what, count);
        }
    }

    private static void Add(SortedDictionary<string, int> to, string what, int count) => to[what] = to.GetValueOrDefault(what) + count;
}
