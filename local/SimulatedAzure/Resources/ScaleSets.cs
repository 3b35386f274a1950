using System.Globalization;
using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>
/// Microsoft.Compute/virtualMachineScaleSets. A capacity change shows at once as <c>sku.capacity</c> with provisioning state Updating;
/// the instances serve load when the operation ends.
/// </summary>
internal sealed class ScaleSets : ResourceType
{
    /// <summary>Most instances of a uniform scale set (documented limit with platform images).</summary>
    private const int MaximumCapacity = 1000;

    private const string OneRestart = "restart-instance:";

    /// <inheritdoc />
    public override string Name => "Microsoft.Compute/virtualMachineScaleSets";

    /// <inheritdoc />
    public override IReadOnlyList<string> ApiVersions => Arm.ApiVersions.Compute;

    /// <inheritdoc />
    public override TimeSpan DefaultDuration => TimeSpan.FromSeconds(45);

    /// <inheritdoc />
    public override ResourceState Complete(JsonObject body, StoreSession session, DateTimeOffset now)
    {
        var properties = PropertiesOf(body);
        Default(body, "sku", new JsonObject { ["name"] = "Standard_D2s_v5", ["tier"] = "Standard", ["capacity"] = 1 });
        Default(properties, "singlePlacementGroup", false);
        Default(properties, "orchestrationMode", "Uniform");
        Default(properties, "overprovision", false);
        Default(properties, "upgradePolicy", new JsonObject { ["mode"] = "Manual" });
        Default(properties, "uniqueId", StableId(body, session, now, "uniqueId"));
        Default(properties, "timeCreated", Times.Wire(now));
        properties["provisioningState"] = "Succeeded";
        var unhealthy = (properties["unhealthyInstances"] as JsonArray)?.Select(one => one!.ToString()).ToList();
        properties.Remove("unhealthyInstances");
        return new ResourceState(CheckedCapacity(body), "running", null, null, unhealthy);
    }

    /// <inheritdoc />
    public override Effect Write(ArmCall call, ArmId id, ResourceVersion? current, JsonObject body)
    {
        var next = current?.CopyBody() ?? [];
        var before = current?.Capacity;
        JsonMerge.Apply(next, body);
        var state = current?.State;
        if (state is null)
        {
            next["id"] = id.Text;
            next["name"] = id.Name;
            next["type"] = Name;
            state = Complete(next, call.Session, call.Now) with { Running = 0 };
        }

        var capacity = CheckedCapacity(next);
        PropertiesOf(next)["provisioningState"] = current is null ? "Creating" : "Updating";
        var kind = capacity == before && state.Running == capacity ? "update" : "scale";

        // Compute answers an update with 200 and the Azure-AsyncOperation header; its SDK refuses 202 here.
        return new Effect(next, state, current is null ? 201 : 200, Later(state, kind));
    }

    /// <inheritdoc />
    public override Effect? Act(ArmCall call, ResourceVersion current, string action) => action switch
    {
        "restart" => new Effect(current.CopyBody(), current.State with { Power = "restarting" }, 202, Later(current.State, "restart"), false),
        "start" => new Effect(current.CopyBody(), current.State with { Power = "starting" }, 202, Later(current.State, "start"), false),
        "poweroff" => new Effect(current.CopyBody(), current.State with { Power = "stopping" }, 202, Later(current.State, "stop"), false),
        "deallocate" => new Effect(current.CopyBody(), current.State with { Power = "deallocating" }, 202, Later(current.State, "deallocate"), false),
        _ when action.Split('/') is ["virtualmachines", var instance, "restart"] => RestartOne(call, current, instance),
        _ => null,
    };

    /// <inheritdoc />
    public override ResourceState End(ResourceVersion current, string kind, DateTimeOffset at)
    {
        if (!kind.StartsWith(OneRestart, StringComparison.Ordinal))
        {
            return base.End(current, kind, at);
        }

        // What an ill instance does to the set's metrics ends with its restart.
        var left = current.State.Unhealthy?.Where(one => one != kind[OneRestart.Length..]).ToList();
        return current.State with { Unhealthy = left, Restarted = left is { Count: 0 } && current.State.Unhealthy is { Count: > 0 } ? at : current.State.Restarted };
    }

    /// <inheritdoc />
    public override SimResponse? Child(ArmCall call, ResourceVersion version, IReadOnlyList<string> path)
    {
        if (path is [var view] && view.Equals("instanceView", StringComparison.OrdinalIgnoreCase))
        {
            return SimResponse.Json(200, InstanceView(version));
        }

        if (!path[0].Equals("virtualMachines", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var views = (call.Query["$expand"] ?? "").Contains("instanceView", StringComparison.OrdinalIgnoreCase);
        var instances = ScaleSetInstances.Of(version, call.Session.Seed, views ? call.Now : null);
        if (path.Count == 1)
        {
            return SimResponse.Json(200, new JsonObject { ["value"] = new JsonArray([.. instances]) });
        }

        var instance = instances.Find(one => one["instanceId"]!.GetValue<string>() == path[1])
            ?? throw new ArmRefusal(404, "NotFound", $"The entity was not found: instance '{path[1]}' of '{version.Id.Name}'.");
        return path.Count switch
        {
            2 => SimResponse.Json(200, instance),
            3 when path[2].Equals("instanceView", StringComparison.OrdinalIgnoreCase) =>
                SimResponse.Json(200, ScaleSetInstances.View(version, instance, call.Now)),
            _ => null,
        };
    }

    /// <summary>One instance restarts while the others serve: the set's own state changes when it is back.</summary>
    private Effect RestartOne(ArmCall call, ResourceVersion current, string instance) =>
        ScaleSetInstances.Of(current, call.Session.Seed).Exists(one => one["instanceId"]!.GetValue<string>() == instance)
            ? new Effect(current.CopyBody(), current.State, 202, Later(current.State, OneRestart + instance), false)
            : throw new ArmRefusal(400, "InvalidParameter", $"The provided instanceId {instance} is not an active Virtual Machine Scale Set VM instanceId.");

    private static JsonObject InstanceView(ResourceVersion version) => new()
    {
        ["virtualMachine"] = new JsonObject
        {
            ["statusesSummary"] = new JsonArray(
                new JsonObject { ["code"] = "ProvisioningState/succeeded", ["count"] = version.State.Running },
                new JsonObject { ["code"] = "ProvisioningState/creating", ["count"] = Math.Max(0, version.Capacity - version.State.Running) }),
        },
        ["statuses"] = new JsonArray(PowerStatus.Provisioning(version.Properties["provisioningState"]!.GetValue<string>(), version.At)),
    };

    private static int CheckedCapacity(JsonObject body)
    {
        var node = body["sku"]?["capacity"];
        if (node is not JsonValue value || !value.TryGetValue<int>(out var capacity))
        {
            throw ArmRefusal.InvalidContent("Could not convert 'sku.capacity' to a whole number.");
        }

        return capacity is >= 0 and <= MaximumCapacity
            ? capacity
            : throw new ArmRefusal(400, "InvalidParameter",
                $"The value of parameter sku.capacity is invalid: {capacity.ToString(CultureInfo.InvariantCulture)} is outside 0 to {MaximumCapacity.ToString(CultureInfo.InvariantCulture)}.");
    }
}
