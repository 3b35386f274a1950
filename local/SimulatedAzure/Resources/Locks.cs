using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>Microsoft.Authorization/locks at a subscription, a resource group or a resource: kept, and enforced.</summary>
internal static class Locks
{
    /// <summary>The type, in ARM's spelling.</summary>
    public const string Type = "Microsoft.Authorization/locks";

    /// <summary>Stores a lock.</summary>
    public static JsonObject Put(StoreSession session, ArmId scope, string name, string level, string? notes)
    {
        var body = new JsonObject
        {
            ["id"] = $"{scope.Text}/providers/{Type}/{name}",
            ["type"] = Type,
            ["name"] = name,
            ["properties"] = new JsonObject { ["level"] = level, ["notes"] = notes },
        };
        session.Execute("INSERT INTO locks VALUES($0, $1, $2) ON CONFLICT(scope, name) DO UPDATE SET body = excluded.body",
            scope.Key, name.ToLowerInvariant(), body.ToJsonString());
        return body;
    }

    /// <summary>Refuses a write that a lock on the target or around it forbids. CanNotDelete stops DELETE, ReadOnly every write.</summary>
    /// <exception cref="ArmRefusal">409 ScopeLocked.</exception>
    public static void Enforce(ArmCall call, ArmId target)
    {
        foreach (var scope in target.Scopes())
        {
            foreach (var level in At(call.Session, scope).Select(one => one["properties"]!["level"]!.GetValue<string>()))
            {
                if (level == "ReadOnly" || call.Method == "DELETE")
                {
                    var verb = call.Method == "DELETE" ? "delete" : "write";
                    throw new ArmRefusal(409, "ScopeLocked",
                        $"The scope '{target.Text}' cannot perform {verb} operation because following scope(s) are locked: '{scope.Text}'. Please remove the lock and try again.");
                }
            }
        }
    }

    /// <summary>Answers the locks routes of a scope.</summary>
    public static SimResponse Answer(ArmCall call, ArmId scope, IReadOnlyList<string> path)
    {
        ApiVersions.Check(call, Type, ApiVersions.Locks);
        if (path.Count == 0)
        {
            return call.Method == "GET"
                ? SimResponse.Json(200, new JsonObject { ["value"] = new JsonArray([.. InEffect(call.Session, scope)]) })
                : throw ArmRefusal.MethodNotAllowed(call.Method, Type);
        }

        var name = path[0];
        var stored = call.Session.Text("SELECT body FROM locks WHERE scope = $0 AND name = $1", scope.Key, name.ToLowerInvariant());
        switch (call.Method)
        {
            case "GET":
                return SimResponse.Json(200, JsonNode.Parse(stored ?? throw new ArmRefusal(404, "LockNotFound", $"The lock '{name}' could not be found."))!);
            case "PUT":
                var properties = call.Body()["properties"];
                var level = properties?["level"]?.ToString();
                if (level is not ("CanNotDelete" or "ReadOnly"))
                {
                    throw ArmRefusal.InvalidContent($"'properties.level' must be CanNotDelete or ReadOnly, not '{level}'.");
                }

                return SimResponse.Json(stored is null ? 201 : 200, Put(call.Session, scope, name, level, properties!["notes"]?.ToString()));
            case "DELETE":
                call.Session.Execute("DELETE FROM locks WHERE scope = $0 AND name = $1", scope.Key, name.ToLowerInvariant());
                return new SimResponse(stored is null ? 204 : 200);
            default:
                throw ArmRefusal.MethodNotAllowed(call.Method, Type);
        }
    }

    /// <summary>Locks that a scope has or inherits, and those below it: what the real list answers.</summary>
    private static IEnumerable<JsonObject> InEffect(StoreSession session, ArmId scope) =>
        scope.Scopes().SelectMany(one => At(session, one)).Concat(session.Query(
            "SELECT body FROM locks WHERE substr(scope, 1, length($0)) = $0 ORDER BY scope, name",
            row => (JsonObject)JsonNode.Parse(row.GetString(0))!, scope.Key + "/"));

    private static List<JsonObject> At(StoreSession session, ArmId scope) => session.Query(
        "SELECT body FROM locks WHERE scope = $0 ORDER BY name", row => (JsonObject)JsonNode.Parse(row.GetString(0))!, scope.Key);
}
