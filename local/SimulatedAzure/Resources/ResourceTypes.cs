using OpsAutomation.SimulatedAzure.KeyVault;
using OpsAutomation.SimulatedAzure.Storage;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>The types that the simulation knows.</summary>
internal static class ResourceTypes
{
    /// <summary>All of them, in a fixed order.</summary>
    public static readonly IReadOnlyList<ResourceType> All =
    [
        new VirtualMachines(), new ScaleSets(), new ServerFarms(), new Sites(), new SiteSlots(), new AutoscaleSettings(),
        new NetworkSecurityGroups(), new ConfigurationStores(), new Vaults(), new StorageAccounts(),
    ];

    /// <summary>A type by its name, without regard to case; null when it is not known.</summary>
    public static ResourceType? Find(string? name) => All.FirstOrDefault(type => type.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
