using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;

namespace OpsAutomation.Integrations.Arm.Configuration;

/// <summary>
/// Reads and writes feature flags. The store's address comes from ARM, and must be one of the service's own: our token goes
/// nowhere else.
/// </summary>
internal sealed class FeatureFlags(ArmGateway arm)
{
    private const string StoreVersion = "2023-03-01";
    private const string DataVersion = "2023-11-01";
    private const string Media = "application/vnd.microsoft.appconfig.kv+json";

    /// <summary>What the token is for.</summary>
    private string Scope => $"https://{arm.Options.AppConfigurationSuffix}/.default";

    /// <summary>Reads a flag of a store.</summary>
    /// <exception cref="JsonException">An answer lacks what it must have, or the store's address is none of the service's.</exception>
    public async Task<FeatureFlag> ReadAsync(ResourceIdentifier store, string name, string? label, CancellationToken cancellationToken)
    {
        var reply = await arm.SendAsync(RequestMethod.Get, $"{store}?api-version={StoreVersion}", cancellationToken);
        if (reply.Body?["properties"] is not JsonObject properties || reply.Body["name"]?.ToString() is not { Length: > 0 } storeName
            || properties["creationDate"]?.ToString() is not { Length: > 0 } created || properties["endpoint"]?.ToString() is not { } endpoint)
        {
            throw new JsonException("The configuration store lacks its name, creation date or endpoint.");
        }

        var address = Address(endpoint, name, label, arm.Options.AppConfigurationSuffix);
        var flag = await arm.SendDataAsync(Scope, RequestMethod.Get, address, Media, cancellationToken);
        return flag is { Body: { } body, ETag: { Length: > 0 } etag } && body["value"]?.ToString() is { } value
            ? new FeatureFlag(
                store,
                storeName,
                created,
                (reply.Body["tags"] as JsonObject ?? []).ToDictionary(t => t.Key, t => t.Value?.ToString() ?? string.Empty, StringComparer.Ordinal),
                address,
                value,
                body["content_type"]?.ToString() ?? string.Empty,
                body["tags"]?.DeepClone() as JsonObject ?? [],
                body["locked"]?.GetValueKind() == JsonValueKind.True,
                etag)
            : throw new JsonException("The flag lacks its value or its version.");
    }

    /// <summary>Writes a value, on the condition that the flag is still the version that was read.</summary>
    public async Task<ArmReply> SendAsync(FeatureFlag read, string value, Guid requestId, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["value"] = value, ["content_type"] = read.ContentType, ["tags"] = read.Tags.DeepClone() };
        using var scope = new OperationHeaders(requestId, read.ETag).Scope();
        return await arm.SendDataAsync(Scope, RequestMethod.Put, read.Address, Media, cancellationToken, body);
    }

    /// <summary>The address of a flag: only of a host that is one of the service's own.</summary>
    /// <exception cref="JsonException">The endpoint is not.</exception>
    internal static Uri Address(string endpoint, string name, string? label, string suffix)
    {
        var ours = Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
            && uri is { Scheme: "https", IsDefaultPort: true, UserInfo: "", Query: "", Fragment: "", AbsolutePath: "/" }
            && uri.Host.EndsWith("." + suffix, StringComparison.OrdinalIgnoreCase)
            && !uri.Host[..^(suffix.Length + 1)].Contains('.', StringComparison.Ordinal);
        return ours
            ? new Uri(uri!, $"/kv/{Uri.EscapeDataString(FeatureFlag.KeyOf(name))}?api-version={DataVersion}&label={(label is null ? "%00" : Uri.EscapeDataString(label))}")
            : throw new JsonException($"The store's endpoint is none of https://NAME.{suffix}: no token is sent there.");
    }
}
