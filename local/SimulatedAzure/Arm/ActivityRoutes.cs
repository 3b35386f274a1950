using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Arm;

/// <summary>GET of the activity log of a subscription.</summary>
internal static class ActivityRoutes
{
    /// <summary>Answers the list; all on one page.</summary>
    public static SimResponse Answer(ArmCall call, ArmId scope)
    {
        ApiVersions.Check(call, "Microsoft.Insights/eventtypes", ApiVersions.ActivityLog);
        if (call.Method != "GET" || scope.ResourceGroup is not null)
        {
            throw ArmRefusal.MethodNotAllowed(call.Method, "Microsoft.Insights/eventtypes");
        }

        var filter = ActivityFilter.Parse(call.Query["$filter"], call.Now);
        var entries = ActivityLog.Read(call.Session, scope.Subscription, filter.From, filter.To < call.AsOf ? filter.To : call.AsOf).Where(filter.Accepts);
        return SimResponse.Json(200, new JsonObject { ["value"] = new JsonArray([.. entries]) });
    }
}
