using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>Microsoft.Web/serverfarms (App Service plans). Scaling answers at once; the workers serve when the estate's lag is over.</summary>
internal sealed class ServerFarms : ResourceType
{
    /// <summary>Most workers of a plan (Premium v3, documented limit).</summary>
    private const int MaximumCapacity = 30;

    /// <inheritdoc />
    public override string Name => "Microsoft.Web/serverfarms";

    /// <inheritdoc />
    public override IReadOnlyList<string> ApiVersions => Arm.ApiVersions.Web;

    /// <inheritdoc />
    public override bool DeletesAtOnce => true;

    /// <inheritdoc />
    public override ResourceState Complete(JsonObject body, StoreSession session, DateTimeOffset now)
    {
        var properties = PropertiesOf(body);
        Default(body, "kind", "linux");
        Default(body, "sku", new JsonObject { ["name"] = "P1v3", ["tier"] = "PremiumV3", ["capacity"] = 1 });
        Default(properties, "reserved", true);
        Default(properties, "maximumNumberOfWorkers", MaximumCapacity);
        Default(properties, "timeCreated", Times.Wire(now));
        var capacity = Workers(body);
        properties["numberOfWorkers"] = capacity;
        properties["status"] = "Ready";
        properties["provisioningState"] = "Succeeded";
        return new ResourceState(capacity, "running", null, null);
    }

    /// <inheritdoc />
    public override Effect Write(ArmCall call, ArmId id, ResourceVersion? current, JsonObject body)
    {
        var next = current?.CopyBody() ?? throw new ArmRefusal(400, "OperationNotAllowed",
            "The simulated Azure creates no App Service plan; declare it in the estate.");
        JsonMerge.Apply(next, body);
        var capacity = Workers(next);
        PlanSizes.Change(current, next);
        PropertiesOf(next)["numberOfWorkers"] = capacity;
        return new Effect(next, current.State with { Running = capacity }, 200, null);
    }

    /// <inheritdoc />
    public override SimResponse? Child(ArmCall call, ResourceVersion version, IReadOnlyList<string> path) =>
        path is [var skus] && skus.Equals("skus", StringComparison.OrdinalIgnoreCase) ? SimResponse.Json(200, PlanSizes.Of(version)) : null;

    private static int Workers(JsonObject body) =>
        body["sku"]?["capacity"] is JsonValue value && value.TryGetValue<int>(out var capacity) && capacity is >= 1 and <= MaximumCapacity
            ? capacity
            : throw new ArmRefusal(400, "BadRequest", $"The parameter sku.capacity has an invalid value: a whole number from 1 to {MaximumCapacity} is needed.");
}
