using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;

namespace OpsAutomation.Integrations.Arm;

/// <summary>
/// Finds the autoscale setting that owns a resource's count. Where one does, a count that we set would be overwritten at its
/// next evaluation, or would overwrite what its author wants: the setting is for people to change.
/// </summary>
internal sealed class AutoscaleSettings(ArmGateway arm)
{
    /// <summary>Permission to read them.</summary>
    public const string Permission = "Microsoft.Insights/autoscalesettings/read";

    private const string ApiVersion = "2022-10-01";

    /// <summary>More pages than this are not the settings of one group.</summary>
    private const int MaxPages = 20;

    /// <summary>Why the count is not ours to change, or null. Throws when it cannot be told: that is not "nobody".</summary>
    /// <remarks>Looked for in the resource's own group, where the portal puts the setting.</remarks>
    public async Task<string?> OwnerAsync(ResourceIdentifier id, CancellationToken cancellationToken)
    {
        var next = $"/subscriptions/{id.SubscriptionId}/resourceGroups/{id.ResourceGroupName}/providers/Microsoft.Insights/autoscalesettings?api-version={ApiVersion}";
        for (var page = 0; next is not null; page++)
        {
            if (page == MaxPages)
            {
                throw new JsonException("The list of autoscale settings does not end.");
            }

            var reply = await arm.SendAsync(RequestMethod.Get, next, cancellationToken);
            if (reply.Body?["value"] is not JsonArray values)
            {
                throw new JsonException("The list of autoscale settings has no 'value'.");
            }

            if (values.OfType<JsonObject>().FirstOrDefault(s => Owns(s, id)) is { } owner)
            {
                return $"Autoscale owns it: the setting '{owner["name"]}' decides how many instances {id.Name} has. Change its minimum or maximum instead.";
            }

            next = reply.Body["nextLink"]?.ToString();
        }

        return null;
    }

    // The target is in the properties; one that does not say that it is off counts as on.
    private static bool Owns(JsonObject setting, ResourceIdentifier id) =>
        setting["properties"] is JsonObject properties
        && string.Equals(properties["targetResourceUri"]?.ToString(), id.ToString(), StringComparison.OrdinalIgnoreCase)
        && properties["enabled"]?.GetValueKind() != JsonValueKind.False;
}
