using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Core;
using OpsAutomation.Core.EarnedAutonomy;

namespace OpsAutomation.Integrations.Arm;

/// <summary>What was done to a resource by others, from the activity log (Microsoft.Insights/eventtypes/management, 2015-04-01).</summary>
/// <param name="arm">The way to Azure.</param>
/// <param name="own">Object or application ids by which our identities appear as callers.</param>
public sealed class ChangeLog(ArmGateway arm, IReadOnlyCollection<string> own) : IChangeLog
{
    // One page holds 200 entries; more than this for one resource in one incident is no comparison any more.
    private const int MaxPages = 5;

    // The log's statuses of what was let pass; Failed is the only other one that a write ends with.
    private static readonly string[] Passed = ["Accepted", "Started", "Succeeded"];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SeenChange>?> ByOthersAsync(string resourceId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (!ResourceIdentifier.TryParse(resourceId, out var id) || id?.SubscriptionId is not { } subscription)
        {
            return null;
        }

        try
        {
            var (entries, complete) = await ActivityLogPages.ReadAsync(arm, subscription, from, to, $"resourceUri eq '{id}'", MaxPages, cancellationToken);
            return complete ? [.. entries.Select(Read).OfType<SeenChange>()] : null;
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is not null)
        {
            // Not readable now; absence would be taken for "nobody did it".
        }

        return null;
    }

    private SeenChange? Read(JsonObject entry) =>
        Text(entry["operationName"]) is { } operation
        && Text(entry["status"]) is { } status && Passed.Contains(status, StringComparer.OrdinalIgnoreCase)
        && entry["caller"]?.ToString() is { Length: > 0 } caller && !own.Contains(caller, StringComparer.OrdinalIgnoreCase)
        && DateTimeOffset.TryParse(entry["eventTimestamp"]?.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? new SeenChange(operation, caller, at)
            : null;

    private static string? Text(JsonNode? node) => (node as JsonObject)?["value"]?.ToString() is { Length: > 0 } text ? text : null;
}
