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
        return new Site(id, name, await CreationTimes.ReadAsync(arm, id, cancellationToken), state, tags);
    }

    /// <summary>Restarts a site; Azure answers when the restart has begun.</summary>
    public async Task<ArmReply> RestartAsync(Site site, Guid requestId, CancellationToken cancellationToken)
    {
        using var scope = new OperationHeaders(requestId, IfMatch: null).Scope();
        return await arm.SendAsync(RequestMethod.Post, $"{site.Id}/restart?api-version={ApiVersion}", cancellationToken);
    }
}
