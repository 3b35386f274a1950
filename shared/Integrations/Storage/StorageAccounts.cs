using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using OpsAutomation.Integrations.Arm;
using OpsAutomation.Integrations.Credentials;

namespace OpsAutomation.Integrations.Storage;

/// <summary>Reads storage accounts and makes their keys anew. Keys are never listed: only the answer to a new one holds values.</summary>
internal sealed class StorageAccounts(ArmGateway arm)
{
    private const string ApiVersion = "2023-05-01";

    /// <summary>Reads one account.</summary>
    /// <exception cref="JsonException">The answer lacks what every account has.</exception>
    public async Task<StorageAccount> ReadAsync(ResourceIdentifier id, CancellationToken cancellationToken)
    {
        var reply = await arm.SendAsync(RequestMethod.Get, $"{id}?api-version={ApiVersion}", cancellationToken);
        if (reply.Body is not { } body || body["properties"] is not JsonObject properties || properties["creationTime"]?.ToString() is not { Length: > 0 } created)
        {
            throw new JsonException("The storage account lacks its creation time.");
        }

        return new StorageAccount(
            id,
            body["name"]?.ToString() ?? id.Name,
            created,
            properties["allowSharedKeyAccess"]?.GetValue<bool>() ?? true,
            Texts(properties["keyCreationTime"]),
            properties["keyPolicy"]?["keyExpirationPeriodInDays"] is { } days ? TimeSpan.FromDays(days.GetValue<int>()) : null,
            Texts(body["tags"]));
    }

    /// <summary>Makes a key anew; the old value of that key opens nothing from then on.</summary>
    /// <returns>The new value.</returns>
    public async Task<SecretValue> RegenerateAsync(ResourceIdentifier id, string key, Guid requestId, CancellationToken cancellationToken)
    {
        using var scope = new OperationHeaders(requestId, IfMatch: null).Scope();
        var reply = await arm.SendAsync(RequestMethod.Post, $"{id}/regenerateKey?api-version={ApiVersion}", cancellationToken, new JsonObject { ["keyName"] = key });
        var value = (reply.Body?["keys"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(k => string.Equals(k["keyName"]?.ToString(), key, StringComparison.OrdinalIgnoreCase))?["value"];
        return value?.ToString() is { Length: > 0 } text ? SecretValue.Of(text) : throw new JsonException("The new key could not be read.");
    }

    private static Dictionary<string, string> Texts(JsonNode? node) =>
        (node as JsonObject ?? []).ToDictionary(t => t.Key, t => t.Value?.ToString() ?? string.Empty, StringComparer.Ordinal);
}
