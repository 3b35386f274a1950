using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Prices;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>Every action on Azure by its name: what playbooks may use, and what lint knows.</summary>
public static class AzureActions
{
    /// <summary>Builds the actions.</summary>
    public static IReadOnlyDictionary<string, IAction> All(ArmGateway arm, IPriceList prices) =>
        new IAction[]
        {
            new ScaleOutVmss(arm, prices),
            new SetVmssCapacity(arm, prices),
            new RestartSite(arm),
        }.ToDictionary(a => a.Descriptor.Name, StringComparer.Ordinal);
}
