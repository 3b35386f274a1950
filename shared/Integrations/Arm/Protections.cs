using System.Text.Json.Nodes;
using Azure;
using Azure.Core;

namespace OpsAutomation.Integrations.Arm;

/// <summary>Finds what protects a resource: a management lock on it, its group or its subscription, or a tag that the settings name.</summary>
internal sealed class Protections(ArmGateway arm)
{
    private const string ApiVersion = "2020-05-01";
    private const string LocksPath = "/providers/Microsoft.Authorization/locks";

    /// <summary>More pages than this are not a list of locks on one scope.</summary>
    private const int MaxPages = 20;

    /// <summary>What protects the resource, for a person; null when nothing does. Throws when it cannot be told: that is not "nothing".</summary>
    public async Task<string?> FindAsync(ResourceIdentifier id, IEnumerable<KeyValuePair<string, string>> tags, CancellationToken cancellationToken)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        if (arm.ProtectedBy(tags) is { } tag)
        {
            found.Add(tag);
        }

        var resource = id.ToString();
        var group = $"/subscriptions/{id.SubscriptionId}/resourceGroups/{id.ResourceGroupName}";
        await AddAsync(found, resource, $"{resource}{LocksPath}?api-version={ApiVersion}", cancellationToken);
        await AddAsync(found, resource, $"{group}{LocksPath}?api-version={ApiVersion}&$filter=atScope()", cancellationToken);
        try
        {
            await AddAsync(found, resource, $"/subscriptions/{id.SubscriptionId}{LocksPath}?api-version={ApiVersion}&$filter=atScope()", cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 403)
        {
            // A role on a resource group alone may not read the subscription's locks. Azure enforces them all the same:
            // a ReadOnly lock there refuses the change itself, without effect.
        }

        return found.Count == 0 ? null : string.Join(", ", found);
    }

    private async Task AddAsync(SortedSet<string> found, string resource, string address, CancellationToken cancellationToken)
    {
        await foreach (var each in ListAsync(address, cancellationToken))
        {
            if (Covers(each, resource))
            {
                found.Add($"the {each["properties"]?["level"]} lock '{each["name"]}'");
            }
        }
    }

    private async IAsyncEnumerable<JsonObject> ListAsync(string address, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = address;
        for (var page = 0; next is not null; page++)
        {
            if (page == MaxPages)
            {
                throw new System.Text.Json.JsonException("The list of locks does not end.");
            }

            var reply = await arm.SendAsync(RequestMethod.Get, next, cancellationToken);
            if (reply.Body?["value"] is not JsonArray values)
            {
                throw new System.Text.Json.JsonException("The list of locks has no 'value'.");
            }

            foreach (var value in values.OfType<JsonObject>())
            {
                yield return value;
            }

            next = reply.Body["nextLink"]?.ToString();
        }
    }

    // The lists hold locks of other resources below the scope, too.
    private static bool Covers(JsonObject each, string resource)
    {
        var id = each["id"]?.ToString() ?? string.Empty;
        var end = id.LastIndexOf(LocksPath, StringComparison.OrdinalIgnoreCase);
        return end > 0 && (resource + "/").StartsWith(id[..end] + "/", StringComparison.OrdinalIgnoreCase);
    }
}
