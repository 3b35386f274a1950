using System.Text;
using System.Text.Json.Nodes;

namespace OpsAutomation.SimulatedAzure.Transport;

/// <summary>An answer: status, headers, body.</summary>
internal sealed class SimResponse(int status)
{
    /// <summary>HTTP status code.</summary>
    public int Status { get; } = status;

    /// <summary>Headers without content headers.</summary>
    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Body; empty when there is none.</summary>
    public byte[] Body { get; private init; } = [];

    /// <summary>Content type, when there is a body.</summary>
    public string ContentType { get; private init; } = "application/json; charset=utf-8";

    /// <summary>An answer with a JSON body.</summary>
    public static SimResponse Json(int status, JsonNode body, string contentType = "application/json; charset=utf-8") =>
        new(status) { Body = Encoding.UTF8.GetBytes(body.ToJsonString()), ContentType = contentType };

    /// <summary>An answer with a plain text body.</summary>
    public static SimResponse Text(int status, string body) =>
        new(status) { Body = Encoding.UTF8.GetBytes(body), ContentType = "text/plain; charset=utf-8" };

    /// <summary>Adds a header and returns the answer.</summary>
    public SimResponse With(string name, string value)
    {
        Headers[name] = value;
        return this;
    }
}
