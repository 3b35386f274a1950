using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Arm;

/// <summary>One ARM request inside its transaction.</summary>
/// <param name="Request">The request.</param>
/// <param name="Session">The open transaction.</param>
/// <param name="Now">The simulation's time.</param>
/// <param name="AsOf">The time that reads answer for: earlier than <paramref name="Now"/> under a stale-reads fault.</param>
/// <param name="Principal">Who asks.</param>
/// <param name="RequestId">x-ms-request-id of the answer.</param>
/// <param name="CorrelationId">x-ms-correlation-request-id of the answer.</param>
/// <param name="FailOperation">A fault's error for the long-running operation that this request starts, or null.</param>
internal sealed record ArmCall(
    SimRequest Request, StoreSession Session, DateTimeOffset Now, DateTimeOffset AsOf, string Principal, Guid RequestId, string CorrelationId,
    JsonObject? FailOperation)
{
    private const int MaximumDepth = 64;

    /// <summary>Query parameters.</summary>
    public Query Query { get; } = new(Request.Uri);

    /// <summary>The api-version that was asked for.</summary>
    public string ApiVersion => Query["api-version"] ?? "";

    /// <summary>HTTP method.</summary>
    public string Method => Request.Method;

    /// <summary>True for methods that change something.</summary>
    public bool IsWrite => Method is "PUT" or "PATCH" or "DELETE" or "POST";

    /// <summary>The body as a JSON object.</summary>
    /// <exception cref="ArmRefusal">InvalidRequestContent: empty, not JSON, not an object, duplicated keys, too deep.</exception>
    public JsonObject Body()
    {
        if (Request.Body.Length == 0)
        {
            throw ArmRefusal.InvalidContent("The request body is empty.");
        }

        try
        {
            var node = JsonNode.Parse(Request.Body, null, new JsonDocumentOptions { MaxDepth = MaximumDepth, AllowDuplicateProperties = false });
            return node as JsonObject ?? throw ArmRefusal.InvalidContent("The request body is not a JSON object.");
        }
        catch (JsonException e)
        {
            throw ArmRefusal.InvalidContent(e.Message);
        }
    }

    /// <summary>Absolute address of a path of this service, at the origin that the caller used.</summary>
    public string Link(string pathAndQuery) => Request.Uri.GetLeftPart(UriPartial.Authority) + pathAndQuery;
}
