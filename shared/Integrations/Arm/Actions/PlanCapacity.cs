using System.Text.Json.Nodes;
using Azure.Core;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Prices;
using OpsAutomation.Integrations.Arm.Web;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>
/// What every change of an App Service plan's capacity shares. Plans have no ETag, so the plan is read again right before an
/// absolute capacity is sent, and read again after it: what lies between the two is a person's question.
/// </summary>
internal abstract class PlanCapacity(ArmGateway arm, IPriceList prices) : CapacityAction<AppServicePlan>(arm, prices)
{
    private readonly AppServicePlans _plans = new(arm);

    /// <inheritdoc/>
    protected override string Back => SetPlanCapacity.ActionName;

    /// <inheritdoc/>
    protected override string Kind => "plan";

    /// <inheritdoc/>
    protected override string Besides => ", for every app in it";

    /// <summary>Describes an action that changes a plan's capacity.</summary>
    protected static ActionDescriptor Describe(string name, params IReadOnlyList<ActionParameter> parameters) => new()
    {
        Name = name,
        ResourceType = AppServicePlan.Type,
        Parameters = parameters,
        Permissions =
        [
            "Microsoft.Web/serverfarms/read",
            "Microsoft.Web/serverfarms/write",
            "Microsoft.Web/serverfarms/operationresults/read",
            "Microsoft.Resources/subscriptions/resourceGroups/resources/read",
            "Microsoft.Authorization/locks/read",
            "Microsoft.Resources/tags/read",
            AutoscaleSettings.Permission,
        ],
        Reversibility = Reversibility.Reversible,
        ChangesCount = true,
    };

    /// <inheritdoc/>
    protected override Task<AppServicePlan> ReadAsync(ResourceIdentifier id, JsonObject with, CancellationToken cancellationToken) => _plans.ReadAsync(id, cancellationToken);

    /// <inheritdoc/>
    protected override Counted Count(AppServicePlan seen) => new(seen.Id, seen.Name, seen.Identity, seen.Capacity, seen.Size, seen.State);

    /// <inheritdoc/>
    protected override string? Limit(AppServicePlan seen, int target, int? maximum) =>
        seen.ScalesItself ? $"{seen.Name} scales itself (App Service automatic scaling); its count is not ours to set."
        : !seen.HasCount ? $"{seen.Name} is of the tier {seen.Tier}, whose count cannot be set."
        : CapacityPlan.Above(seen.Name, target, maximum) ?? (target > seen.Maximum
            ? $"{seen.Name} would have {target} instances, and Azure gives a plan of the size {seen.Size} at most {seen.Maximum}."
            : null);

    /// <inheritdoc/>
    protected override bool MayBegin(Counted now) => !now.UnderWay;

    /// <inheritdoc/>
    protected override Task<ArmReply> SendAsync(ActionPlan plan, AppServicePlan seen, Guid requestId, CancellationToken cancellationToken) =>
        _plans.SendCapacityAsync(seen, Number(plan.Parameters), requestId, cancellationToken);

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> Tags(AppServicePlan seen) => seen.Tags;

    /// <inheritdoc/>
    protected override string Command(Counted now, int capacity) =>
        $"{AzCommand.Of("appservice plan update", now.Id, ("name", now.Name))} --number-of-workers {capacity}";
}
