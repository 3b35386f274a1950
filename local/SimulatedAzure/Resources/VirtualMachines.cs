using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>Microsoft.Compute/virtualMachines: power operations and instance view.</summary>
internal sealed class VirtualMachines : ResourceType
{
    /// <inheritdoc />
    public override string Name => "Microsoft.Compute/virtualMachines";

    /// <inheritdoc />
    public override IReadOnlyList<string> ApiVersions => Arm.ApiVersions.Compute;

    /// <inheritdoc />
    public override ResourceState Complete(JsonObject body, StoreSession session, DateTimeOffset now)
    {
        var properties = PropertiesOf(body);
        Default(properties, "hardwareProfile", new JsonObject { ["vmSize"] = "Standard_D2s_v5" });
        Default(properties, "vmId", StableId(body, session, now, "vmId"));
        Default(properties, "timeCreated", Times.Wire(now));
        properties["provisioningState"] = "Succeeded";
        return new ResourceState(1, "running", null, null);
    }

    /// <inheritdoc />
    public override JsonObject Render(ResourceVersion version, Query query)
    {
        var body = version.CopyBody();
        if ((query["$expand"] ?? "").Contains("instanceView", StringComparison.OrdinalIgnoreCase))
        {
            PropertiesOf(body)["instanceView"] = View(version);
        }

        return body;
    }

    /// <inheritdoc />
    public override Effect Write(ArmCall call, ArmId id, ResourceVersion? current, JsonObject body)
    {
        var next = current?.CopyBody() ?? throw new ArmRefusal(400, "OperationNotAllowed",
            "The simulated Azure creates no virtual machine; declare it in the estate.");
        JsonMerge.Apply(next, body);
        PropertiesOf(next)["provisioningState"] = "Updating";

        // A new size means a new boot; a machine that holds no host is only written down anew.
        var resized = VmSizes.Change(current, next) && current.State.Power == "running";
        return new Effect(next, resized ? current.State with { Power = "restarting" } : current.State, 200, Later(current.State, resized ? "restart" : "update"));
    }

    /// <inheritdoc />
    public override Effect? Act(ArmCall call, ResourceVersion current, string action)
    {
        var (power, kind) = action switch
        {
            "start" => ("starting", "start"),
            "poweroff" => ("stopping", "stop"),
            "deallocate" => ("deallocating", "deallocate"),
            "restart" => ("restarting", "restart"),
            _ => ("", ""),
        };
        if (kind.Length == 0)
        {
            return null;
        }

        if (kind == "restart" && current.State.Power is not ("running" or "restarting"))
        {
            throw new ArmRefusal(409, "OperationNotAllowed", $"Cannot restart the VM '{current.Id.Name}': it is {current.State.Power}.");
        }

        if (kind == "deallocate" && current.Properties["storageProfile"]?["osDisk"]?["diffDiskSettings"] is not null)
        {
            throw new ArmRefusal(409, "OperationNotAllowed", $"Operation 'deallocate' is not supported for VM '{current.Id.Name}' since it uses an ephemeral OS disk.");
        }

        var body = current.CopyBody();
        PropertiesOf(body)["provisioningState"] = "Updating";
        return new Effect(body, current.State with { Power = power }, 202, Later(current.State, kind), AnswerBody: false);
    }

    /// <inheritdoc />
    public override SimResponse? Child(ArmCall call, ResourceVersion version, IReadOnlyList<string> path) =>
        path is not [var child] ? null
            : child.Equals("instanceView", StringComparison.OrdinalIgnoreCase) ? SimResponse.Json(200, View(version))
            : child.Equals("vmSizes", StringComparison.OrdinalIgnoreCase) ? SimResponse.Json(200, VmSizes.Of(version))
            : null;

    private static JsonObject View(ResourceVersion version) =>
        PowerStatus.InstanceView(version.State.Power, version.Properties["provisioningState"]!.GetValue<string>(), version.At);
}
