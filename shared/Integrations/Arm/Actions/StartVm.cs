using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Compute;
using OpsAutomation.Integrations.Arm.Prices;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>
/// <c>vm.start</c>: starts a deallocated machine; the inverse of <c>vm.deallocate</c>. On a running one its plan changes
/// nothing and succeeds, so that an undo may be repeated.
/// </summary>
internal sealed class StartVm(ArmGateway arm, IPriceList prices) : PowerAction(arm, Operation, VirtualMachine.Deallocated, VirtualMachine.Running)
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "vm.start";

    internal const string Operation = "start";

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = Describe(ActionName, Operation, Reversibility.Reversible) with { TakenBackBy = DeallocateVm.ActionName };

    /// <inheritdoc/>
    public override ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    protected override PlanResult Decide(VirtualMachine machine)
    {
        if (machine.Power is not (VirtualMachine.Deallocated or VirtualMachine.Running))
        {
            return PlanResult.Refused($"{machine.Name} is {machine.Power}, not deallocated: somebody else did something to it.");
        }

        var runs = machine.Power == VirtualMachine.Running;
        var price = prices.PerHour(machine.Size);
        return PlanResult.Of(Plan(
            machine,
            VirtualMachine.Running,
            runs ? $"{machine.Name} runs already; nothing changes." : $"Start {machine.Name} ({machine.Size}).") with
        {
            Inverse = new ActionInverse(DeallocateVm.ActionName, new JsonObject(), $"Deallocate {machine.Name} again."),
            UndoByHand = Command(machine, DeallocateVm.Operation),
            CostPerHourDelta = runs ? 0 : price?.Amount,
            Currency = price?.Currency,
        });
    }
}
