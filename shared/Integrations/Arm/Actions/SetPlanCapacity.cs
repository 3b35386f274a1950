using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Prices;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>
/// <c>plan.set-capacity</c>: brings an App Service plan to an absolute capacity; the inverse of every change of capacity. At
/// the target already, its plan changes nothing and succeeds, so that an undo may be repeated.
/// </summary>
internal sealed class SetPlanCapacity(ArmGateway arm, IPriceList prices) : PlanCapacity(arm, prices)
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "plan.set-capacity";

    /// <summary>The most instances of any plan (Isolated v2, Azure's documented limit); smaller sizes say their own.</summary>
    internal const int Most = 100;

    private static readonly ActionParameter Capacity =
        new(CapacityPlan.Capacity, ActionParameterType.Integer, Required: true, "How many instances the plan shall have.", Min: 1, Max: Most);

    private static readonly ActionParameter From =
        new(CapacityPlan.From, ActionParameterType.Integer, Required: false,
            "How many instances it must have now: when somebody changed it meanwhile, a person decides.", Min: 1, Max: Most);

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = Describe(ActionName, Capacity, From);

    /// <inheritdoc/>
    public override ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    protected override (int Target, string? Refusal) Wanted(JsonObject with, Counted now) => CapacityPlan.Set(with, Capacity, From, now);
}
