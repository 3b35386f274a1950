using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;

namespace OpsAutomation.Integrations.Arm.Web;

/// <summary>Reads and restarts App Service sites over the bare pipeline.</summary>
internal sealed class Sites(ArmGateway arm)
{
    private const string ApiVersion = "2023-12-01";

    /// <summary>Reads one site.</summary>
    /// <exception cref="JsonException">The answer lacks what every site has.</exception>
    public async Task<Site> ReadAsync(ResourceIdentifier id, CancellationToken cancellationToken)
    {
        var reply = await arm.SendAsync(RequestMethod.Get, $"{id}?api-version={ApiVersion}", cancellationToken);
        if (reply.Body is not { } body || body["name"]?.ToString() is not { } name || body["properties"]?["state"]?.ToString() is not { } state)
        {
            throw new JsonException("The site lacks its name or state.");
        }

        var tags = (body["tags"] as JsonObject ?? []).ToDictionary(t => t.Key, t => t.Value?.ToString() ?? string.Empty, StringComparer.Ordinal);
        return new Site(id, name, await CreationTimes.ReadAsync(arm, id, cancellationToken), state, tags)
        {
            Properties = (JsonObject)body["properties"]!.DeepClone(),
        };
    }

    /// <summary>Reads what a site and one of its slots serve, and their last swap.</summary>
    /// <exception cref="JsonException">An answer lacks what it must have.</exception>
    public async Task<SlotPair> ReadPairAsync(ResourceIdentifier id, string slot, CancellationToken cancellationToken)
    {
        var production = await ReadAsync(id, cancellationToken);
        var address = $"{id}/slots/{Uri.EscapeDataString(slot)}";
        var other = (await arm.SendAsync(RequestMethod.Get, $"{address}?api-version={ApiVersion}", cancellationToken)).Body?["properties"] as JsonObject
            ?? throw new JsonException("The slot lacks its properties.");
        return new SlotPair(
            production,
            slot,
            other,
            await ReadContentAsync(id.ToString(), cancellationToken),
            await ReadContentAsync(address, cancellationToken));
    }

    /// <summary>Exchanges production and a slot; Azure answers when it has begun.</summary>
    public async Task<ArmReply> SwapAsync(Site site, string slot, Guid requestId, CancellationToken cancellationToken)
    {
        using var scope = new OperationHeaders(requestId, IfMatch: null).Scope();
        var body = new JsonObject { ["targetSlot"] = slot, ["preserveVnet"] = true };
        return await arm.SendAsync(RequestMethod.Post, $"{site.Id}/slotsswap?api-version={ApiVersion}", cancellationToken, body);
    }

    /// <summary>Sends properties of a site. Sites have no ETag: read right before.</summary>
    public async Task<ArmReply> PatchAsync(Site site, JsonObject properties, Guid requestId, CancellationToken cancellationToken)
    {
        using var scope = new OperationHeaders(requestId, IfMatch: null).Scope();
        return await arm.SendAsync(RequestMethod.Patch, $"{site.Id}?api-version={ApiVersion}", cancellationToken, new JsonObject { ["properties"] = properties });
    }

    private async Task<SlotContent> ReadContentAsync(string address, CancellationToken cancellationToken)
    {
        var config = (await arm.SendAsync(RequestMethod.Get, $"{address}/config/web?api-version={ApiVersion}", cancellationToken)).Body?["properties"] as JsonObject ?? [];
        var deployments = (await arm.SendAsync(RequestMethod.Get, $"{address}/deployments?api-version={ApiVersion}", cancellationToken)).Body?["value"] as JsonArray
            ?? throw new JsonException("The list of deployments has no 'value'.");
        return SlotContent.Of(config, deployments);
    }

    /// <summary>Restarts a site; Azure answers when the restart has begun.</summary>
    public async Task<ArmReply> RestartAsync(Site site, Guid requestId, CancellationToken cancellationToken)
    {
        using var scope = new OperationHeaders(requestId, IfMatch: null).Scope();
        return await arm.SendAsync(RequestMethod.Post, $"{site.Id}/restart?api-version={ApiVersion}", cancellationToken);
    }
}
