using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Operations;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>
/// Microsoft.Web/sites: restart, start and stop are synchronous, as App Service answers them; a swap of slots is an
/// operation that is followed at its Location.
/// </summary>
internal class Sites : ResourceType
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
        Default(properties, "lastModifiedTimeUtc", properties["slotSwapStatus"]?["timestampUtc"]?.DeepClone() ?? Times.Wire(now));
        properties["state"] = "Running";
        return new ResourceState(AlwaysReady.Serving(body), "running", null, null);
    }

    /// <inheritdoc />
    public override JsonObject Render(ResourceVersion version, Query query)
    {
        var body = version.CopyBody();
        PropertiesOf(body).Remove(SiteContent.Key);
        return body;
    }

    /// <inheritdoc />
    public override Effect Write(ArmCall call, ArmId id, ResourceVersion? current, JsonObject body)
    {
        var next = current?.CopyBody() ?? throw new ArmRefusal(400, "OperationNotAllowed",
            "The simulated Azure creates no site; declare it in the estate.");
        JsonMerge.Apply(next, body);
        AlwaysReady.Check(next, id);
        PropertiesOf(next)["lastModifiedTimeUtc"] = Times.Wire(call.Now);
        return new Effect(next, current.State with { Running = AlwaysReady.Serving(next) }, 200, null);
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
            case "slotsswap":
                return StartSwap(call, current);
            default:
                return null;
        }
    }

    /// <inheritdoc />
    public override Effect? WriteChild(ArmCall call, ResourceVersion current, IReadOnlyList<string> path) =>
        call.Method == "PUT" && path is [var deployments, var id] && deployments.Equals("deployments", StringComparison.OrdinalIgnoreCase)
            ? SiteContent.Deploy(call, current, id)
            : null;

    /// <inheritdoc />
    public override void Ended(StoreSession session, ResourceVersion ended, string kind, DateTimeOffset at)
    {
        if (kind.StartsWith(SiteContent.Swap, StringComparison.Ordinal) && ResourceHistory.Find(session, Slot(ended.Id, kind[SiteContent.Swap.Length..]), at) is { } slot)
        {
            SiteContent.Exchange(session, ended, slot, at);
        }
    }

    /// <inheritdoc />
    public override SimResponse Announce(SimResponse answer, ArmCall call, ResourceVersion version, Operation operation) => answer
        .With("Location", call.Link($"{version.Id.Text}/operationresults/{operation.Id}?api-version={call.ApiVersion}"))
        .With("Retry-After", "15");

    /// <inheritdoc />
    public override SimResponse? Child(ArmCall call, ResourceVersion version, IReadOnlyList<string> path)
    {
        if (path[0].Equals(SiteContent.Key, StringComparison.OrdinalIgnoreCase))
        {
            return SiteContent.Answer(version, path);
        }

        if (path is [var results, var operation] && results.Equals("operationresults", StringComparison.OrdinalIgnoreCase))
        {
            return OperationRoutes.Result(call, operation);
        }

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

    private Effect StartSwap(ArmCall call, ResourceVersion current)
    {
        if (call.Body()["targetSlot"]?.ToString() is not { Length: > 0 } target)
        {
            throw ArmRefusal.InvalidContent("'targetSlot' is missing.");
        }

        var slot = ResourceHistory.Find(call.Session, Slot(current.Id, target), call.Now) ?? throw new ArmRefusal(
            404, "NotFound", $"Cannot find the slot '{target}' of the site '{current.Id.Name}'.");
        return slot.State.Power == "running" && current.State.Power == "running"
            ? new Effect(current.CopyBody(), current.State, 202, Later(current.State, SiteContent.Swap + target.ToLowerInvariant()), AnswerBody: false)
            : throw new ArmRefusal(409, "Conflict", $"Cannot swap site slots for site '{current.Id.Name}' because a slot is stopped.");
    }

    private static ArmId Slot(ArmId site, string name) => site with { Type = "Microsoft.Web/sites/slots", Name = $"{site.Name}/{name}" };
}
