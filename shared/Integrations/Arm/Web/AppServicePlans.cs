using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;

namespace OpsAutomation.Integrations.Arm.Web;

/// <summary>Reads App Service plans and sends their capacity over the bare pipeline.</summary>
internal sealed class AppServicePlans(ArmGateway arm)
{
    private const string ApiVersion = "2023-12-01";

    // What a PUT takes; the rest of a read is Azure's own and would be refused or ignored.
    private static readonly string[] Envelope = ["location", "kind", "tags", "extendedLocation", "identity"];
    private static readonly string[] Properties =
    [
        "elasticScaleEnabled", "freeOfferExpirationTime", "hostingEnvironmentProfile", "hyperV", "isSpot", "isXenon", "kubeEnvironmentProfile",
        "maximumElasticWorkerCount", "perSiteScaling", "reserved", "spotExpirationTime", "targetWorkerCount", "targetWorkerSizeId", "workerTierName", "zoneRedundant",
    ];

    /// <summary>Reads one plan.</summary>
    /// <exception cref="JsonException">The answer lacks what every plan has.</exception>
    public async Task<AppServicePlan> ReadAsync(ResourceIdentifier id, CancellationToken cancellationToken)
    {
        var reply = await arm.SendAsync(RequestMethod.Get, $"{id}?api-version={ApiVersion}", cancellationToken);
        if (reply.Body is not { } body || body["name"]?.ToString() is not { } name || body["sku"] is not JsonObject sku
            || sku["name"]?.ToString() is not { } size || sku["tier"]?.ToString() is not { } tier
            || sku["capacity"] is not JsonValue capacity || !capacity.TryGetValue<int>(out var count))
        {
            throw new JsonException("The App Service plan lacks its name, SKU or capacity.");
        }

        var properties = body["properties"] as JsonObject;
        return new AppServicePlan(
            id,
            name,
            await CreationTimes.ReadAsync(arm, id, cancellationToken),
            count,
            size,
            tier,
            properties?["maximumNumberOfWorkers"] is JsonValue most && most.TryGetValue<int>(out var maximum) ? maximum : null,
            properties?["provisioningState"]?.ToString() ?? AppServicePlan.Settled,
            properties?["elasticScaleEnabled"]?.GetValueKind() == JsonValueKind.True,
            (body["tags"] as JsonObject ?? []).ToDictionary(t => t.Key, t => t.Value?.ToString() ?? string.Empty, StringComparer.Ordinal),
            body);
    }

    /// <summary>Sends an absolute capacity with everything else as it was read. Plans have no ETag: read right before.</summary>
    public Task<ArmReply> SendCapacityAsync(AppServicePlan read, int capacity, Guid requestId, CancellationToken cancellationToken)
    {
        var sku = (JsonObject)read.Body["sku"]!.DeepClone();
        sku["capacity"] = capacity;
        return SendAsync(read, sku, requestId, cancellationToken);
    }

    /// <summary>Names of the SKUs that the plan may change to where it is.</summary>
    /// <exception cref="JsonException">The answer is no list of SKUs.</exception>
    public async Task<IReadOnlyList<string>> SizesAsync(ResourceIdentifier id, CancellationToken cancellationToken)
    {
        var reply = await arm.SendAsync(RequestMethod.Get, $"{id}/skus?api-version={ApiVersion}", cancellationToken);
        return (reply.Body?["skus"] ?? reply.Body?["value"]) is JsonArray skus
            ? [.. skus.Select(s => s?["sku"]?["name"]?.ToString()).OfType<string>()]
            : throw new JsonException("The list of the plan's SKUs has no 'skus'.");
    }

    /// <summary>Sends another size with everything else as it was read, the count too. Plans have no ETag: read right before.</summary>
    public Task<ArmReply> SendSizeAsync(AppServicePlan read, string size, Guid requestId, CancellationToken cancellationToken) =>
        SendAsync(read, new JsonObject { ["name"] = size, ["tier"] = read.Tier, ["capacity"] = read.Capacity }, requestId, cancellationToken);

    private async Task<ArmReply> SendAsync(AppServicePlan read, JsonObject sku, Guid requestId, CancellationToken cancellationToken)
    {
        var body = Only(read.Body, Envelope);
        body["sku"] = sku;
        body["properties"] = Only(read.Body["properties"] as JsonObject ?? [], Properties);
        using var scope = new OperationHeaders(requestId, IfMatch: null).Scope();
        return await arm.SendAsync(RequestMethod.Put, $"{read.Id}?api-version={ApiVersion}", cancellationToken, body);
    }

    private static JsonObject Only(JsonObject from, string[] names) =>
        new(names.Where(n => from[n] is not null).Select(n => KeyValuePair.Create(n, (JsonNode?)from[n]!.DeepClone())));
}
