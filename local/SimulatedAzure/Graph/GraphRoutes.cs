using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Graph;

/// <summary>
/// Answers <c>graph.microsoft.com/v1.0</c>: applications with their passwords, users with their sessions. Paths and bodies as
/// in the reference of Microsoft Graph v1.0 (application: addPassword, removePassword; user: revokeSignInSessions).
/// </summary>
internal static class GraphRoutes
{
    /// <summary>The host.</summary>
    public const string Host = "graph.microsoft.com";

    private const string Context = "https://graph.microsoft.com/v1.0/$metadata#";

    /// <summary>Answers one request inside its transaction.</summary>
    public static SimResponse Answer(ArmCall call)
    {
        try
        {
            if (call.Request.Header("Authorization") is null)
            {
                throw new GraphRefusal(401, "InvalidAuthenticationToken", "Access token is empty.");
            }

            var path = call.Request.Uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
            return Route(call, path).With("request-id", call.RequestId.ToString()).With("client-request-id", call.CorrelationId);
        }
        catch (GraphRefusal refusal)
        {
            return refusal.ToResponse(call).With("request-id", call.RequestId.ToString());
        }
        catch (ArmRefusal refusal)
        {
            // Only of reading the body.
            return GraphRefusal.Bad(refusal.Message).ToResponse(call);
        }
    }

    private static SimResponse Route(ArmCall call, string[] path) => path switch
    {
        ["v1.0", TenantObjects.Applications or TenantObjects.Users] when call.Method == "GET" => List(call, path[1]),
        ["v1.0", TenantObjects.Applications or TenantObjects.Users, var id] when call.Method == "GET" => Show(call, path[1], id),
        ["v1.0", TenantObjects.Applications or TenantObjects.Users, var id] when call.Method == "DELETE" => Delete(call, path[1], id),
        ["v1.0", TenantObjects.Applications, var id, "addPassword"] when call.Method == "POST" => Passwords.Add(call, Require(call, TenantObjects.Applications, id)),
        ["v1.0", TenantObjects.Applications, var id, "removePassword"] when call.Method == "POST" => Passwords.Remove(call, Require(call, TenantObjects.Applications, id)),
        ["v1.0", TenantObjects.Users, var id, "revokeSignInSessions"] when call.Method == "POST" => Revoke(call, Require(call, TenantObjects.Users, id)),
        ["v1.0", TenantObjects.Applications or TenantObjects.Users, ..] => throw GraphRefusal.Method(),
        _ => throw GraphRefusal.Bad($"Resource not found for the segment '{(path.Length > 1 ? path[1] : string.Join('/', path))}'."),
    };

    private static SimResponse List(ArmCall call, string kind) => SimResponse.Json(200, new JsonObject
    {
        ["@odata.context"] = Context + kind,
        ["value"] = new JsonArray([.. TenantObjects.All(call.Session, kind)]),
    });

    private static SimResponse Show(ArmCall call, string kind, string id)
    {
        var body = new JsonObject { ["@odata.context"] = $"{Context}{kind}/$entity" };
        var wanted = call.Query["$select"]?.Split(',');
        foreach (var (name, value) in Require(call, kind, id).Where(p => wanted is null || wanted.Contains(p.Key, StringComparer.Ordinal)))
        {
            body[name] = value?.DeepClone();
        }

        return SimResponse.Json(200, body);
    }

    private static SimResponse Delete(ArmCall call, string kind, string id)
    {
        TenantObjects.Remove(call.Session, kind, Require(call, kind, id)["id"]!.GetValue<string>());
        return new SimResponse(204);
    }

    private static SimResponse Revoke(ArmCall call, JsonObject user)
    {
        user["signInSessionsValidFromDateTime"] = Times.WireSeconds(call.Now);
        TenantObjects.Put(call.Session, TenantObjects.Users, user);
        return SimResponse.Json(200, new JsonObject { ["@odata.context"] = Context + "Edm.Boolean", ["value"] = true });
    }

    private static JsonObject Require(ArmCall call, string kind, string id) =>
        TenantObjects.Find(call.Session, kind, id)
        ?? (kind == TenantObjects.Users ? TenantObjects.All(call.Session, kind).Find(u => id.Equals(u["userPrincipalName"]?.ToString(), StringComparison.OrdinalIgnoreCase)) : null)
        ?? throw GraphRefusal.NotFound(id);
}
