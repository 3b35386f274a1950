using System.Text.Json.Nodes;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>JSON merge patch (RFC 7396), except that tags are replaced as a whole, as ARM does.</summary>
internal static class JsonMerge
{
    /// <summary>Fields of an envelope that a caller cannot change.</summary>
    private static readonly string[] ReadOnly = ["id", "name", "type", "etag", "systemData"];

    /// <summary>Applies a patch to a resource body in place.</summary>
    public static void Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (!ReadOnly.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                Set(target, name, value, replace: name.Equals("tags", StringComparison.OrdinalIgnoreCase));
            }
        }
    }

    private static void Set(JsonObject target, string name, JsonNode? value, bool replace)
    {
        if (value is null)
        {
            target.Remove(name);
        }
        else if (!replace && value is JsonObject patch && target[name] is JsonObject inner)
        {
            foreach (var (key, child) in patch)
            {
                Set(inner, key, child, replace: false);
            }
        }
        else
        {
            target[name] = value.DeepClone();
        }
    }
}
