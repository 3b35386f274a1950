using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.Arm;

/// <summary>Subscriptions and resource groups in the file.</summary>
internal static class Scopes
{
    /// <summary>Stores a subscription or resource group.</summary>
    public static void Put(StoreSession session, ArmId id, JsonObject body) => session.Execute(
        "INSERT INTO scopes VALUES($0, $1) ON CONFLICT(id) DO UPDATE SET body = excluded.body", id.Key, body.ToJsonString());

    /// <summary>One of them, or null.</summary>
    public static JsonObject? Find(StoreSession session, ArmId id) =>
        session.Text("SELECT body FROM scopes WHERE id = $0", id.Key) is { } body ? (JsonObject)JsonNode.Parse(body)! : null;

    /// <summary>All subscriptions, or all resource groups of one.</summary>
    public static List<JsonObject> List(StoreSession session, string? subscription) => session.Query(
        "SELECT body FROM scopes WHERE (length($0) = 0 AND id NOT LIKE '%/resourcegroups/%') OR (length($0) > 0 AND substr(id, 1, length($0)) = $0) ORDER BY id",
        row => (JsonObject)JsonNode.Parse(row.GetString(0))!, subscription is null ? "" : $"/subscriptions/{subscription}/resourcegroups/".ToLowerInvariant());

    /// <summary>Checks that the subscription and the group of an id are there.</summary>
    /// <exception cref="ArmRefusal">SubscriptionNotFound or ResourceGroupNotFound.</exception>
    public static void Require(StoreSession session, ArmId id)
    {
        if (Find(session, new ArmId(id.Subscription, null, null, null)) is null)
        {
            throw new ArmRefusal(404, "SubscriptionNotFound", $"The subscription '{id.Subscription}' could not be found.");
        }

        if (id.ResourceGroup is not null && Find(session, new ArmId(id.Subscription, id.ResourceGroup, null, null)) is null)
        {
            throw ArmRefusal.ResourceGroupNotFound(id.ResourceGroup);
        }
    }
}
