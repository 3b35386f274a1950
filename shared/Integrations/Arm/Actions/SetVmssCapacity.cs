using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Prices;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>
/// <c>vmss.set-capacity</c>: brings a scale set to an absolute capacity; the inverse of every change of capacity. At the
/// target already, its plan changes nothing and succeeds, so that an undo may be repeated.
/// </summary>
internal sealed class SetVmssCapacity(ArmGateway arm, IPriceList prices) : VmssCapacity(arm, prices)
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "vmss.set-capacity";

    /// <summary>The most instances of a scale set (Azure's documented limit).</summary>
    private const int Most = 1000;

    private static readonly ActionParameter Capacity =
        new(CapacityPlan.Capacity, ActionParameterType.Integer, Required: true, "How many instances the scale set shall have.", Min: 0, Max: Most);

    private static readonly ActionParameter From =
        new(CapacityPlan.From, ActionParameterType.Integer, Required: false,
            "How many instances it must have now: when somebody changed it meanwhile, a person decides.", Min: 0, Max: Most);

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = Describe(ActionName, Capacity, From);

    /// <inheritdoc/>
    public override ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    protected override (int Target, string? Refusal) Wanted(JsonObject with, Counted now) => CapacityPlan.Set(with, Capacity, From, now);

    /// <inheritdoc/>
    /// <remarks>Taking back is most needed after a change that Azure failed, and Azure accepts a new capacity in that state.</remarks>
    protected override bool MayBegin(Counted now) => !now.UnderWay;
}
