using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Cli.Rehearsing.Scripts;

/// <summary>Turns the names that a rehearsal uses into ARM ids; a full id stands for itself.</summary>
/// <param name="estate">The estate.</param>
internal sealed class ResourceNames(EstateMap estate)
{
    /// <summary>The id of a resource; OPS1905 when the estate has none of that name.</summary>
    public string Find(YamlMap map, string key, string name)
    {
        if (name.StartsWith('/'))
        {
            return name;
        }

        if (estate.Ids.TryGetValue(name, out var id))
        {
            return id;
        }

        if (name.Length > 0)
        {
            map.Error("OPS1905", key, $"The estate has no resource '{name}'; it has {string.Join(", ", estate.Ids.Keys.Order(StringComparer.Ordinal))}.");
        }

        return name;
    }

    /// <summary>The id of the resource that a key names; OPS1004 when the key is absent.</summary>
    public string Required(YamlMap map, string key) => Find(map, key, map.RequiredString(key));

    /// <summary>The id of the resource that a key names, or null when the key is absent.</summary>
    public string? Optional(YamlMap map, string key) => map.String(key) is { } name ? Find(map, key, name) : null;

    /// <summary>The id of a resource by its bare name, or null.</summary>
    public string? Id(string name) => estate.Ids.GetValueOrDefault(name);
}
