using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;

namespace OpsAutomation.Integrations.Arm.Compute;

/// <summary>A scale set and its instances as one look gave them.</summary>
/// <param name="Set">The scale set.</param>
/// <param name="All">Its instances.</param>
internal sealed record ScaleSetView(ScaleSet Set, IReadOnlyList<ScaleSetInstance> All);

/// <summary>Reads the instances of scale sets and restarts one, over the bare pipeline.</summary>
internal sealed class ScaleSetInstances(ArmGateway arm)
{
    /// <summary>More pages than this are not the instances of one set (1000 at most).</summary>
    private const int MaxPages = 50;

    private readonly ScaleSets _sets = new(arm);

    /// <summary>Reads a scale set with all its instances, their power and their health.</summary>
    /// <exception cref="JsonException">An answer lacks what it must have.</exception>
    public async Task<ScaleSetView> ReadAsync(ResourceIdentifier id, CancellationToken cancellationToken)
    {
        var set = await _sets.ReadAsync(id, cancellationToken);
        var all = new List<ScaleSetInstance>();
        var next = $"{id}/virtualMachines?api-version={ArmGateway.ScaleSetApiVersion}&$expand=instanceView";
        for (var page = 0; next is not null; page++)
        {
            var reply = await arm.SendAsync(RequestMethod.Get, next, cancellationToken);
            if (page == MaxPages || reply.Body?["value"] is not JsonArray values)
            {
                throw new JsonException("The list of instances has no 'value', or does not end.");
            }

            all.AddRange(values.OfType<JsonObject>().Select(ScaleSetInstance.Of));
            next = reply.Body["nextLink"]?.ToString();
        }

        return new ScaleSetView(set, all);
    }

    /// <summary>Restarts one instance; Azure answers when it has begun.</summary>
    public async Task<ArmReply> RestartAsync(ScaleSet set, string instance, Guid requestId, CancellationToken cancellationToken)
    {
        using var scope = new OperationHeaders(requestId, IfMatch: null).Scope();
        return await arm.SendAsync(
            RequestMethod.Post, $"{set.Id}/virtualMachines/{Uri.EscapeDataString(instance)}/restart?api-version={ArmGateway.ScaleSetApiVersion}", cancellationToken);
    }
}
