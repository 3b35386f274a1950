using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Classification;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Loading;
using OpsAutomation.Core.Services;
using YamlDotNet.Core;

namespace OpsAutomation.Core.Catalog;

/// <summary>Reads a catalogue folder. Whatever is wrong in it is told at once, with file, line and column.</summary>
public static class CatalogLoader
{
    /// <summary>Reads the folder.</summary>
    /// <param name="directory">The folder, with <c>services.yaml</c>, <c>classification.yaml</c>, <c>routing.yaml</c>, <c>guardrails.yaml</c> and <c>playbooks/</c>.</param>
    /// <param name="actions">The actions that playbooks may use.</param>
    /// <returns>The catalogue, or null when any diagnostic is an error; and every diagnostic.</returns>
    public static (OpsCatalog? Catalog, IReadOnlyList<Diagnostic> Diagnostics) Load(string directory, IReadOnlyCollection<ActionDescriptor> actions)
    {
        var bag = new DiagnosticBag();
        if (!Directory.Exists(directory))
        {
            bag.Error("OPS1000", $"There is no catalogue folder at {directory}.", directory, new Mark(0, 1, 1));
            return (null, bag.All);
        }

        var services = Read(directory, "services.yaml", bag, ServiceCatalog.Read);
        var classification = Read(directory, "classification.yaml", bag, ClassificationRules.Read);
        var routing = Read(directory, "routing.yaml", bag, RoutingReader.Read);
        var guardrails = Read(directory, "guardrails.yaml", bag, GuardrailReader.Read);
        var playbooks = Playbooks(directory, actions, bag);
        return bag.HasErrors || services is null || classification is null || routing is null || guardrails is null
            ? (null, bag.All)
            : (new OpsCatalog(playbooks, services, classification, routing, guardrails), bag.All);
    }

    private static T? Read<T>(string directory, string file, DiagnosticBag bag, Func<YamlMap, T?> read)
        where T : class
    {
        var path = Path.Combine(directory, file);
        if (!File.Exists(path))
        {
            bag.Error("OPS1000", $"The catalogue needs a file {file}.", file, new Mark(0, 1, 1));
            return null;
        }

        return YamlFile.Read(file, File.ReadAllText(path), bag) is { } root ? read(root) : null;
    }

    private static List<Playbook> Playbooks(string directory, IReadOnlyCollection<ActionDescriptor> actions, DiagnosticBag bag)
    {
        var playbooks = new List<Playbook>();
        var folder = Path.Combine(directory, "playbooks");
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.yaml") : [];
        foreach (var path in files.Order(StringComparer.Ordinal))
        {
            var name = $"playbooks/{Path.GetFileName(path)}";
            if (YamlFile.Read(name, File.ReadAllText(path), bag) is not { } root || PlaybookReader.Read(root, actions) is not { } playbook)
            {
                continue;
            }

            if (playbooks.Exists(p => p.Name == playbook.Name))
            {
                bag.Error("OPS1009", $"Another playbook is called '{playbook.Name}'.", name, root.Start);
            }

            playbooks.Add(playbook);
        }

        return playbooks;
    }
}
