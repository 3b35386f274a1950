using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>Microsoft.Web/sites/slots: deployment slots, sites in their own right beside the production one.</summary>
internal sealed class SiteSlots : Sites
{
    /// <inheritdoc />
    public override string Name => "Microsoft.Web/sites/slots";

    /// <inheritdoc />
    public override ResourceState Complete(JsonObject body, StoreSession session, DateTimeOffset now)
    {
        var host = $"{body["name"]!.GetValue<string>().Replace('/', '-')}.azurewebsites.net";
        var properties = PropertiesOf(body);
        Default(properties, "defaultHostName", host);
        Default(properties, "hostNames", new JsonArray(host));
        return base.Complete(body, session, now);
    }
}
