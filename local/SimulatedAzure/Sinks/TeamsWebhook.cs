using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Sinks;

/// <summary>A Teams incoming webhook of the Workflows app: takes a message with Adaptive Cards, answers 202, or 400 with the reason.</summary>
internal static class TeamsWebhook
{
    /// <summary>Largest message, 28 KB (Microsoft Teams docs, "Create an Incoming Webhook": message size limit).</summary>
    private const int MaximumBytes = 28 * 1024;

    /// <summary>Answers one message.</summary>
    /// <returns>The answer, and the message to keep when it was accepted.</returns>
    public static (SimResponse Answer, JsonObject? Message) Receive(SimRequest request)
    {
        if (request.Method != "POST")
        {
            return (Refuse(405, "MethodNotAllowed", "The webhook accepts POST only."), null);
        }

        if (request.MediaType is not "application/json")
        {
            return (Refuse(400, "InvalidContentType", $"The content type must be application/json, not '{request.MediaType}'."), null);
        }

        if (request.Body.Length > MaximumBytes)
        {
            return (Refuse(400, "RequestEntityTooLarge", $"The message has {request.Body.Length} bytes; at most {MaximumBytes} are accepted."), null);
        }

        JsonNode? root;
        try
        {
            root = JsonNode.Parse(request.Body, null, new JsonDocumentOptions { MaxDepth = 64, AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            return (Refuse(400, "InvalidRequestContent", $"The message is not valid JSON: {e.Message}"), null);
        }

        var problem = Problem(root);
        return problem is null ? (new SimResponse(202), (JsonObject)root!) : (Refuse(400, "InvalidMessage", problem), null);
    }

    private static string? Problem(JsonNode? root)
    {
        if (root is not JsonObject message)
        {
            return "The message must be a JSON object.";
        }

        if (Text(message["type"]) != "message")
        {
            return "'type' must be \"message\".";
        }

        if (message["attachments"] is not JsonArray { Count: > 0 } attachments)
        {
            return "'attachments' must be an array with at least one card.";
        }

        for (var i = 0; i < attachments.Count; i++)
        {
            if (attachments[i] is not JsonObject attachment || Text(attachment["contentType"]) != "application/vnd.microsoft.card.adaptive")
            {
                return $"'attachments[{i}].contentType' must be \"application/vnd.microsoft.card.adaptive\".";
            }

            if (attachment["content"] is not JsonObject card || Text(card["type"]) != "AdaptiveCard" || Text(card["version"]) is null)
            {
                return $"'attachments[{i}].content' must be an AdaptiveCard with a version.";
            }
        }

        return null;
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static SimResponse Refuse(int status, string code, string message) =>
        SimResponse.Json(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } });
}
