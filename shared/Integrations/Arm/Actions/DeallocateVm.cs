using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Compute;
using OpsAutomation.Integrations.Arm.Prices;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>
/// <c>vm.deallocate</c>: stops a running machine and gives its host back, so that its compute costs nothing; taken back by
/// <c>vm.start</c>. Machines that could not come back as they were are refused.
/// </summary>
internal sealed class DeallocateVm(ArmGateway arm, IPriceList prices) : PowerAction(arm, Operation, VirtualMachine.Running, VirtualMachine.Deallocated)
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "vm.deallocate";

    internal const string Operation = "deallocate";

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = Describe(ActionName, Operation, Reversibility.Reversible) with { TakenBackBy = StartVm.ActionName };

    /// <inheritdoc/>
    public override ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    protected override PlanResult Decide(VirtualMachine machine)
    {
        if (Refusal(machine) is { } refusal)
        {
            return PlanResult.Refused(refusal);
        }

        var price = prices.PerHour(machine.Size);
        return PlanResult.Of(Plan(
            machine,
            VirtualMachine.Deallocated,
            $"Deallocate {machine.Name} ({machine.Size}): what it does ends, its temporary disk is lost, and a dynamic public address may change. Its disks stay and go on costing.") with
        {
            Inverse = new ActionInverse(StartVm.ActionName, new JsonObject(), $"Start {machine.Name} again, when Azure has capacity for {machine.Size}."),
            UndoByHand = Command(machine, StartVm.Operation),
            CostPerHourDelta = price is null ? null : -price.Amount,
            Currency = price?.Currency,
        });
    }

    private static string? Refusal(VirtualMachine machine) =>
        machine.IsSpot ? $"{machine.Name} is a spot machine: once deallocated, Azure may have no capacity to start it again."
        : machine.HasEphemeralDisk ? $"{machine.Name} has an ephemeral OS disk, which lives on the host: such a machine cannot be deallocated and come back."
        : machine.Power != VirtualMachine.Running ? $"{machine.Name} is {machine.Power}, and only a running machine is deallocated: somebody stopped it for a reason."
        : null;
}
