using OpsAutomation.Cli.Rehearsing;
using OpsAutomation.Cli.Rehearsing.Performing;
using OpsAutomation.Cli.Rehearsing.Scripts;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Integrations.Arm.Actions;

namespace OpsAutomation.Testing.Rehearsals;

/// <summary>The shipped catalogue with its rehearsals, read once, and how they are played.</summary>
internal static class ShippedRehearsals
{
    private static readonly Lazy<(OpsCatalog Catalog, IReadOnlyList<RehearsalScript> Scripts, IReadOnlyList<Diagnostic> Problems)> All = new(Load);

    private static readonly Lazy<Task<IReadOnlyList<PerformanceResult>>> PlainPlays = new(() => PlayAsync(Scripts, [Performance.PlainSeed]));

    /// <summary>How all of them go as they are written: played once, whichever test asks first.</summary>
    public static Task<IReadOnlyList<PerformanceResult>> Plain => PlainPlays.Value;

    /// <summary>The rehearsals.</summary>
    public static IReadOnlyList<RehearsalScript> Scripts => All.Value.Scripts;

    /// <summary>What is wrong with them.</summary>
    public static IReadOnlyList<Diagnostic> Problems => All.Value.Problems;

    /// <summary>Plays some of them, each under each seed.</summary>
    public static Task<IReadOnlyList<PerformanceResult>> PlayAsync(IReadOnlyList<RehearsalScript> scripts, params IReadOnlyList<int> seeds) => Ensemble.PlayAsync(
        scripts, seeds, RehearsalFolders.Catalog, new CharterFactory(RehearsalFolders.Catalog, All.Value.Catalog), _ => { }, CancellationToken.None);

    private static (OpsCatalog Catalog, IReadOnlyList<RehearsalScript> Scripts, IReadOnlyList<Diagnostic> Problems) Load()
    {
        var (catalog, diagnostics) = CatalogLoader.Load(RehearsalFolders.Catalog, AzureActions.Descriptions);
        var bag = new DiagnosticBag();
        return catalog is null
            ? throw new InvalidOperationException(string.Join(Environment.NewLine, diagnostics))
            : (catalog, RehearsalSet.Check(RehearsalFolders.Catalog, catalog, bag), bag.All);
    }
}
