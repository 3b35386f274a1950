using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Core;

namespace OpsAutomation.Integrations.Arm;

/// <summary>Looks for our own operations in the activity log. An entry may take minutes to appear, so its absence proves nothing.</summary>
internal sealed class ActivityLogReader(ArmGateway arm)
{
    private const string ApiVersion = "2015-04-01";

    /// <summary>How far back it looks; a run that waits longer for its own answer has a person on it.</summary>
    private static readonly TimeSpan Back = TimeSpan.FromHours(6);

    /// <summary>The newest status of the request on the resource (Succeeded, Started, Failed …), or null when the log has no such entry.</summary>
    public async Task<string?> StatusAsync(ResourceIdentifier id, Guid requestId, CancellationToken cancellationToken)
    {
        var now = arm.Clock.GetUtcNow();
        var filter = Uri.EscapeDataString(string.Create(
            CultureInfo.InvariantCulture,
            $"eventTimestamp ge '{now - Back:yyyy-MM-ddTHH:mm:ssZ}' and eventTimestamp le '{now:yyyy-MM-ddTHH:mm:ssZ}' and resourceUri eq '{id}'"));
        var reply = await arm.SendAsync(
            RequestMethod.Get,
            $"/subscriptions/{id.SubscriptionId}/providers/Microsoft.Insights/eventtypes/management/values?api-version={ApiVersion}&$filter={filter}",
            cancellationToken);
        return (reply.Body?["value"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(e => Is(e["correlationId"], requestId) || Is(e["httpRequest"]?["clientRequestId"], requestId))
            .OrderByDescending(e => e["eventTimestamp"]?.ToString(), StringComparer.Ordinal)
            .Select(e => e["status"]?["value"]?.ToString())
            .FirstOrDefault(s => !string.IsNullOrEmpty(s));
    }

    private static bool Is(JsonNode? node, Guid id) => Guid.TryParse(node?.ToString(), out var found) && found == id;
}
