using OpsAutomation.Cli.Rehearsing.Performing;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Cli.Rehearsing.Campaigns;

/// <summary>Many incidents over parts that run side by side, each under a seed of its own.</summary>
internal static class Campaign
{
    /// <summary>Incidents of one part: its guardrails count over all of them, so they must meet.</summary>
    public const int PerPart = 40;

    // A part waits half of its time for its clock to settle: two of them keep a processor busy.
    private static readonly int AtOnce = 2 * Environment.ProcessorCount;

    /// <summary>Runs a campaign.</summary>
    /// <param name="incidents">How many incidents, at least.</param>
    /// <param name="seed">Seed of the first part; each next has the next.</param>
    /// <param name="catalog">Folder of the catalogue.</param>
    /// <param name="loaded">The catalogue.</param>
    /// <param name="cancellationToken">Ends it after the parts that run.</param>
    public static async Task<CampaignTally> RunAsync(int incidents, int seed, string catalog, OpsCatalog loaded, CancellationToken cancellationToken)
    {
        var parts = Enumerable.Range(0, (incidents + PerPart - 1) / PerPart).Select(i => (Seed: seed + i, Incidents: Math.Min(PerPart, incidents - (i * PerPart)))).ToList();
        var charters = new CharterFactory(catalog, loaded);
        var before = Environment.CpuUsage.TotalTime;
        var tallies = new CampaignTally[parts.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, parts.Count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (i, _) => tallies[i] = await new CampaignPart(parts[i].Seed, parts[i].Incidents, catalog, charters, loaded.Guardrails).PlayAsync());
        var sum = new CampaignTally(seed);
        foreach (var tally in tallies)
        {
            sum.Add(tally);
        }

        sum.ProcessorTime = Environment.CpuUsage.TotalTime - before;
        return sum;
    }
}
