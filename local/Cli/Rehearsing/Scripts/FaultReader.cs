using System.Text.Json.Nodes;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Cli.Rehearsing.Scripts;

/// <summary>Reads a fault: the fields of <c>/_sim/faults</c>, with resources by name and a word for the usual routes.</summary>
/// <param name="names">The resources of the estate.</param>
internal sealed class FaultReader(ResourceNames names)
{
    private static readonly string[] Effects = ["status", "delay", "dropAfterEffect", "staleMinutes", "failOperation"];

    private enum Reads
    {
        Metrics,
    }

    /// <summary>Reads it; OPS1914 when it would do nothing.</summary>
    public JsonObject Read(YamlMap map)
    {
        var fault = new JsonObject();
        void Put(string key, JsonNode? value)
        {
            if (value is not null)
            {
                fault[key] = value;
            }
        }

        Put("method", map.String("method"));
        Put("route", map.Enum<Reads>("reads") is not null ? "*/providers/microsoft.insights/metrics" : map.String("route"));
        Put("resource", names.Optional(map, "of"));
        Put("status", map.Int("status", 400, 599));
        Put("retryAfter", map.Int("retryAfter", 0, 86_400));
        Put("code", map.String("code"));
        Put("delay", map.Number("delay"));
        Put("dropAfterEffect", map.Bool("dropAfterEffect"));
        Put("staleMinutes", map.Int("staleMinutes", 1, 44_640));
        Put("count", map.Int("count", 1, int.MaxValue));
        Put("probability", map.Number("probability"));
        if (map.Map("failOperation") is { } failure)
        {
            fault["failOperation"] = new JsonObject { ["code"] = failure.RequiredString("code"), ["message"] = failure.RequiredString("message") };
            failure.Done();
        }

        if (!Effects.Any(map.Has))
        {
            map.Bag.Error("OPS1914", $"A fault needs one of {string.Join(", ", Effects)}.", map.File, map.Start);
        }

        map.Done();
        return fault;
    }
}
