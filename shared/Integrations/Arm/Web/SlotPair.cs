using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsAutomation.Integrations.Arm.Web;

/// <summary>A site and one of its deployment slots as one look gave them.</summary>
/// <param name="Production">The site.</param>
/// <param name="Slot">Name of the slot.</param>
/// <param name="SlotProperties">The slot's properties.</param>
/// <param name="Serves">What production serves.</param>
/// <param name="Holds">What the slot holds.</param>
internal sealed record SlotPair(Site Production, string Slot, JsonObject SlotProperties, SlotContent Serves, SlotContent Holds)
{
    /// <summary>State of the slot: Running or Stopped.</summary>
    public string SlotState => SlotProperties["state"]?.ToString() ?? "unknown";

    /// <summary>When production was last swapped with this slot; null when its last swap was with another, or there was none.</summary>
    public DateTimeOffset? LastSwap =>
        Production.Properties["slotSwapStatus"] is JsonObject swap
        && (Is(swap["sourceSlotName"], Slot) || Is(swap["destinationSlotName"], Slot))
            ? Time(swap["timestampUtc"])
            : null;

    /// <summary>When the slot was last changed in any way, or null when Azure does not say.</summary>
    public DateTimeOffset? SlotChanged => Time(SlotProperties["lastModifiedTimeUtc"]);

    private static bool Is(JsonNode? name, string slot) => string.Equals(name?.ToString(), slot, StringComparison.OrdinalIgnoreCase);

    private static DateTimeOffset? Time(JsonNode? node) =>
        DateTimeOffset.TryParse(node?.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
