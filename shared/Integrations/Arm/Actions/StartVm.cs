using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Compute;
using OpsAutomation.Integrations.Arm.Prices;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>
/// <c>vm.start</c>: starts a deallocated machine; the inverse of <c>vm.deallocate</c>. On a running one its plan changes
/// nothing and succeeds, so that an undo may be repeated.
/// </summary>
public sealed class StartVm(ArmGateway arm, IPriceList prices) : IAction
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "vm.start";

    internal const string Operation = "start";

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = VmOperation.Describe(ActionName, Operation, Reversibility.Reversible) with { TakenBackBy = DeallocateVm.ActionName };

    private readonly VmOperation _power = new(arm, Operation, VirtualMachine.Deallocated, VirtualMachine.Running);

    /// <inheritdoc/>
    public ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    public Task<PlanResult> PlanAsync(PlanRequest request, CancellationToken cancellationToken) => _power.PlanAsync(
        request,
        (machine, protectedBy) => machine.Power is VirtualMachine.Deallocated or VirtualMachine.Running
            ? PlanResult.Of(Plan(machine, protectedBy))
            : PlanResult.Refused($"{machine.Name} is {machine.Power}, not deallocated: somebody else did something to it."),
        cancellationToken);

    /// <inheritdoc/>
    public Task<StartResult> StartAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken) =>
        _power.StartAsync(plan, operationId, cancellationToken);

    /// <inheritdoc/>
    public Task<AdoptResult> AdoptAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken) =>
        _power.AdoptAsync(plan, cancellationToken);

    /// <inheritdoc/>
    public Task<PollResult> PollAsync(ActionPlan plan, string? statusUrl, CancellationToken cancellationToken) =>
        _power.PollAsync(plan, statusUrl, cancellationToken);

    private ActionPlan Plan(VirtualMachine machine, string? protectedBy)
    {
        var runs = machine.Power == VirtualMachine.Running;
        var price = prices.PerHour(machine.Size);
        return _power.Plan(
            ActionName,
            machine,
            protectedBy,
            Reversibility.Reversible,
            VirtualMachine.Running,
            runs ? $"{machine.Name} runs already; nothing changes." : $"Start {machine.Name} ({machine.Size}).") with
        {
            Inverse = new ActionInverse(DeallocateVm.ActionName, new JsonObject(), $"Deallocate {machine.Name} again."),
            UndoByHand = VmOperation.Command(machine, DeallocateVm.Operation),
            CostPerHourDelta = runs ? 0 : price?.Amount,
            Currency = price?.Currency,
        };
    }
}
