using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Cli.Rehearsing.Scripts;

/// <summary>Reads one file of <c>catalog/rehearsals</c>; everything that is wrong in it is told at once (OPS19nn).</summary>
/// <param name="catalog">Folder of the catalogue.</param>
/// <param name="loaded">The catalogue as loaded.</param>
internal sealed class RehearsalReader(string catalog, OpsCatalog loaded)
{
    private static readonly TimeSpan LongestWithin = TimeSpan.FromDays(2);

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="shown">Its name in messages.</param>
    /// <param name="bag">Receives every problem.</param>
    /// <returns>The rehearsal, or null when there was any problem.</returns>
    public RehearsalScript? Read(string path, string shown, DiagnosticBag bag)
    {
        var problems = new DiagnosticBag();
        var script = YamlFile.Read(shown, File.ReadAllText(path), problems) is { } root ? Read(root, path) : null;
        foreach (var problem in problems.All)
        {
            bag.Add(problem);
        }

        return problems.HasErrors ? null : script;
    }

    private RehearsalScript Read(YamlMap root, string path)
    {
        CatalogHeader.Check(root, "Rehearsal");
        var name = root.RequiredString("name");
        if (name.Length > 0 && name != Path.GetFileNameWithoutExtension(path))
        {
            root.Error("OPS1901", "name", $"'name' must be the name of the file, {Path.GetFileNameWithoutExtension(path)}, not '{name}'.");
        }

        root.RequiredString("description");
        var playbook = root.String("playbook");
        if (playbook is not null && !loaded.Playbooks.Any(p => p.Name == playbook))
        {
            root.Error("OPS1904", "playbook", $"There is no playbook '{playbook}'.");
        }

        var kind = root.Enum<RehearsalKind>("tests");
        if (kind is null && !root.Has("tests"))
        {
            root.Error("OPS1004", "tests", "'tests' is required: happy, failing, refused or other.");
        }

        var estate = root.RequiredString("estate");
        var (edits, text) = Edits(root, estate);
        var names = new ResourceNames(EstateMap.Read(text, loaded.Guardrails));
        var timeline = new CueReader(names, loaded, Path.GetDirectoryName(path)!).Read(root);
        var expectations = new ExpectationReader(names, loaded);
        var script = new RehearsalScript
        {
            File = root.File,
            Name = name,
            Playbook = playbook,
            Kind = kind ?? RehearsalKind.Other,
            Estate = estate,
            Edits = edits,
            Besides = [.. root.Strings("besides").Select(b => names.Find(root, "besides", b))],
            Timeline = timeline,
            Expect = Expect(root, expectations),
            Forbid = root.Map("forbid") is { } forbid ? expectations.Forbid(forbid) : Prohibition.Nothing,
        };
        root.Done();
        return script;
    }

    private static Expectation Expect(YamlMap root, ExpectationReader reader)
    {
        if (root.Map("expect") is { } map)
        {
            return reader.Expect(map, LongestWithin);
        }

        root.Error("OPS1004", "expect", "'expect' is required: what must be so at the end.");
        return new Expectation { Status = IncidentStatus.Closed };
    }

    // The estate as it will be, and every text that is replaced to get there.
    private (IReadOnlyList<(string File, string Find, string Replace)> Edits, string Estate) Edits(YamlMap root, string estate)
    {
        var file = $"rehearsals/estates/{estate}.yaml";
        if (estate.Length > 0 && !File.Exists(Path.Combine(catalog, file)))
        {
            root.Error("OPS1903", "estate", $"There is no estate {file}.");
            return ([], string.Empty);
        }

        var edits = root.Maps("edits").Select(e => Edit(e, e.RequiredString("file")))
            .Concat(root.Maps("estateEdits").Select(e => Edit(e, file))).ToList();
        var text = estate.Length == 0 ? string.Empty : File.ReadAllText(Path.Combine(catalog, file));
        return (edits, edits.Where(e => e.File == file && e.Find.Length > 0).Aggregate(text, (t, e) => t.Replace(e.Find, e.Replace, StringComparison.Ordinal)));
    }

    private (string File, string Find, string Replace) Edit(YamlMap map, string file)
    {
        var find = map.RequiredString("find");
        var path = Path.GetFullPath(Path.Combine(catalog, file));
        if (find.Length > 0 && file.Length > 0
            && (!path.StartsWith(Path.GetFullPath(catalog) + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !File.Exists(path)
                || !File.ReadAllText(path).Contains(find, StringComparison.Ordinal)))
        {
            map.Error("OPS1910", "find", $"{file} of the catalogue does not hold this text: the rehearsal would rehearse something else.");
        }

        var replace = map.String("replace") ?? string.Empty;
        map.Done();
        return (file, find, replace);
    }
}
