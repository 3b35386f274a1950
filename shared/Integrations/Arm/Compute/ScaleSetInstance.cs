using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsAutomation.Integrations.Arm.Compute;

/// <summary>One instance of a uniform scale set as a list gave it.</summary>
/// <param name="Id">Its instance id, a number.</param>
/// <param name="VmId">Its unique id.</param>
/// <param name="State">Provisioning state.</param>
/// <param name="Power">Power state, or unknown.</param>
/// <param name="Healthy">What its health probe says; null where it has none.</param>
internal sealed record ScaleSetInstance(string Id, string VmId, string State, string Power, bool? Healthy)
{
    private const string PowerPrefix = "PowerState/";

    /// <summary>Reads an entry of the list.</summary>
    /// <exception cref="JsonException">A field is absent.</exception>
    public static ScaleSetInstance Of(JsonObject entry)
    {
        var properties = entry["properties"] as JsonObject;
        var view = properties?["instanceView"];
        var power = (view?["statuses"] as JsonArray ?? []).OfType<JsonObject>().Select(s => s["code"]?.ToString())
            .FirstOrDefault(c => c?.StartsWith(PowerPrefix, StringComparison.OrdinalIgnoreCase) == true)?[PowerPrefix.Length..].ToLowerInvariant() ?? "unknown";
        return entry["instanceId"]?.ToString() is { Length: > 0 } id && properties?["vmId"]?.ToString() is { Length: > 0 } vmId && properties["provisioningState"]?.ToString() is { } state
            ? new ScaleSetInstance(id, vmId, state, power, view?["vmHealth"]?["status"]?["code"]?.ToString() is { } health ? health.Equals("HealthState/healthy", StringComparison.OrdinalIgnoreCase) : null)
            : throw new JsonException("An instance of the scale set lacks its id, vmId or state.");
    }
}
