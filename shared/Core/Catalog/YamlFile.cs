using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace OpsAutomation.Core.Catalog;

/// <summary>
/// Opens one YAML file of the catalogue as data only: one document, no aliases (a small file can expand without end),
/// no custom tags, no duplicate keys, at most <see cref="MaxBytes"/>.
/// </summary>
public static class YamlFile
{
    /// <summary>The most bytes that a catalogue file may have.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Reads the root mapping, or null after adding the reasons to <paramref name="bag"/>.</summary>
    /// <param name="file">The name that diagnostics show.</param>
    /// <param name="text">The content.</param>
    /// <param name="bag">Receives OPS1001 (not YAML) and OPS1002 (not a single mapping).</param>
    public static YamlMap? Read(string file, string text, DiagnosticBag bag)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(bag);
        if (text.Length > MaxBytes)
        {
            bag.Error("OPS1001", $"The file is larger than {MaxBytes / 1024} KiB; split it.", file, new Mark(0, 1, 1));
            return null;
        }

        try
        {
            using (var aliases = new StringReader(text))
            {
                var parser = new Parser(aliases);
                while (parser.MoveNext())
                {
                    if (parser.Current is YamlDotNet.Core.Events.AnchorAlias alias)
                    {
                        bag.Error("OPS1001", $"Aliases (*{alias.Value}) are not allowed; write the value out.", file, alias.Start);
                        return null;
                    }
                }
            }

            var stream = new YamlStream();
            using var reader = new StringReader(text);
            stream.Load(reader);
            if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root)
            {
                return new YamlMap(file, string.Empty, root, bag);
            }

            bag.Error("OPS1002", "The file must hold exactly one YAML mapping.", file, new Mark(0, 1, 1));
        }
        catch (YamlException e)
        {
            bag.Error("OPS1001", $"Not YAML: {e.Message}", file, e.Start);
        }

        return null;
    }
}
