using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Alerts.Sources.Mapped;

/// <summary>Reads all files of <c>sources/</c> together. OPS1702 a name stands twice, OPS1704 nobody may post to it.</summary>
internal static class MappingSet
{
    /// <summary>The mappings by name; those with errors, which are in the bag, are left out.</summary>
    /// <param name="files">Name and text of each file.</param>
    /// <param name="senders">Who may post, or null when that could not be read.</param>
    /// <param name="bag">Receives every problem.</param>
    public static IReadOnlyList<SourceMapping> Read(IEnumerable<(string File, string Text)> files, SenderCatalog? senders, DiagnosticBag bag)
    {
        var found = new SortedDictionary<string, SourceMapping>(StringComparer.Ordinal);
        foreach (var (file, text) in files.OrderBy(f => f.File, StringComparer.Ordinal))
        {
            if (YamlFile.Read(file, text, bag) is not { } root || SourceMapping.Read(root) is not { } mapping)
            {
                continue;
            }

            if (!found.TryAdd(mapping.Name, mapping))
            {
                root.Error("OPS1702", "name", $"Another file describes '{mapping.Name}' already; each source has one.");
            }

            if (senders is not null && senders.Find(mapping.Name) is null)
            {
                root.Error("OPS1704", "name", $"'{mapping.Name}' has no entry in sources.yaml, so nobody could post to it; add one that says how it proves itself.");
            }
        }

        return [.. found.Values];
    }
}
