using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Alerts.Senders;

/// <summary>The sources that may post alerts. What is not listed may not.</summary>
public sealed class SenderCatalog(IEnumerable<Sender> senders)
{
    private readonly Dictionary<string, Sender> _byName = senders.ToDictionary(s => s.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Nobody may post.</summary>
    public static SenderCatalog Empty { get; } = new([]);

    /// <summary>Every source, by name.</summary>
    public IReadOnlyList<Sender> All => [.. _byName.Values.OrderBy(s => s.Name, StringComparer.Ordinal)];

    /// <summary>Reads <c>sources.yaml</c>; null after errors (OPS16nn) were added to the map's bag.</summary>
    public static SenderCatalog? Read(YamlMap root) => SendersReader.Read(root);

    /// <summary>The entry of a source, ignoring case, or null.</summary>
    public Sender? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>What forbids to start anywhere but on one machine.</summary>
    public IEnumerable<string> ProblemsOutsideOneMachine() => All
        .Where(s => s.LocalOnly || s.Authentication.Any(a => a is SourceScheme.None))
        .Select(s => $"sources.yaml: the source '{s.Name}' is localOnly; here it needs a real authentication, or has to be taken out.");

    /// <summary>Sources that nobody can use, since none of their schemes has a key.</summary>
    public IEnumerable<string> Closed(ISourceKeys keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return All.Where(s => s.Authentication.All(a => a.NeedsKeys && keys.Find(s.KeyName(a)).Count == 0)).Select(s => s.Name);
    }
}
