using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Topics;

/// <summary>CloudEvents 1.0 in binary content mode: attributes in <c>ce-</c> headers, data as the body (HTTP protocol binding, section 3.1).</summary>
internal static class CloudEventBinary
{
    /// <summary>The same event in structured form.</summary>
    public static JsonObject Read(SimRequest request)
    {
        var result = new JsonObject();
        foreach (var (name, value) in request.Headers.Where(header => header.Key.StartsWith("ce-", StringComparison.OrdinalIgnoreCase)))
        {
            result[name[3..].ToLowerInvariant()] = Uri.UnescapeDataString(value);
        }

        if (request.Body.Length == 0)
        {
            return result;
        }

        result["datacontenttype"] = request.Header("Content-Type");
        if (request.MediaType is "application/json" or "text/json" || request.MediaType.EndsWith("+json", StringComparison.Ordinal))
        {
            try
            {
                result["data"] = JsonNode.Parse(request.Body, null, new JsonDocumentOptions { MaxDepth = 64, AllowDuplicateProperties = false });
                return result;
            }
            catch (JsonException)
            {
                // Data that is not the JSON it claims to be still travels, as bytes.
            }
        }

        result["data_base64"] = Convert.ToBase64String(request.Body);
        return result;
    }
}
