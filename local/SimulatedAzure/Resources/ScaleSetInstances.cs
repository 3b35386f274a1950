using System.Globalization;
using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>The instances of a scale set, derived from its version: those that run, those being created, those being deleted.</summary>
internal static class ScaleSetInstances
{
    /// <summary>Bodies of all instances, in order of instance id.</summary>
    /// <param name="set">The scale set.</param>
    /// <param name="seed">Seed of their ids.</param>
    /// <param name="viewed">The time of instance views that go along, or null for none.</param>
    public static List<JsonObject> Of(ResourceVersion set, int seed, DateTimeOffset? viewed = null)
    {
        var count = Math.Max(set.Capacity, set.State.Running);
        List<JsonObject> all = [.. Enumerable.Range(0, count).Select(index => Instance(set, index, seed))];
        if (viewed is { } at)
        {
            all.ForEach(one => one["properties"]!["instanceView"] = View(set, one, at));
        }

        return all;
    }

    /// <summary>The instance view: power, and health where the set has a probe.</summary>
    public static JsonObject View(ResourceVersion set, JsonObject instance, DateTimeOffset at)
    {
        var view = PowerStatus.InstanceView(set.State.Power, instance["properties"]!["provisioningState"]!.GetValue<string>(), at);
        if (set.State.Unhealthy is { } unhealthy)
        {
            var ill = unhealthy.Contains(instance["instanceId"]!.GetValue<string>());
            view["vmHealth"] = new JsonObject
            {
                ["status"] = new JsonObject
                {
                    ["code"] = ill ? "HealthState/unhealthy" : "HealthState/healthy",
                    ["level"] = ill ? "Error" : "Info",
                    ["displayStatus"] = ill ? "The VM is reporting itself as unhealthy" : "The VM is reporting itself as healthy",
                },
            };
        }

        return view;
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
