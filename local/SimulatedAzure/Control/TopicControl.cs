using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Topics;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Control;

/// <summary>
/// Raises events as Azure's own services do: in CloudEvents or in Event Grid's schema, whatever the topic's door takes, and
/// with the source or topic that the event names.
/// </summary>
internal static class TopicControl
{
    private static readonly string[] CloudRequired = ["id", "source", "type"];
    private static readonly string[] GridRequired = ["id", "topic", "subject", "eventType", "eventTime"];

    /// <summary>Queues one event or an array of them; all or nothing.</summary>
    public static SimResponse Raise(StoreSession session, SimRequest request, SimulatedTopic topic, DateTimeOffset now)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(request.Body, null, new JsonDocumentOptions { MaxDepth = 64, AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            return Problems.Of(400, "Not valid", $"The body is not valid JSON: {e.Message}");
        }

        IReadOnlyList<JsonNode?> events = root is JsonArray array ? [.. array] : [root];
        var errors = events.SelectMany((one, index) => Errors(one, index)).ToList();
        if (errors.Count > 0 || events.Count == 0)
        {
            return Problems.Of(400, "Not valid", errors.Count > 0 ? string.Join("; ", errors) : "the body holds no event");
        }

        TopicStore.Publish(session, topic.Options, events.Cast<JsonObject>().Select(one => (EventReader.TypeOf(one), one.ToJsonString())), now);
        return SimResponse.Json(202, new JsonObject { ["queued"] = events.Count });
    }

    private static IEnumerable<string> Errors(JsonNode? node, int index)
    {
        if (node is not JsonObject one)
        {
            return [$"event {index} is not an object"];
        }

        var isCloud = one.ContainsKey("specversion");
        var missing = (isCloud ? CloudRequired : GridRequired).Where(name => !(one[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0));
        return missing.Select(name => $"event {index} has no text '{name}'")
            .Concat(!isCloud && one["eventTime"] is JsonValue time && time.TryGetValue<string>(out var at) && !Times.TryRead(at, out _) ? [$"event {index} has an 'eventTime' that is no ISO 8601 time"] : []);
    }
}
