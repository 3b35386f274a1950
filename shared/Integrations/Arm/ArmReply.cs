using System.Text.Json.Nodes;
using Azure;

namespace OpsAutomation.Integrations.Arm;

/// <summary>An answer of Azure Resource Manager that is no refusal.</summary>
/// <param name="Status">HTTP status below 400.</param>
/// <param name="Body">The body where it is a JSON object, or null.</param>
/// <param name="RetryAfter">How long to wait before looking again, or null.</param>
/// <param name="StatusUrl">Where the operation is followed: Azure-AsyncOperation, else Location of a 202; null when it is finished.</param>
/// <param name="RequestId">Azure's <c>x-ms-request-id</c>, or null.</param>
/// <param name="ETag">Version of the resource, from the header or the body; null where it has none.</param>
public sealed record ArmReply(int Status, JsonObject? Body, TimeSpan? RetryAfter, string? StatusUrl, string? RequestId, string? ETag)
{
    /// <summary>Reads what matters of an SDK response.</summary>
    public static ArmReply Of(Response response, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(response);
        var headers = response.Headers;
        var body = Json(response);
        var etag = headers.TryGetValue("ETag", out var header) ? header : body?["etag"]?.ToString();
        return new ArmReply(
            response.Status,
            body,
            Http.RetryAfter.Read(headers.TryGetValue("Retry-After", out var wait) ? wait : null, now),
            headers.TryGetValue("Azure-AsyncOperation", out var status) ? status
                : response.Status == 202 && headers.TryGetValue("Location", out var location) ? location : null,
            headers.TryGetValue("x-ms-request-id", out var id) ? id : null,
            etag);
    }

    private static JsonObject? Json(Response response)
    {
        try
        {
            return response.Content.ToMemory().IsEmpty ? null : JsonNode.Parse(response.Content.ToMemory().Span) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            // A body that is no JSON says nothing; its reader finds the fields absent and calls that unknown.
            return null;
        }
    }
}
