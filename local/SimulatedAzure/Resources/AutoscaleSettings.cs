using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>Microsoft.Insights/autoscalesettings: kept and listed. They do not scale anything here.</summary>
internal sealed class AutoscaleSettings : ResourceType
{
    /// <inheritdoc />
    public override string Name => "Microsoft.Insights/autoscalesettings";

    /// <inheritdoc />
    public override IReadOnlyList<string> ApiVersions => Arm.ApiVersions.Autoscale;

    /// <inheritdoc />
    public override bool DeletesAtOnce => true;

    /// <inheritdoc />
    public override ResourceState Complete(JsonObject body, StoreSession session, DateTimeOffset now)
    {
        var properties = PropertiesOf(body);
        Default(properties, "enabled", true);
        Default(properties, "profiles", new JsonArray());
        return properties["targetResourceUri"]?.ToString() is { Length: > 0 }
            ? new ResourceState(0, "running", null, null)
            : throw ArmRefusal.InvalidContent("'properties.targetResourceUri' is missing.");
    }

    /// <inheritdoc />
    public override Effect Write(ArmCall call, ArmId id, ResourceVersion? current, JsonObject body)
    {
        var next = current?.CopyBody() ?? new JsonObject { ["id"] = id.Text, ["name"] = id.Name, ["type"] = Name };
        JsonMerge.Apply(next, body);
        return new Effect(next, Complete(next, call.Session, call.Now), current is null ? 201 : 200, null);
    }
}
