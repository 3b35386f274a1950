using System.Globalization;
using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>The instances of a scale set, derived from its version: those that run, those being created, those being deleted.</summary>
internal static class ScaleSetInstances
{
    /// <summary>Bodies of all instances, in order of instance id.</summary>
    public static List<JsonObject> Of(ResourceVersion set, int seed)
    {
        var count = Math.Max(set.Capacity, set.State.Running);
        return [.. Enumerable.Range(0, count).Select(index => Instance(set, index, seed))];
    }

    private static JsonObject Instance(ResourceVersion set, int index, int seed)
    {
        var number = index.ToString(CultureInfo.InvariantCulture);
        var provisioning = index >= set.Capacity ? "Deleting" : index >= set.State.Running ? "Creating" : "Succeeded";
        return new JsonObject
        {
            ["name"] = $"{set.Id.Name}_{number}",
            ["id"] = $"{set.Id.Text}/virtualMachines/{number}",
            ["type"] = "Microsoft.Compute/virtualMachineScaleSets/virtualMachines",
            ["location"] = set.Location,
            ["instanceId"] = number,
            ["sku"] = new JsonObject { ["name"] = set.Body["sku"]?["name"]?.DeepClone(), ["tier"] = "Standard" },
            ["properties"] = new JsonObject
            {
                ["latestModelApplied"] = true,
                ["provisioningState"] = provisioning,
                ["vmId"] = StoreSession.DerivedId(seed, "instance", set.Properties["uniqueId"]!.GetValue<string>(), number).ToString(),
                ["timeCreated"] = set.Properties["timeCreated"]?.DeepClone(),
            },
        };
    }
}
