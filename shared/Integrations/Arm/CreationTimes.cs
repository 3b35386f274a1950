using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;

namespace OpsAutomation.Integrations.Arm;

/// <summary>
/// When a resource was created: the identity of what has no unique id of its own, such as App Service's resources. The
/// resource list of its group knows it.
/// </summary>
internal static class CreationTimes
{
    private const string ApiVersion = "2021-04-01";

    /// <summary>Reads the creation time as Azure spells it.</summary>
    /// <exception cref="JsonException">Azure does not say.</exception>
    public static async Task<string> ReadAsync(ArmGateway arm, ResourceIdentifier id, CancellationToken cancellationToken)
    {
        var filter = Uri.EscapeDataString($"resourceType eq '{id.ResourceType}' and name eq '{id.Name}'");
        var reply = await arm.SendAsync(
            RequestMethod.Get,
            $"/subscriptions/{id.SubscriptionId}/resourceGroups/{id.ResourceGroupName}/resources?api-version={ApiVersion}&$filter={filter}&$expand=createdTime",
            cancellationToken);
        var entry = (reply.Body?["value"] as JsonArray)?.OfType<JsonObject>()
            .FirstOrDefault(r => string.Equals(r["id"]?.ToString(), id.ToString(), StringComparison.OrdinalIgnoreCase));
        return entry?["createdTime"]?.ToString() is { Length: > 0 } created
            ? created
            : throw new JsonException($"Azure does not say when {id.Name} was created, so it could not be told from a later one of the same name.");
    }
}
