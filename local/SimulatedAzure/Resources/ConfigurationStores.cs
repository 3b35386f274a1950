using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Configuration;
using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>
/// Microsoft.AppConfiguration/configurationStores. The estate declares feature flags as <c>properties.featureFlags</c>; they
/// become key-values, which are served at the store's own host.
/// </summary>
internal sealed class ConfigurationStores : ResourceType
{
    /// <inheritdoc />
    public override string Name => "Microsoft.AppConfiguration/configurationStores";

    /// <inheritdoc />
    public override IReadOnlyList<string> ApiVersions => Arm.ApiVersions.Configuration;

    /// <inheritdoc />
    public override ResourceState Complete(JsonObject body, StoreSession session, DateTimeOffset now)
    {
        var properties = PropertiesOf(body);
        Default(body, "sku", new JsonObject { ["name"] = "standard" });
        Default(properties, "endpoint", $"https://{body["name"]!.GetValue<string>()}.{ConfigurationDoor.Suffix}");
        Default(properties, "creationDate", Times.Wire(now));
        Default(properties, "disableLocalAuth", true);
        Default(properties, "publicNetworkAccess", "Enabled");
        properties["provisioningState"] = "Succeeded";
        foreach (var flag in (properties["featureFlags"] as JsonArray ?? []).OfType<JsonObject>())
        {
            KeyValues.Seed(session, new Uri(properties["endpoint"]!.GetValue<string>()).Host, flag, now);
        }

        properties.Remove("featureFlags");
        return new ResourceState(1, "running", null, null);
    }

    /// <inheritdoc />
    public override Effect Write(ArmCall call, ArmId id, ResourceVersion? current, JsonObject body)
    {
        var next = current?.CopyBody() ?? throw new ArmRefusal(400, "OperationNotAllowed",
            "The simulated Azure creates no configuration store; declare it in the estate.");
        JsonMerge.Apply(next, body);
        return new Effect(next, current.State, 200, null);
    }
}
