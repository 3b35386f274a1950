using System.Globalization;
using System.Text.Json.Nodes;
using OpsAutomation.Cli.Rehearsing.Scripts;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Cli.Rehearsing.Performing;

/// <summary>Compares facts of a journal, and values in JSON, with what a rehearsal says of them.</summary>
internal static class FactMatching
{
    /// <summary>How many facts match, those of an expiry among them.</summary>
    public static int Count(IncidentFile file, FactMatch wanted) => file.Facts
        .SelectMany(f => f is Fact.Expiry expiry ? new[] { f, expiry.What } : [f])
        .Select(f => (JsonObject)JsonNode.Parse(OpsJson.Write(f))!)
        .Count(f => (string?)f["kind"] == wanted.Kind && wanted.With.All(w => Is(Find(f, w.Key), w.Value)));

    /// <summary>The value at a way such as <c>sku.capacity</c>, or null.</summary>
    public static JsonNode? Find(JsonNode? root, string way)
    {
        foreach (var word in way.Split('.'))
        {
            root = root switch
            {
                JsonObject map => map.FirstOrDefault(p => p.Key.Equals(word, StringComparison.OrdinalIgnoreCase)).Value,
                JsonArray list when int.TryParse(word, CultureInfo.InvariantCulture, out var index) && index < list.Count => list[index],
                _ => null,
            };
        }

        return root;
    }

    /// <summary>Whether a value is as it is written; <c>&lt;80</c> and <c>&gt;5</c> compare numbers.</summary>
    public static bool Is(JsonNode? value, string wanted)
    {
        var text = value?.ToString() ?? string.Empty;
        if (wanted.Length > 1 && wanted[0] is '<' or '>' && Number(wanted[1..]) is { } bound)
        {
            return Number(text) is { } number && (wanted[0] == '<' ? number < bound : number > bound);
        }

        return text.Equals(wanted, StringComparison.OrdinalIgnoreCase) || (value is JsonArray list && list.Any(item => Is(item, wanted)));
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
