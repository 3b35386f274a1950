using System.Text.Json.Nodes;

namespace OpsAutomation.SimulatedAzure.Topics;

/// <summary>Brings a stored event into the delivery schema.</summary>
internal static class EventMapper
{
    /// <summary>The event as the subscriber wants it. Event Grid events become CloudEvents as Event Grid maps them.</summary>
    public static JsonObject To(EventSchema schema, string stored)
    {
        var one = (JsonObject)JsonNode.Parse(stored)!;
        if (schema == EventSchema.EventGrid || one.ContainsKey("specversion"))
        {
            return one;
        }

        return new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = one["id"]!.DeepClone(),
            ["source"] = one["topic"]!.DeepClone(),
            ["type"] = one["eventType"]!.DeepClone(),
            ["subject"] = one["subject"]!.DeepClone(),
            ["time"] = one["eventTime"]!.DeepClone(),
            ["data"] = one["data"]?.DeepClone(),
        };
    }
}
