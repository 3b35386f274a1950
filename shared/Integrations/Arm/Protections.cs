using System.Text.Json.Nodes;
using Azure;
using Azure.Core;

namespace OpsAutomation.Integrations.Arm;

/// <summary>Finds what protects a resource: a management lock, or a tag that the settings name, on it, on what contains it, on its group or its subscription.</summary>
internal sealed class Protections(ArmGateway arm)
{
    private const string ApiVersion = "2020-05-01";
    private const string TagsVersion = "2021-04-01";
    private const string TagsPath = "/providers/Microsoft.Resources/tags/default";
    private const string LocksPath = "/providers/Microsoft.Authorization/locks";

    /// <summary>More pages than this are not a list of locks on one scope.</summary>
    private const int MaxPages = 20;

    /// <summary>The same, with the resource's own tags read, too.</summary>
    public async Task<string?> FindAsync(ResourceIdentifier id, CancellationToken cancellationToken)
    {
        var tags = await TagsAsync(id.ToString(), cancellationToken, mayLack: Containers(id).Any());
        return await FindAsync(id, tags, cancellationToken);
    }

    /// <summary>
    /// What protects the resource, for a person; null when nothing does: a lock or a tag on it, on what contains it, on its group
    /// or its subscription. Throws when it cannot be told: that is not "nothing".
    /// </summary>
    public async Task<string?> FindAsync(ResourceIdentifier id, IEnumerable<KeyValuePair<string, string>> tags, CancellationToken cancellationToken)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        if (arm.ProtectedBy(tags) is { } tag)
        {
            found.Add(tag);
        }

        var resource = id.ToString();
        await LackingAsync(Containers(id).Any(), () => AddLocksAsync(found, resource, $"{resource}{LocksPath}?api-version={ApiVersion}", cancellationToken));
        foreach (var container in Containers(id))
        {
            var isPart = Containers(container).Any();
            await LackingAsync(isPart, () => AddLocksAsync(found, resource, $"{container}{LocksPath}?api-version={ApiVersion}&$filter=atScope()", cancellationToken));
            await AddTagAsync(found, container.ToString(), container.Name, cancellationToken, isPart);
        }

        var group = $"/subscriptions/{id.SubscriptionId}/resourceGroups/{id.ResourceGroupName}";
        await AddLocksAsync(found, resource, $"{group}{LocksPath}?api-version={ApiVersion}&$filter=atScope()", cancellationToken);
        await AddTagAsync(found, group, $"the group {id.ResourceGroupName}", cancellationToken);
        var subscription = $"/subscriptions/{id.SubscriptionId}";

        // A role on a resource group alone may read neither locks nor tags of the subscription. Azure enforces such a lock all the
        // same: a ReadOnly lock refuses the change itself, without effect. A tag there counts where it can be read.
        await AllowedAsync(() => AddLocksAsync(found, resource, $"{subscription}{LocksPath}?api-version={ApiVersion}&$filter=atScope()", cancellationToken));
        await AllowedAsync(() => AddTagAsync(found, subscription, "the subscription", cancellationToken));
        return found.Count == 0 ? null : string.Join(", ", found);
    }

    private static async Task AllowedAsync(Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (RequestFailedException e) when (e.Status == 403)
        {
            // Not ours to read.
        }
    }

    /// <summary>The resources that contain it, from the inside out: the site of a slot, the scale set of an instance.</summary>
    private static IEnumerable<ResourceIdentifier> Containers(ResourceIdentifier id)
    {
        for (var each = id.Parent; each is { ResourceGroupName: not null } && each.ResourceType != ResourceIdentifier.Root.ResourceType && each.ToString().Contains("/providers/", StringComparison.OrdinalIgnoreCase); each = each.Parent)
        {
            yield return each;
        }
    }

    private async Task AddTagAsync(SortedSet<string> found, string scope, string name, CancellationToken cancellationToken, bool mayLack = false)
    {
        if (arm.ProtectedBy(await TagsAsync(scope, cancellationToken, mayLack)) is { } tag)
        {
            found.Add($"{tag} on {name}");
        }
    }

    private async Task<IReadOnlyList<KeyValuePair<string, string>>> TagsAsync(string scope, CancellationToken cancellationToken, bool mayLack = false)
    {
        IReadOnlyList<KeyValuePair<string, string>> all = [];
        await LackingAsync(mayLack, async () =>
        {
            var reply = await arm.SendAsync(RequestMethod.Get, $"{scope}{TagsPath}?api-version={TagsVersion}", cancellationToken);
            all = reply.Body?["properties"]?["tags"] is JsonObject tags
                ? [.. tags.Select(t => KeyValuePair.Create(t.Key, t.Value?.ToString() ?? string.Empty))]
                : throw new System.Text.Json.JsonException("The answer has no 'properties.tags'.");
        });
        return all;
    }

    // What is only a part of another resource may have neither locks nor tags of its own (a secret, an instance): Azure has no
    // such address then. What contains it has.
    private static async Task LackingAsync(bool mayLack, Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (RequestFailedException e) when (mayLack && e.Status is (400 or 404 or 405))
        {
            // It has none of its own.
        }
    }

    private async Task AddLocksAsync(SortedSet<string> found, string resource, string address, CancellationToken cancellationToken)
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
