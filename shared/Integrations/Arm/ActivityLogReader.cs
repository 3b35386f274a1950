using System.Text.Json.Nodes;
using Azure.Core;

namespace OpsAutomation.Integrations.Arm;

/// <summary>Looks for our own operations in the activity log. An entry may take minutes to appear, so its absence proves nothing.</summary>
internal sealed class ActivityLogReader(ArmGateway arm)
{
    /// <summary>Permission to read it.</summary>
    public const string Permission = "Microsoft.Insights/eventtypes/values/read";

    /// <summary>More pages than this are not looked through: an entry that is not found proves nothing anyway.</summary>
    private const int MaxPages = 10;

    /// <summary>How far back it looks; a run that waits longer for its own answer has a person on it.</summary>
    private static readonly TimeSpan Back = TimeSpan.FromHours(6);

    /// <summary>The newest status of the request on the resource (Succeeded, Started, Failed …), or null when the log has no such entry.</summary>
    /// <param name="id">The resource.</param>
    /// <param name="requestId">Our request.</param>
    /// <param name="cancellationToken">Ends the reads.</param>
    /// <param name="below">Whether we acted on something below the resource, which has entries of its own: then the whole group is looked through.</param>
    public async Task<string?> StatusAsync(ResourceIdentifier id, Guid requestId, CancellationToken cancellationToken, bool below = false)
    {
        var now = arm.Clock.GetUtcNow();
        var of = below ? $"resourceGroupName eq '{id.ResourceGroupName}'" : $"resourceUri eq '{id}'";
        var (entries, _) = await ActivityLogPages.ReadAsync(arm, id.SubscriptionId!, now - Back, now, of, MaxPages, cancellationToken);
        return entries
            .Where(e => Is(e["correlationId"], requestId) || Is(e["httpRequest"]?["clientRequestId"], requestId))
            .OrderByDescending(e => e["eventTimestamp"]?.ToString(), StringComparer.Ordinal)
            .Select(e => e["status"]?["value"]?.ToString())
            .FirstOrDefault(s => !string.IsNullOrEmpty(s));
    }

    private static bool Is(JsonNode? node, Guid id) => Guid.TryParse(node?.ToString(), out var found) && found == id;
}
