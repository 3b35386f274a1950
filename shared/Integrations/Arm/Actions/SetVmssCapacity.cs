using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Compute;
using OpsAutomation.Integrations.Arm.Prices;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>
/// <c>vmss.set-capacity</c>: brings a scale set to an absolute capacity; the inverse of every change of capacity. At the
/// target already, its plan changes nothing and succeeds, so that an undo may be repeated.
/// </summary>
public sealed class SetVmssCapacity(ArmGateway arm, IPriceList prices) : IAction
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
    public static ActionDescriptor Description { get; } = VmssCapacity.Describe(ActionName, Capacity, From);

    private readonly VmssCapacity _capacity = new(arm, prices);

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

        return await _capacity.PlanAsync(ActionName, request, set => (capacity.Value, Mismatch(set, capacity.Value, from)), cancellationToken);
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

    private static string? Mismatch(ScaleSet set, int target, int? from) =>
        from is null || set.Capacity == from || set.Capacity == target
            ? null
            : $"{set.Name} has {set.Capacity} instances, not {from} as this incident left it; somebody else changed it.";
}
