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

    // Locks are of the control plane; a secret is data of its vault, which they do not cover (Azure Resource Manager, "Lock your
    // resources"). Vaults are commonly locked against deletion, and their secrets are to be rotated all the same.
    private const string Secrets = "/providers/Microsoft.KeyVault/vaults/";
    private const string LocksPath = "/providers/Microsoft.Authorization/locks";

    /// <summary>More pages than this are not a list of locks on one scope.</summary>
    private const int MaxPages = 20;

    /// <summary>The same, with the resource's own tags read, too.</summary>
    public Task<string?> FindAsync(ResourceIdentifier id, CancellationToken cancellationToken) =>
        FindAsync(id, TagsAsync(id.ToString(), cancellationToken, mayLack: Containers(id).Any()), cancellationToken);

    /// <summary>
    /// What protects the resource, for a person; null when nothing does: a lock or a tag on it, on what contains it, on its group
    /// or its subscription. Throws when it cannot be told: that is not "nothing".
    /// </summary>
    public Task<string?> FindAsync(ResourceIdentifier id, IEnumerable<KeyValuePair<string, string>> tags, CancellationToken cancellationToken) =>
        FindAsync(id, Task.FromResult(tags), cancellationToken);

    // Half a dozen scopes that know nothing of each other: all are asked at once, for this stands before every send. They are
    // begun in the same order every time, and the first of that order that fails is what is told.
    private async Task<string?> FindAsync(ResourceIdentifier id, Task<IEnumerable<KeyValuePair<string, string>>> own, CancellationToken cancellationToken)
    {
        var resource = id.ToString();
        string Locks(string scope) => $"{scope}{LocksPath}?api-version={ApiVersion}&$filter=atScope()";
        List<Task<IReadOnlyList<string>>> reads =
        [
            OwnTagAsync(own),
            LackingAsync(Containers(id).Any(), () => LocksAsync(resource, $"{resource}{LocksPath}?api-version={ApiVersion}", cancellationToken)),
        ];
        foreach (var container in Containers(id))
        {
            var isPart = Containers(container).Any();
            reads.Add(LackingAsync(isPart, () => LocksAsync(resource, Locks(container.ToString()), cancellationToken)));
            reads.Add(TagAsync(container.ToString(), container.Name, cancellationToken, isPart));
        }

        var group = $"/subscriptions/{id.SubscriptionId}/resourceGroups/{id.ResourceGroupName}";
        reads.Add(LocksAsync(resource, Locks(group), cancellationToken));
        reads.Add(TagAsync(group, $"the group {id.ResourceGroupName}", cancellationToken));
        var subscription = $"/subscriptions/{id.SubscriptionId}";

        // A role on a resource group alone may read neither locks nor tags of the subscription. Azure enforces such a lock all the
        // same: a ReadOnly lock refuses the change itself, without effect. A tag there counts where it can be read.
        reads.Add(AllowedAsync(() => LocksAsync(resource, Locks(subscription), cancellationToken)));
        reads.Add(AllowedAsync(() => TagAsync(subscription, "the subscription", cancellationToken)));
        var found = (await Task.WhenAll(reads)).SelectMany(f => f).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return found.Count == 0 ? null : string.Join(", ", found);
    }

    private async Task<IReadOnlyList<string>> OwnTagAsync(Task<IEnumerable<KeyValuePair<string, string>>> tags) => arm.ProtectedBy(await tags) is { } tag ? [tag] : [];

    private static async Task<IReadOnlyList<string>> AllowedAsync(Func<Task<IReadOnlyList<string>>> read)
    {
        try
        {
            return await read();
        }
        catch (RequestFailedException e) when (e.Status == 403)
        {
            return []; // not ours to read
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

    private async Task<IReadOnlyList<string>> TagAsync(string scope, string name, CancellationToken cancellationToken, bool mayLack = false) =>
        arm.ProtectedBy(await TagsAsync(scope, cancellationToken, mayLack)) is { } tag ? [$"{tag} on {name}"] : [];

    private Task<IEnumerable<KeyValuePair<string, string>>> TagsAsync(string scope, CancellationToken cancellationToken, bool mayLack = false) => LackingAsync(
        mayLack,
        async () =>
        {
            var reply = await arm.SendAsync(RequestMethod.Get, $"{scope}{TagsPath}?api-version={TagsVersion}", cancellationToken);
            return reply.Body?["properties"]?["tags"] is JsonObject tags
                ? tags.Select(t => KeyValuePair.Create(t.Key, t.Value?.ToString() ?? string.Empty)).ToList().AsEnumerable()
                : throw new System.Text.Json.JsonException("The answer has no 'properties.tags'.");
        },
        []);

    private static Task<IReadOnlyList<string>> LackingAsync(bool mayLack, Func<Task<IReadOnlyList<string>>> read) => LackingAsync(mayLack, read, []);

    // What is only a part of another resource may have neither locks nor tags of its own (a secret, an instance): Azure has no
    // such address then. What contains it has.
    private static async Task<T> LackingAsync<T>(bool mayLack, Func<Task<T>> read, T none)
    {
        try
        {
            return await read();
        }
        catch (RequestFailedException e) when (mayLack && e.Status is (400 or 404 or 405))
        {
            return none;
        }
    }

    private async Task<IReadOnlyList<string>> LocksAsync(string resource, string address, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        if (resource.Contains(Secrets, StringComparison.OrdinalIgnoreCase))
        {
            return found;
        }

        await foreach (var each in ListAsync(address, cancellationToken))
        {
            if (Covers(each, resource))
            {
                found.Add($"the {each["properties"]?["level"]} lock '{each["name"]}'");
            }
        }

        return found;
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
