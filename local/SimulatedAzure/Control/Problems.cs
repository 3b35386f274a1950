using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Control;

/// <summary>Problem details (RFC 9457), the error shape of the simulation's own routes.</summary>
internal static class Problems
{
    /// <summary>One problem.</summary>
    public static SimResponse Of(int status, string title, string detail, params IEnumerable<string> errors)
    {
        var body = new JsonObject { ["type"] = "about:blank", ["title"] = title, ["status"] = status, ["detail"] = detail };
        if (errors.Select(error => (JsonNode?)error).ToArray() is { Length: > 0 } list)
        {
            body["errors"] = new JsonArray(list);
        }

        return SimResponse.Json(status, body, "application/problem+json");
    }
}
