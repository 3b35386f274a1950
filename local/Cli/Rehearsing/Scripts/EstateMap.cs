using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Guardrails;

namespace OpsAutomation.Cli.Rehearsing.Scripts;

/// <summary>The resources of an estate by name, and which of them the estate protects.</summary>
/// <param name="Ids">ARM id by name of the resource.</param>
/// <param name="Protected">Lower-case ids of what carries a tag that protects, or a lock, or lies in a group that does.</param>
internal sealed record EstateMap(IReadOnlyDictionary<string, string> Ids, IReadOnlySet<string> Protected)
{
    /// <summary>An estate without resources.</summary>
    public static EstateMap Empty { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));

    /// <summary>Reads an estate's file. What is wrong with it is for the simulated Azure to say.</summary>
    /// <param name="text">Its content.</param>
    /// <param name="guardrails">What protects.</param>
    public static EstateMap Read(string text, GuardrailSettings guardrails)
    {
        if (YamlFile.Read("estate", text, new DiagnosticBag()) is not { } root)
        {
            return Empty;
        }

        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        var guarded = new HashSet<string>(StringComparer.Ordinal);
        foreach (var subscription in root.Maps("subscriptions"))
        {
            foreach (var group in subscription.Maps("resourceGroups"))
            {
                foreach (var resource in group.Maps("resources"))
                {
                    var name = resource.String("name") ?? string.Empty;
                    var id = $"/subscriptions/{subscription.String("id")}/resourceGroups/{group.String("name")}/providers/{resource.String("type")}/{name}";
                    ids[name] = id;
                    if (Guards(resource, guardrails) || Guards(group, guardrails))
                    {
                        guarded.Add(id.ToLowerInvariant());
                    }
                }
            }
        }

        return new EstateMap(ids, guarded);
    }

    private static bool Guards(YamlMap what, GuardrailSettings guardrails) =>
        what.Maps("locks").Count > 0 || guardrails.ProtectedBy(what.Pairs("tags")) is not null;
}
