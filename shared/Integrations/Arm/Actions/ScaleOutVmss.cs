using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Prices;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary><c>vmss.scale-out</c>: adds instances to a scale set.</summary>
public sealed class ScaleOutVmss(ArmGateway arm, IPriceList prices) : IAction
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "vmss.scale-out";

    private static readonly ActionParameter Add =
        new("add", ActionParameterType.Integer, Required: true, "How many instances to add to those that are there.", Min: 1, Max: 100);

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = VmssCapacity.Describe(ActionName, Add) with { TakenBackBy = SetVmssCapacity.ActionName };

    private readonly VmssCapacity _capacity = new(arm, prices);

    /// <inheritdoc/>
    public ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    public async Task<PlanResult> PlanAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        var add = Given.Int(request.With, Add, out var problem);
        return add is null || (problem ??= Given.Unknown(request.With, Descriptor.Parameters)) is not null
            ? PlanResult.Refused(problem!)
            : await _capacity.PlanAsync(ActionName, request, set => (set.Capacity + add.Value, null), cancellationToken);
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
