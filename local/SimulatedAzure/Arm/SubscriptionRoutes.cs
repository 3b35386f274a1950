using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Arm;

/// <summary>Tenants, subscriptions and resource groups: read only but for tags and locks.</summary>
internal static class SubscriptionRoutes
{
    /// <summary>Tenant of the simulation.</summary>
    public const string TenantId = "00000000-0000-4000-8000-000000000001";

    /// <summary>GET /tenants.</summary>
    public static SimResponse Tenants(ArmCall call)
    {
        Reading(call, "tenants");
        return All([new JsonObject { ["id"] = $"/tenants/{TenantId}", ["tenantId"] = TenantId, ["displayName"] = "Simulated" }]);
    }

    /// <summary>GET /subscriptions.</summary>
    public static SimResponse List(ArmCall call)
    {
        Reading(call, "subscriptions");
        return All(Scopes.List(call.Session, null));
    }

    /// <summary>GET of the resource groups of a subscription.</summary>
    public static SimResponse Groups(ArmCall call, ArmId subscription)
    {
        Reading(call, "resourceGroups");
        return All(Scopes.List(call.Session, subscription.Subscription));
    }

    /// <summary>GET or HEAD of one subscription or resource group.</summary>
    public static SimResponse Scope(ArmCall call, ArmId scope)
    {
        Reading(call, scope.ResourceGroup is null ? "subscriptions" : "resourceGroups");
        var body = Scopes.Find(call.Session, scope);
        if (call.Method == "HEAD")
        {
            return new SimResponse(body is null ? 404 : 204);
        }

        return SimResponse.Json(200, body ?? throw ArmRefusal.ResourceGroupNotFound(scope.ResourceGroup));
    }

    private static void Reading(ArmCall call, string what)
    {
        ApiVersions.Check(call, what, ApiVersions.Resources);
        if (call.Method is not ("GET" or "HEAD"))
        {
            throw ArmRefusal.MethodNotAllowed(call.Method, what);
        }
    }

    private static SimResponse All(IEnumerable<JsonObject> values) =>
        SimResponse.Json(200, new JsonObject { ["value"] = new JsonArray([.. values]) });
}
