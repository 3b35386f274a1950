using System.Text.Json.Nodes;

namespace OpsAutomation.Integrations.Arm.Web;

/// <summary>What one slot serves.</summary>
/// <param name="Version">The active deployment's id, or the container image; null when it cannot be told.</param>
/// <param name="Told">The same for a person: with the deployment's message.</param>
/// <param name="AutoSwap">The slot that it is swapped with by itself after each deployment, or null.</param>
internal sealed record SlotContent(string? Version, string Told, string? AutoSwap)
{
    private const int MaxMessage = 80;

    /// <summary>Reads it from a slot's configuration and its deployments.</summary>
    public static SlotContent Of(JsonObject config, JsonArray deployments)
    {
        var autoSwap = config["autoSwapSlotName"]?.ToString() is { Length: > 0 } other ? other : null;

        // A container's version is its image, however it came there.
        if (config["linuxFxVersion"]?.ToString() is { } image && image.StartsWith("DOCKER|", StringComparison.OrdinalIgnoreCase))
        {
            return new SlotContent(image, image, autoSwap);
        }

        var active = deployments.OfType<JsonObject>().Select(one => one["properties"] as JsonObject)
            .Where(one => one?["active"] is JsonValue value && value.TryGetValue<bool>(out var on) && on).ToList();
        if (active is not [var only] || only!["id"]?.ToString() is not { Length: > 0 } id)
        {
            return new SlotContent(null, "unknown", autoSwap);
        }

        var message = only["message"]?.ToString().ReplaceLineEndings(" ") ?? string.Empty;
        return new SlotContent(id, message.Length == 0 ? id : $"{id} ({(message.Length > MaxMessage ? message[..MaxMessage] + "…" : message)})", autoSwap);
    }
}
