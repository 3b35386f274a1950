using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;

namespace OpsAutomation.Integrations.Arm.Compute;

/// <summary>Reads virtual machines and sends their power operations over the bare pipeline.</summary>
internal sealed class VirtualMachines(ArmGateway arm)
{
    private const string ApiVersion = "2024-07-01";
    private const string PowerPrefix = "PowerState/";

    /// <summary>Reads one machine with its power state.</summary>
    /// <exception cref="JsonException">The answer lacks what every machine has.</exception>
    public async Task<VirtualMachine> ReadAsync(ResourceIdentifier id, CancellationToken cancellationToken)
    {
        var reply = await arm.SendAsync(RequestMethod.Get, $"{id}?api-version={ApiVersion}&$expand=instanceView", cancellationToken);
        var properties = reply.Body?["properties"] as JsonObject;
        if (reply.Body?["name"]?.ToString() is not { Length: > 0 } name
            || properties?["vmId"]?.ToString() is not { Length: > 0 } vmId
            || properties["hardwareProfile"]?["vmSize"]?.ToString() is not { Length: > 0 } size
            || properties["provisioningState"]?.ToString() is not { Length: > 0 } state
            || Power(properties) is not { } power)
        {
            throw new JsonException("The virtual machine lacks its name, vmId, size, provisioning state or power state.");
        }

        return new VirtualMachine(
            id,
            name,
            vmId,
            size,
            power,
            state,
            properties["priority"]?.ToString() is "Spot" or "Low" || properties["evictionPolicy"] is not null,
            properties["storageProfile"]?["osDisk"]?["diffDiskSettings"] is not null,
            (reply.Body["tags"] as JsonObject ?? []).ToDictionary(t => t.Key, t => t.Value?.ToString() ?? string.Empty, StringComparer.Ordinal))
        {
            ETag = reply.ETag,
            DataDisks = (properties["storageProfile"]?["dataDisks"] as JsonArray)?.Count ?? 0,
        };
    }

    /// <summary>The sizes that the machine may change to as it is: while it runs, those of its present hardware alone.</summary>
    /// <exception cref="JsonException">The answer is no list of sizes.</exception>
    public async Task<IReadOnlyList<VmSize>> SizesAsync(ResourceIdentifier id, CancellationToken cancellationToken)
    {
        var reply = await arm.SendAsync(RequestMethod.Get, $"{id}/vmSizes?api-version={ApiVersion}", cancellationToken);
        return reply.Body?["value"] is JsonArray values
            ? [.. values.OfType<JsonObject>().Select(VmSize.Of)]
            : throw new JsonException("The list of sizes has no 'value'.");
    }

    /// <summary>Sends a size, on the condition that the machine is still the version that was read.</summary>
    public async Task<ArmReply> SendSizeAsync(VirtualMachine machine, string size, Guid requestId, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["properties"] = new JsonObject { ["hardwareProfile"] = new JsonObject { ["vmSize"] = size } } };
        using var scope = new OperationHeaders(requestId, machine.ETag).Scope();
        return await arm.SendAsync(RequestMethod.Patch, $"{machine.Id}?api-version={ApiVersion}", cancellationToken, body);
    }

    /// <summary>Sends a power operation; Azure answers when it has begun.</summary>
    /// <param name="machine">The machine as just read: power operations know no ETag.</param>
    /// <param name="operation"><c>restart</c>, <c>start</c> or <c>deallocate</c>.</param>
    /// <param name="requestId">Id that finds it again in the activity log.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<ArmReply> SendAsync(VirtualMachine machine, string operation, Guid requestId, CancellationToken cancellationToken)
    {
        using var scope = new OperationHeaders(requestId, IfMatch: null).Scope();
        return await arm.SendAsync(RequestMethod.Post, $"{machine.Id}/{operation}?api-version={ApiVersion}", cancellationToken);
    }

    private static string? Power(JsonObject properties) =>
        (properties["instanceView"]?["statuses"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(s => s["code"]?.ToString())
            .FirstOrDefault(c => c?.StartsWith(PowerPrefix, StringComparison.OrdinalIgnoreCase) == true)?[PowerPrefix.Length..].ToLowerInvariant();
}
