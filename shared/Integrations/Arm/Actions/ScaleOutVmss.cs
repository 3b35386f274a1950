using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Prices;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary><c>vmss.scale-out</c>: adds instances to a scale set.</summary>
internal sealed class ScaleOutVmss(ArmGateway arm, IPriceList prices) : VmssCapacity(arm, prices)
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "vmss.scale-out";

    private static readonly ActionParameter Add =
        new("add", ActionParameterType.Integer, Required: true, "How many instances to add to those that are there.", Min: 1, Max: 100);

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = Describe(ActionName, Add) with { TakenBackBy = SetVmssCapacity.ActionName };

    /// <inheritdoc/>
    public override ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    protected override (int Target, string? Refusal) Wanted(JsonObject with, Counted now) => CapacityPlan.Added(with, Add, now);
}
