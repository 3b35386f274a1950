using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.Graph;

/// <summary>Objects of the tenant in the file: applications and users, as Microsoft Graph shows them.</summary>
internal static class TenantObjects
{
    /// <summary>Kind of an application.</summary>
    public const string Applications = "applications";

    /// <summary>Kind of a user.</summary>
    public const string Users = "users";

    /// <summary>Stores an object.</summary>
    public static void Put(StoreSession session, string kind, JsonObject body) => session.Execute(
        "INSERT INTO directory VALUES($0, $1, $2) ON CONFLICT(kind, id) DO UPDATE SET body = excluded.body",
        kind, body["id"]!.GetValue<string>().ToLowerInvariant(), body.ToJsonString());

    /// <summary>Removes an object.</summary>
    public static void Remove(StoreSession session, string kind, string id) =>
        session.Execute("DELETE FROM directory WHERE kind = $0 AND id = $1", kind, id.ToLowerInvariant());

    /// <summary>An object by its object id, or null.</summary>
    public static JsonObject? Find(StoreSession session, string kind, string id) =>
        session.Text("SELECT body FROM directory WHERE kind = $0 AND id = $1", kind, id.ToLowerInvariant()) is { } text ? (JsonObject)JsonNode.Parse(text)! : null;

    /// <summary>All objects of a kind, by id.</summary>
    public static List<JsonObject> All(StoreSession session, string kind) => session.Query(
        "SELECT body FROM directory WHERE kind = $0 ORDER BY id", row => (JsonObject)JsonNode.Parse(row.GetString(0))!, kind);
}
