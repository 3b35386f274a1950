using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Prices;
using OpsAutomation.Integrations.Credentials;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>Every action on Azure by its name: what playbooks may use, and what lint knows.</summary>
public static class AzureActions
{
    /// <summary>What lint knows about every action, without anything to run them on.</summary>
    public static IReadOnlyList<ActionDescriptor> Descriptions { get; } =
        [
            ScaleOutVmss.Description, SetVmssCapacity.Description, RestartSite.Description,
            ScaleOutPlan.Description, SetPlanCapacity.Description, RestartVm.Description, DeallocateVm.Description, StartVm.Description,
            SwapSlots.Description, RestartInstance.Description, ResizeVm.Description, ResizePlan.Description, AlwaysReadyInstances.Description,
            FlagOff.Description, SetFlag.Description, RemoveRule.Description, PutRule.Description,
            .. CredentialActions.Descriptions,
        ];

    /// <summary>Builds the actions.</summary>
    public static IReadOnlyDictionary<string, IAction> All(ArmGateway arm, IPriceList prices) =>
        new IAction[]
        {
            new ScaleOutVmss(arm, prices),
            new SetVmssCapacity(arm, prices),
            new RestartSite(arm),
            new ScaleOutPlan(arm, prices),
            new SetPlanCapacity(arm, prices),
            new RestartVm(arm),
            new DeallocateVm(arm, prices),
            new StartVm(arm, prices),
            new SwapSlots(arm),
            new RestartInstance(arm),
            new ResizeVm(arm, prices),
            new ResizePlan(arm, prices),
            new AlwaysReadyInstances(arm, prices),
            new FlagOff(arm),
            new SetFlag(arm),
            new RemoveRule(arm),
            new PutRule(arm),
        }.ToDictionary(a => a.Descriptor.Name, StringComparer.Ordinal);
}
