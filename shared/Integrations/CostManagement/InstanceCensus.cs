using System.Text.Json.Nodes;
using Azure.Core;
using OpsAutomation.Core.Cost.Proxies;
using OpsAutomation.Integrations.Arm;

namespace OpsAutomation.Integrations.CostManagement;

/// <summary>Counts what is paid for by the hour in a scope: machines, instances of scale sets, instances of plans.</summary>
public sealed class InstanceCensus(ArmGateway arm)
{
    private const int MaxPages = 50;

    /// <summary>What must be allowed.</summary>
    public static IReadOnlyList<string> Permissions { get; } =
        ["Microsoft.Compute/virtualMachineScaleSets/read", "Microsoft.Compute/virtualMachines/read", "Microsoft.Web/serverfarms/read"];

    /// <summary>Counts.</summary>
    /// <param name="scope">Subscription or resource group.</param>
    /// <param name="cancellationToken">Ends the reads.</param>
    public async Task<IReadOnlyList<SizeCount>> CountAsync(string scope, CancellationToken cancellationToken)
    {
        var counts = new List<SizeCount>();
        await ListAsync($"{scope}/providers/Microsoft.Compute/virtualMachineScaleSets?api-version={ArmGateway.ScaleSetApiVersion}", r => BySku(r, counts), cancellationToken);
        await ListAsync($"{scope}/providers/Microsoft.Web/serverfarms?api-version=2023-12-01", r => BySku(r, counts), cancellationToken);
        await ListAsync($"{scope}/providers/Microsoft.Compute/virtualMachines?api-version=2024-07-01", r => Machine(r, counts), cancellationToken);
        return counts;
    }

    private static void BySku(JsonObject resource, List<SizeCount> counts)
    {
        if (resource["id"]?.ToString() is { } id && resource["sku"] is JsonObject sku && sku["name"]?.ToString() is { } size
            && sku["capacity"] is JsonValue capacity && int.TryParse(capacity.ToString(), out var count))
        {
            counts.Add(new SizeCount(id, size, count));
        }
    }

    // Machines of a group and size are counted together: forty new ones are one piece of news.
    private static void Machine(JsonObject machine, List<SizeCount> counts)
    {
        if (machine["id"]?.ToString() is { } id && machine["properties"]?["hardwareProfile"]?["vmSize"]?.ToString() is { } size)
        {
            var group = string.Join('/', id.Split('/').Take(5));
            var at = counts.FindIndex(c => c.Resource == group && c.Size == size);
            if (at < 0)
            {
                counts.Add(new SizeCount(group, size, 1));
            }
            else
            {
                counts[at] = counts[at] with { Count = counts[at].Count + 1 };
            }
        }
    }

    private async Task ListAsync(string address, Action<JsonObject> each, CancellationToken cancellationToken)
    {
        var next = address;
        for (var page = 0; page < MaxPages; page++)
        {
            var reply = await arm.SendAsync(RequestMethod.Get, next, cancellationToken);
            foreach (var resource in (reply.Body?["value"] as JsonArray ?? []).OfType<JsonObject>())
            {
                each(resource);
            }

            if (reply.Body?["nextLink"]?.ToString() is not { Length: > 0 } link || !Uri.TryCreate(link, UriKind.Absolute, out var uri))
            {
                return;
            }

            next = uri.PathAndQuery;
        }
    }
}
