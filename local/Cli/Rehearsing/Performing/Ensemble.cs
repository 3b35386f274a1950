using System.Collections.Concurrent;
using OpsAutomation.Cli.Rehearsing.Scripts;

namespace OpsAutomation.Cli.Rehearsing.Performing;

/// <summary>Plays many rehearsals side by side, as many as there are processors.</summary>
internal static class Ensemble
{
    /// <summary>Plays every rehearsal under every seed; results in the order of rehearsals and seeds.</summary>
    /// <param name="scripts">The rehearsals.</param>
    /// <param name="seeds">The seeds.</param>
    /// <param name="catalog">Folder of the catalogue.</param>
    /// <param name="charters">What the observer is told.</param>
    /// <param name="done">Told of each that has ended.</param>
    /// <param name="cancellationToken">Ends it after those that play.</param>
    public static async Task<IReadOnlyList<PerformanceResult>> PlayAsync(
        IReadOnlyList<RehearsalScript> scripts, IReadOnlyList<int> seeds, string catalog, CharterFactory charters, Action<PerformanceResult> done, CancellationToken cancellationToken)
    {
        var results = new ConcurrentBag<PerformanceResult>();

        // The longest first, as far as their bounds tell: then no processor is left alone with it at the end.
        var plays = seeds.SelectMany(seed => scripts.Select(script => (script, seed))).OrderByDescending(p => p.script.Expect.Within).ToList();
        await Parallel.ForEachAsync(
            plays,
            new ParallelOptions { MaxDegreeOfParallelism = 4 * Environment.ProcessorCount, CancellationToken = cancellationToken },
            async (play, _) =>
            {
                var result = await new Performance(play.script, play.seed, catalog, charters).PlayAsync();
                results.Add(result);
                done(result);
            });
        return [.. results.OrderBy(r => r.Script.Name, StringComparer.Ordinal).ThenBy(r => r.Seed)];
    }
}
