using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Topics;

/// <summary>Reads a publish request in the topic's input schema. All or nothing: one bad event refuses the request, as the real topic does.</summary>
internal static class EventReader
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    private static readonly string[] CloudRequired = ["id", "source", "type", "specversion"];

    private static readonly string[] GridRequired = ["id", "subject", "eventType", "eventTime", "dataVersion"];

    /// <summary>The events, or the problem.</summary>
    public static (IReadOnlyList<JsonObject> Events, string? Problem) Read(SimRequest request, EventSchema schema, string topicId)
    {
        if (schema == EventSchema.CloudEvents && request.Header("ce-specversion") is not null)
        {
            return CheckCloud([CloudEventBinary.Read(request)]);
        }

        JsonNode? root;
        try
        {
            root = JsonNode.Parse(request.Body, null, Strict);
        }
        catch (JsonException e)
        {
            return ([], $"The JSON received is not valid: {e.Message}");
        }

        return schema == EventSchema.EventGrid ? Grid(root, topicId) : Cloud(root, request.MediaType);
    }

    /// <summary>Type of an event of either schema.</summary>
    public static string TypeOf(JsonObject one) => (one["type"] ?? one["eventType"])!.GetValue<string>();

    private static (IReadOnlyList<JsonObject> Events, string? Problem) Cloud(JsonNode? root, string mediaType) => (mediaType, root) switch
    {
        ("application/cloudevents-batch+json", JsonArray batch) => CheckCloud([.. batch]),
        ("application/cloudevents+json", JsonObject single) => CheckCloud([single]),
        ("application/cloudevents-batch+json", _) => ([], Expected("CloudEvent", "StartArray", root)),
        ("application/cloudevents+json", _) => ([], Expected("CloudEvent", "StartObject", root)),
        _ => ([], "This resource is configured to receive event in 'CloudEventV10' schema. The content type must be application/cloudevents+json or "
            + $"application/cloudevents-batch+json, or the ce- headers must be set; it was '{mediaType}'."),
    };

    private static (IReadOnlyList<JsonObject> Events, string? Problem) CheckCloud(IReadOnlyList<JsonNode?> nodes)
    {
        var (events, problem) = Check(nodes, CloudRequired, "CloudEventV10");
        return problem is null && events.Any(one => one["specversion"]!.GetValue<string>() != "1.0")
            ? ([], "The attribute 'specversion' must be '1.0'.")
            : (events, problem);
    }

    private static (IReadOnlyList<JsonObject> Events, string? Problem) Grid(JsonNode? root, string topicId)
    {
        if (root is not JsonArray array)
        {
            return ([], Expected("EventGridEvent", "StartArray", root));
        }

        var (events, problem) = Check([.. array], GridRequired, "EventGridEvent");
        if (problem is null && events.Any(one => !Times.TryRead(one["eventTime"]!.GetValue<string>(), out _)))
        {
            return ([], "The property 'eventTime' must be an ISO 8601 time.");
        }

        foreach (var one in events)
        {
            one["topic"] = topicId;
            one["metadataVersion"] = "1";
        }

        return (events, problem);
    }

    private static (IReadOnlyList<JsonObject> Events, string? Problem) Check(IReadOnlyList<JsonNode?> nodes, string[] required, string schema)
    {
        var events = new List<JsonObject>();
        for (var i = 0; i < nodes.Count; i++)
        {
            if (nodes[i] is not JsonObject one)
            {
                return ([], Expected(schema, "StartObject", nodes[i]));
            }

            var missing = required.Where(name => !(one[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0)).ToList();
            if (missing.Count > 0)
            {
                return ([], $"This resource is configured to receive event in '{schema}' schema. Event {i} has no value for: {string.Join(", ", missing)}.");
            }

            events.Add(one);
        }

        return events.Count == 0 ? ([], "The request holds no event.") : (events, null);
    }

    private static string Expected(string schema, string token, JsonNode? actual) =>
        $"This resource is configured to receive event in '{schema}' schema. The JSON received does not conform to the expected schema. "
        + $"Token Expected: {token}, Actual Token Received: {actual switch { JsonArray => "StartArray", JsonObject => "StartObject", null => "Null", _ => "Value" }}.";
}
