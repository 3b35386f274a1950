using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Configuration;

/// <summary>
/// The data of App Configuration, <c>https://{store}.azconfig.io</c>: key-values and their locks, with ETags, as its REST API
/// (2023-11-01) answers them. Errors are problem details with the service's own types.
/// </summary>
internal static class ConfigurationDoor
{
    /// <summary>What every store's host ends with.</summary>
    public const string Suffix = "azconfig.io";

    private const string Media = "application/vnd.microsoft.appconfig.kv+json; charset=utf-8";

    /// <summary>Answers one request.</summary>
    public static SimResponse Answer(ArmCall call)
    {
        var host = call.Request.Service.ToLowerInvariant();
        if (call.Request.Header("Authorization") is null)
        {
            return Problem(401, "unauthorized", "Unauthorized", "The request has no valid credential.").With("WWW-Authenticate", "HMAC-SHA256, Bearer");
        }

        if (!ApiVersions.KeyValues.Contains(call.ApiVersion))
        {
            return Problem(400, "invalid-argument", "Unsupported API version", $"The HTTP resource does not support the API version '{call.ApiVersion}'.");
        }

        // A key may hold slashes, which its caller escapes: the path is taken apart before it is unescaped.
        var path = call.Request.Uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var label = call.Query["label"] is { } given && given.Trim('\0').Length > 0 ? given : null;
        return (call.Method, path) switch
        {
            ("GET", ["kv"]) => List(call, host),
            ("GET", ["kv", var key]) => Get(call, host, Uri.UnescapeDataString(key), label),
            ("PUT", ["kv", var key]) => Put(call, host, Uri.UnescapeDataString(key), label),
            ("DELETE", ["kv", var key]) => Delete(call, host, Uri.UnescapeDataString(key), label),
            ("PUT" or "DELETE", ["locks", var key]) => Lock(call, host, Uri.UnescapeDataString(key), label),
            _ => Problem(404, "not-found", "Not found", "The simulated App Configuration has no such route."),
        };
    }

    private static SimResponse List(ArmCall call, string host) => SimResponse.Json(
        200,
        new JsonObject { ["items"] = new JsonArray([.. KeyValues.List(call.Session, host, (call.Query["key"] ?? "*").TrimEnd('*')).Select(one => one.ToJson())]) },
        "application/vnd.microsoft.appconfig.kvset+json; charset=utf-8");

    private static SimResponse Get(ArmCall call, string host, string key, string? label) =>
        KeyValues.Find(call.Session, host, key, label) is { } found ? Shown(found) : new SimResponse(404);

    private static SimResponse Put(ArmCall call, string host, string key, string? label)
    {
        var current = KeyValues.Find(call.Session, host, key, label);
        if (Refused(call, current) is { } refused)
        {
            return refused;
        }

        var body = call.Body();
        return Shown(KeyValues.Put(
            call.Session,
            host,
            new KeyValue(key, label, body["value"]?.ToString(), body["content_type"]?.ToString(), body["tags"]?.DeepClone() as JsonObject ?? [], false, string.Empty, call.Now),
            call.Now));
    }

    private static SimResponse Delete(ArmCall call, string host, string key, string? label)
    {
        var current = KeyValues.Find(call.Session, host, key, label);
        if (current is null)
        {
            return new SimResponse(204);
        }

        if (Refused(call, current) is { } refused)
        {
            return refused;
        }

        KeyValues.Delete(call.Session, host, key, label);
        return Shown(current);
    }

    private static SimResponse Lock(ArmCall call, string host, string key, string? label) =>
        KeyValues.Find(call.Session, host, key, label) is { } found
            ? Shown(KeyValues.Put(call.Session, host, found with { Locked = call.Method == "PUT" }, call.Now))
            : new SimResponse(404);

    private static SimResponse? Refused(ArmCall call, KeyValue? current)
    {
        if (call.Request.Header("If-Match") is { Length: > 0 } match && (current is null || (match.Trim() != "*" && match.Trim().Trim('"') != current.ETag)))
        {
            return new SimResponse(412);
        }

        return current is { Locked: true }
            ? Problem(409, "key-locked", "Modifing key '" + current.Key + "' is not allowed", "The key is read-only. To allow modification unlock it first.", current.Key)
            : null;
    }

    private static SimResponse Shown(KeyValue value) => SimResponse.Json(200, value.ToJson(), Media).With("ETag", $"\"{value.ETag}\"");

    private static SimResponse Problem(int status, string type, string title, string detail, string? name = null) => SimResponse.Json(
        status,
        new JsonObject { ["type"] = $"https://{Suffix}/errors/{type}", ["title"] = title, ["name"] = name, ["detail"] = detail, ["status"] = status },
        "application/problem+json; charset=utf-8");
}
