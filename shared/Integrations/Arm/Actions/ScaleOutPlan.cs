using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Prices;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary><c>plan.scale-out</c>: adds instances to an App Service plan.</summary>
internal sealed class ScaleOutPlan(ArmGateway arm, IPriceList prices) : PlanCapacity(arm, prices)
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "plan.scale-out";

    private static readonly ActionParameter Add =
        new("add", ActionParameterType.Integer, Required: true, "How many instances to add to those that are there.", Min: 1, Max: SetPlanCapacity.Most);

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = Describe(ActionName, Add) with { TakenBackBy = SetPlanCapacity.ActionName };

    /// <inheritdoc/>
    public override ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    protected override (int Target, string? Refusal) Wanted(JsonObject with, Counted now) => CapacityPlan.Added(with, Add, now);
}
