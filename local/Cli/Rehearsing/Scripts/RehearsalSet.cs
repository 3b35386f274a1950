using OpsAutomation.Core.Catalog;
using YamlDotNet.Core;

namespace OpsAutomation.Cli.Rehearsing.Scripts;

/// <summary>The rehearsals of a catalogue, read and checked together.</summary>
internal static class RehearsalSet
{
    /// <summary>The folder inside a catalogue.</summary>
    public const string Folder = "rehearsals";

    private static readonly RehearsalKind[] Needed = [RehearsalKind.Happy, RehearsalKind.Failing, RehearsalKind.Refused];

    /// <summary>Reads files, or all files of folders; estates are left out.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="reader">Reads one.</param>
    /// <param name="shown">How a path is named in messages.</param>
    /// <param name="bag">Receives every problem.</param>
    public static IReadOnlyList<RehearsalScript> Read(IEnumerable<string> paths, RehearsalReader reader, Func<string, string> shown, DiagnosticBag bag)
    {
        var scripts = new List<RehearsalScript>();
        foreach (var path in paths.SelectMany(Files))
        {
            if (reader.Read(path, shown(path), bag) is { } script)
            {
                scripts.Add(script);
            }
        }

        foreach (var twin in scripts.GroupBy(s => s.Name, StringComparer.Ordinal).SelectMany(g => g.Skip(1)))
        {
            bag.Error("OPS1902", $"There are two rehearsals '{twin.Name}'.", twin.File, new Mark(0, 1, 1));
        }

        return scripts;
    }

    /// <summary>Checks the rehearsals of a catalogue folder, and that every playbook has what it needs (OPS1909).</summary>
    public static IReadOnlyList<RehearsalScript> Check(string catalog, OpsCatalog loaded, DiagnosticBag bag)
    {
        var folder = Path.Combine(catalog, Folder);
        var scripts = Directory.Exists(folder)
            ? Read([folder], new RehearsalReader(catalog, loaded), p => Path.GetRelativePath(catalog, p).Replace('\\', '/'), bag)
            : [];
        foreach (var playbook in loaded.Playbooks)
        {
            var missing = Needed.Where(k => !scripts.Any(s => s.Playbook == playbook.Name && s.Kind == k)).ToList();
            if (missing.Count > 0)
            {
                bag.Error(
                    "OPS1909",
                    $"Playbook '{playbook.Name}' has no {string.Join(" and no ", missing.Select(m => m.ToString().ToLowerInvariant()))} rehearsal in {Folder}/.",
                    $"playbooks/{playbook.Name}.yaml",
                    new Mark(0, 1, 1));
            }
        }

        return scripts;
    }

    private static IEnumerable<string> Files(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*.yaml", SearchOption.AllDirectories)
            .Where(f => !Path.GetRelativePath(path, f).StartsWith("estates", StringComparison.Ordinal) && Path.GetFileName(Path.GetDirectoryName(f)) != "estates")
            .Order(StringComparer.Ordinal)
        : [path];
}
