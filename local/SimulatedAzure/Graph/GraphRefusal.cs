using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Graph;

/// <summary>A request that Microsoft Graph refuses, in its own error shape.</summary>
internal sealed class GraphRefusal(int status, string code, string message) : Exception(message)
{
    /// <summary>The answer that tells it.</summary>
    public SimResponse ToResponse(ArmCall call) => SimResponse.Json(status, new JsonObject
    {
        ["error"] = new JsonObject
        {
            ["code"] = code,
            ["message"] = Message,
            ["innerError"] = new JsonObject
            {
                ["date"] = Times.WireSeconds(call.Now).TrimEnd('Z'),
                ["request-id"] = call.RequestId.ToString(),
                ["client-request-id"] = call.CorrelationId,
            },
        },
    });

    /// <summary>404: there is no such object (Graph's wording).</summary>
    public static GraphRefusal NotFound(string id) => new(
        404, "Request_ResourceNotFound", $"Resource '{id}' does not exist or one of its queried reference-property objects are not present.");

    /// <summary>400: the body cannot be used.</summary>
    public static GraphRefusal Bad(string why) => new(400, "Request_BadRequest", why);

    /// <summary>405: the path is known, the method is not.</summary>
    public static GraphRefusal Method() => new(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.");
}
