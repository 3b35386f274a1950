using System.CommandLine;
using OpsAutomation.Cli.Rehearsing.Campaigns;
using OpsAutomation.Cli.Rehearsing.Performing;
using OpsAutomation.Cli.Rehearsing.Scripts;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Integrations.Arm.Actions;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops rehearse</c>: plays rehearsals on the real engine, against the simulated Azure, in virtual time.</summary>
internal static class RehearseVerb
{
    private const int MaxSeeds = 100_000;

    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var paths = new Argument<string[]>("path") { Description = "Files or folders of rehearsals; those of the catalogue when left out.", Arity = ArgumentArity.ZeroOrMore };
        var seeds = new Option<int>("--seeds") { Description = "How many seeds each is played under, from --seed on.", DefaultValueFactory = _ => 1 };
        var seed = new Option<int>("--seed") { Description = "The first seed. Seed 1 plays a timeline as it is written; others vary timings, the order of messages and where crashes fall.", DefaultValueFactory = _ => Performance.PlainSeed };
        var junit = new Option<FileInfo?>("--junit") { Description = "Write the results as JUnit XML." };
        var campaign = new Option<int?>("--campaign") { Description = "Instead of rehearsals: so many seeded incidents with faults, kills and people, judged by the observer." };
        var report = new Option<DirectoryInfo?>("--report") { Description = "Write the journals of a campaign's incidents to this folder, a file for each part." };
        var (catalog, json) = (CommonOptions.Catalog(), CommonOptions.Json());
        var command = new Command("rehearse", "Play rehearsals on the real engine, against the simulated Azure, in virtual time.") { paths, seeds, seed, junit, campaign, report, catalog, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (count, first) = (parsed.GetValue(seeds), parsed.GetValue(seed));
            if (count is < 1 or > MaxSeeds || first < 1 || first > int.MaxValue - MaxSeeds)
            {
                throw new CliException($"--seeds is 1 to {MaxSeeds}, --seed is 1 or more.", ExitCodes.Usage);
            }

            var folder = parsed.GetValue(catalog)!.FullName;
            if (parsed.GetValue(campaign) is { } incidents)
            {
                return await CampaignAsync(incidents, first, folder, parsed.GetValue(report), parsed.GetValue(json), cancellationToken);
            }

            var (scripts, loaded) = Load(folder, parsed.GetValue(paths)!);
            var quiet = parsed.GetValue(json);
            var results = await Ensemble.PlayAsync(
                scripts, [.. Enumerable.Range(first, count)], folder, new CharterFactory(folder, loaded), r => Tell(r, quiet), cancellationToken);
            if (parsed.GetValue(junit) is { } file)
            {
                JUnitReport.Write(file.FullName, results);
            }

            Console.WriteLine(quiet ? RehearsalText.Json(results) : RehearsalText.Table(results));
            return results.All(r => r.Passed) ? ExitCodes.Done : ExitCodes.NotWell;
        });
        return command;
    }

    private static async Task<int> CampaignAsync(int incidents, int seed, string folder, DirectoryInfo? report, bool json, CancellationToken cancellationToken)
    {
        if (incidents is < 1 or > MaxSeeds)
        {
            throw new CliException($"--campaign is 1 to {MaxSeeds}.", ExitCodes.Usage);
        }

        var tally = await Campaign.RunAsync(incidents, seed, folder, LoadCatalog(folder), report, cancellationToken);
        Console.WriteLine(json ? CampaignText.Json(tally) : CampaignText.Table(tally));
        return tally.Findings.Count == 0 && tally.Problems.Count == 0 ? ExitCodes.Done : ExitCodes.NotWell;
    }

    private static OpsCatalog LoadCatalog(string catalog)
    {
        var (loaded, diagnostics) = CatalogLoader.Load(catalog, AzureActions.Descriptions);
        return loaded ?? throw new CliException(string.Join(Environment.NewLine, diagnostics));
    }

    private static (IReadOnlyList<RehearsalScript> Scripts, OpsCatalog Loaded) Load(string catalog, string[] paths)
    {
        var loaded = LoadCatalog(catalog);
        var given = paths.Length == 0 ? [Path.Combine(catalog, RehearsalSet.Folder)] : paths;
        if (given.FirstOrDefault(p => !File.Exists(p) && !Directory.Exists(p)) is { } missing)
        {
            throw new CliException($"There is no file and no folder '{missing}'.", ExitCodes.Usage);
        }

        var bag = new DiagnosticBag();
        var scripts = RehearsalSet.Read(given.Select(Path.GetFullPath), new RehearsalReader(catalog, loaded), p => Path.GetRelativePath(Environment.CurrentDirectory, p), bag);
        if (bag.HasErrors)
        {
            throw new CliException(string.Join(Environment.NewLine, bag.All));
        }

        return scripts.Count > 0 ? (scripts, loaded) : throw new CliException($"There are no rehearsals in {string.Join(", ", given)}.", ExitCodes.Usage);
    }

    private static void Tell(PerformanceResult result, bool quiet)
    {
        if (!quiet && !result.Passed)
        {
            lock (Console.Out)
            {
                Console.WriteLine(RehearsalText.Failure(result));
            }
        }
    }
}
