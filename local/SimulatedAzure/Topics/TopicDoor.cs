using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Topics;

/// <summary>The publish endpoint of a topic: checks as the real one, stores, then answers 200.</summary>
internal static class TopicDoor
{
    /// <summary>Largest request, 1 MB (Azure docs, "Event Grid quotas and limits").</summary>
    private const int MaximumBytes = 1_048_576;

    /// <summary>Answers one request.</summary>
    public static SimResponse Answer(StoreSession session, SimRequest request, SimulatedTopic topic, DateTimeOffset now)
    {
        if (!request.Uri.AbsolutePath.Equals("/api/events", StringComparison.OrdinalIgnoreCase) || request.Method != "POST")
        {
            return Refuse(404, "NotFound", "The topic accepts POST /api/events only.");
        }

        if (!IsAllowed(request, topic.Key))
        {
            return Refuse(401, "Unauthorized",
                "Request must contain one of the following authorization signature: aeg-sas-token, aeg-sas-key, or a bearer token.");
        }

        if (request.Body.Length > MaximumBytes)
        {
            return Refuse(413, "RequestEntityTooLarge", $"The maximum size ({MaximumBytes}) has been exceeded.");
        }

        if (topic.Options.InputSchema == EventSchema.CloudEvents && request.MediaType == CloudEventBatch.MediaType && CloudEventBatch.TryRead(request.Body) is { } batch)
        {
            TopicStore.Publish(session, topic.Options, batch, now);
            return Thanks();
        }

        var (events, problem) = EventReader.Read(request, topic.Options.InputSchema, topic.ResourceId);
        if (problem is not null)
        {
            return Refuse(400, "BadRequest", problem);
        }

        TopicStore.Publish(session, topic.Options, events.Select(one => (EventReader.TypeOf(one), one.ToJsonString())), now);
        return Thanks();
    }

    private static SimResponse Thanks() => SimResponse.Json(200, new JsonArray());

    private static bool IsAllowed(SimRequest request, string key)
    {
        if (request.Header("Authorization") is { } authorization)
        {
            return authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && authorization.Length > 7;
        }

        return request.Header("aeg-sas-key") is { } given
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(key));
    }

    private static SimResponse Refuse(int status, string code, string message)
    {
        var body = ArmRefusal.Body(code, message);
        if (status == 400)
        {
            body["error"]!["details"] = new JsonArray(new JsonObject { ["code"] = "InputJsonInvalid", ["message"] = message });
        }

        return SimResponse.Json(status, body);
    }
}
