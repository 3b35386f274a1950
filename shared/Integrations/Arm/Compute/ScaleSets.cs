using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.ResourceManager.Compute;
using Azure.ResourceManager.Compute.Models;

namespace OpsAutomation.Integrations.Arm.Compute;

/// <summary>Reads scale sets and sends their capacity, with the typed client.</summary>
internal sealed class ScaleSets(ArmGateway arm)
{
    /// <summary>Reads one scale set.</summary>
    /// <exception cref="JsonException">The answer lacks what every scale set has.</exception>
    public Task<ScaleSet> ReadAsync(ResourceIdentifier id, CancellationToken cancellationToken) => arm.RunAsync(
        async (client, token) =>
        {
            var response = await TypedAnswers.ReadAsync(() => client.GetVirtualMachineScaleSetResource(id).GetAsync(expand: null, token));
            var data = response.Value.Data;
            var identity = data.UniqueId is { Length: > 0 } unique ? unique : data.TimeCreated?.ToString("O", CultureInfo.InvariantCulture);
            if (data.Sku is not { Name: { } size, Capacity: { } capacity and >= 0 and <= int.MaxValue } || identity is null
                || data.ProvisioningState is not { } state || data.Id is null || data.Name is null)
            {
                throw new JsonException("The scale set lacks its size, capacity, state or identity.");
            }

            return new ScaleSet(
                data.Id,
                data.Name,
                identity,
                (int)capacity,
                size,
                data.Sku.Tier,
                state,
                ArmReply.Of(response.GetRawResponse(), arm.Clock.GetUtcNow()).ETag,
                new Dictionary<string, string>(data.Tags, StringComparer.Ordinal));
        },
        cancellationToken);

    /// <summary>Sends an absolute capacity, on the condition that the scale set is still the version that was read.</summary>
    /// <returns>The answer as soon as Azure accepted it.</returns>
    public async Task<ArmReply> SendCapacityAsync(ScaleSet read, int capacity, Guid requestId, CancellationToken cancellationToken)
    {
        // Size and tier go along: some API versions take a sku without a name for an incomplete one.
        var patch = new VirtualMachineScaleSetPatch { Sku = new ComputeSku { Name = read.Size, Tier = read.Tier, Capacity = capacity } };
        using var scope = new OperationHeaders(requestId, read.ETag).Scope();
        return await arm.RunAsync(
            async (client, token) =>
            {
                var operation = await TypedAnswers.ReadAsync(
                    () => client.GetVirtualMachineScaleSetResource(read.Id).UpdateAsync(WaitUntil.Started, patch, token));
                return ArmReply.Of(operation.GetRawResponse(), arm.Clock.GetUtcNow());
            },
            cancellationToken);
    }
}
