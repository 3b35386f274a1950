using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Prices;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>
/// <c>plan.set-capacity</c>: brings an App Service plan to an absolute capacity; the inverse of every change of capacity. At
/// the target already, its plan changes nothing and succeeds, so that an undo may be repeated.
/// </summary>
public sealed class SetPlanCapacity(ArmGateway arm, IPriceList prices) : IAction
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
    public static ActionDescriptor Description { get; } = PlanCapacity.Describe(ActionName, Capacity, From);

    private readonly PlanCapacity _capacity = new(arm, prices);

    /// <inheritdoc/>
    public ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    public async Task<PlanResult> PlanAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        var capacity = Given.Int(request.With, Capacity, out var problem);
        var from = Given.Int(request.With, From, out var fromProblem);
        if (capacity is null || (problem ??= fromProblem ?? Given.Unknown(request.With, Descriptor.Parameters)) is not null)
        {
            return PlanResult.Refused(problem!);
        }

        return await _capacity.PlanAsync(
            ActionName,
            request,
            plan => (capacity.Value, from is null || plan.Capacity == from || plan.Capacity == capacity
                ? null
                : $"{plan.Name} has {plan.Capacity} instances, not {from} as this incident left it; somebody else changed it."),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StartResult> StartAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken) =>
        _capacity.StartAsync(plan, operationId, cancellationToken);

    /// <inheritdoc/>
    public Task<AdoptResult> AdoptAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken) =>
        _capacity.AdoptAsync(plan, cancellationToken);

    /// <inheritdoc/>
    public Task<PollResult> PollAsync(ActionPlan plan, string? statusUrl, CancellationToken cancellationToken) =>
        _capacity.PollAsync(plan, statusUrl, cancellationToken);
}
