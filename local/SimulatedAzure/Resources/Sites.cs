using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>Microsoft.Web/sites: restart, start and stop are synchronous, as App Service answers them.</summary>
internal sealed class Sites : ResourceType
{
    /// <inheritdoc />
    public override string Name => "Microsoft.Web/sites";

    /// <inheritdoc />
    public override IReadOnlyList<string> ApiVersions => Arm.ApiVersions.Web;

    /// <inheritdoc />
    public override ResourceState Complete(JsonObject body, StoreSession session, DateTimeOffset now)
    {
        var name = body["name"]!.GetValue<string>();
        var properties = PropertiesOf(body);
        Default(body, "kind", "app,linux");
        Default(properties, "defaultHostName", $"{name}.azurewebsites.net");
        Default(properties, "hostNames", new JsonArray($"{name}.azurewebsites.net"));
        Default(properties, "enabled", true);
        Default(properties, "httpsOnly", true);
        Default(properties, "usageState", "Normal");
        Default(properties, "availabilityState", "Normal");
        Default(properties, "siteConfig", new JsonObject { ["alwaysOn"] = true, ["healthCheckPath"] = "/healthz" });
        Default(properties, "timeCreated", Times.Wire(now));
        Default(properties, "lastModifiedTimeUtc", Times.Wire(now));
        properties["state"] = "Running";
        return new ResourceState(1, "running", null, null);
    }

    /// <inheritdoc />
    public override Effect Write(ArmCall call, ArmId id, ResourceVersion? current, JsonObject body)
    {
        var next = current?.CopyBody() ?? throw new ArmRefusal(400, "OperationNotAllowed",
            "The simulated Azure creates no site; declare it in the estate.");
        JsonMerge.Apply(next, body);
        PropertiesOf(next)["lastModifiedTimeUtc"] = Times.Wire(call.Now);
        return new Effect(next, current.State, 200, null);
    }

    /// <inheritdoc />
    public override Effect? Act(ArmCall call, ResourceVersion current, string action)
    {
        var body = current.CopyBody();
        var properties = PropertiesOf(body);
        switch (action)
        {
            case "restart":
                return new Effect(body, current.State with { Restarted = call.Now }, 200, null, AnswerBody: false);
            case "start":
                properties["state"] = "Running";
                return new Effect(body, current.State with { Power = "running", Restarted = call.Now }, 200, null, AnswerBody: false);
            case "stop":
                properties["state"] = "Stopped";
                return new Effect(body, current.State with { Power = "stopped" }, 200, null, AnswerBody: false);
            default:
                return null;
        }
    }

    /// <inheritdoc />
    public override SimResponse? Child(ArmCall call, ResourceVersion version, IReadOnlyList<string> path)
    {
        if (path is not [var config, var web] || !config.Equals("config", StringComparison.OrdinalIgnoreCase) || !web.Equals("web", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return SimResponse.Json(200, new JsonObject
        {
            ["id"] = $"{version.Id.Text}/config/web",
            ["name"] = version.Id.Name,
            ["type"] = "Microsoft.Web/sites/config",
            ["location"] = version.Location,
            ["properties"] = version.Properties["siteConfig"]?.DeepClone() ?? new JsonObject(),
        });
    }
}
