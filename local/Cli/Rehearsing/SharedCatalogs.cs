using System.Collections.Concurrent;
using OpsAutomation.Cli.Composition;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Cli.Rehearsing;

/// <summary>
/// Catalogues that were read already. Nothing in one ever changes once it is read, and reading, checking and measuring one
/// takes longer than many a rehearsal: those with the same files share it.
/// </summary>
internal static class SharedCatalogs
{
    // A rehearsal's estate and its neighbours are files of the catalogue, but no part of what is read here.
    private const string NotRead = "rehearsals/";

    private static readonly ConcurrentDictionary<string, Lazy<OpsCatalog>> Known = new(StringComparer.Ordinal);

    /// <summary>The catalogue of a folder.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="original">The folder that it was copied from; the same where nothing was edited.</param>
    /// <param name="edits">What was edited in the copy.</param>
    /// <exception cref="Verbs.CliException">It does not load; every problem is listed.</exception>
    public static OpsCatalog Of(string directory, string original, IReadOnlyList<(string File, string Find, string Replace)> edits) =>
        Known.GetOrAdd(Key(original, edits), _ => new Lazy<OpsCatalog>(() => LocalSystem.Load(directory))).Value;

    // Files as they are now: a test may write one between two rehearsals.
    private static string Key(string original, IReadOnlyList<(string File, string Find, string Replace)> edits)
    {
        var read = edits.Where(e => !e.File.StartsWith(NotRead, StringComparison.Ordinal)).SelectMany(e => new[] { e.File, e.Find, e.Replace });
        var files = new DirectoryInfo(original).EnumerateFiles("*.yaml", SearchOption.AllDirectories)
            .Where(f => !Path.GetRelativePath(original, f.FullName).Replace('\\', '/').StartsWith(NotRead, StringComparison.Ordinal))
            .OrderBy(f => f.FullName, StringComparer.Ordinal)
            .Select(f => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{f.FullName}|{f.Length}|{f.LastWriteTimeUtc.Ticks}"));
        return string.Join('\0', read.Prepend(Path.GetFullPath(original)).Concat(files));
    }
}
