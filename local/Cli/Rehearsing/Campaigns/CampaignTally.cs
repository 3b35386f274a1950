using OpsAutomation.Cli.Rehearsing.Observing;

namespace OpsAutomation.Cli.Rehearsing.Campaigns;

/// <summary>What happened in a campaign, or in a part of it.</summary>
internal sealed class CampaignTally
{
    /// <summary>Alerts that fired.</summary>
    public int Alerts { get; set; }

    /// <summary>Incidents that were opened.</summary>
    public int Incidents { get; set; }

    /// <summary>How often each thing happened: faults by kind, crashes, people.</summary>
    public SortedDictionary<string, int> Events { get; } = new(StringComparer.Ordinal);

    /// <summary>How the incidents stood at the end.</summary>
    public SortedDictionary<string, int> Ends { get; } = new(StringComparer.Ordinal);

    /// <summary>Changes that Azure carried out in our name.</summary>
    public int Effects { get; set; }

    /// <summary>What the observer found, with the seed of the part.</summary>
    public List<(int Seed, Finding Finding)> Findings { get; } = [];

    /// <summary>What else is wrong: a part that did not settle, a lease that nobody gives back.</summary>
    public List<(int Seed, string What)> Problems { get; } = [];

    /// <summary>Counts something.</summary>
    public void Count(string what) => Events[what] = Events.GetValueOrDefault(what) + 1;

    /// <summary>Adds a part.</summary>
    public void Add(CampaignTally part)
    {
        Alerts += part.Alerts;
        Incidents += part.Incidents;
        Effects += part.Effects;
        Findings.AddRange(part.Findings);
        Problems.AddRange(part.Problems);
        foreach (var (what, count) in part.Events)
        {
            Events[what] = Events.GetValueOrDefault(what) + count;
        }

        foreach (var (end, count) in part.Ends)
        {
            Ends[end] = Ends.GetValueOrDefault(end) + count;
        }
    }

    /// <summary>How many findings there are of a kind.</summary>
    public int Of(FindingKind kind) => Findings.Count(f => f.Finding.Kind == kind);
}
