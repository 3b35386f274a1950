using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Compute;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary><c>vm.restart</c>: restarts a running virtual machine. It leaves no lasting change, so there is nothing to take back.</summary>
internal sealed class RestartVm(ArmGateway arm) : PowerAction(arm, Operation, VirtualMachine.Running, VirtualMachine.Running)
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "vm.restart";

    private const string Operation = "restart";

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = Describe(ActionName, Operation, Reversibility.NoLastingChange, ActivityLogReader.Permission);

    /// <inheritdoc/>
    public override ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    /// <remarks>A restart leaves no state to read: the activity log is asked.</remarks>
    protected override bool ShowsAtOnce => false;

    /// <inheritdoc/>
    /// <remarks>A machine that runs, and on which nothing is under way any more, has been restarted.</remarks>
    protected override bool Reached(Sight sight) => sight.Standing == Standing.AsPlanned;

    /// <inheritdoc/>
    protected override PlanResult Decide(VirtualMachine machine) => machine.Power == VirtualMachine.Running
        ? PlanResult.Of(Plan(
            machine,
            "running, after a restart",
            $"Restart {machine.Name}: what it does is cut off, and it works again after its start-up. Its disks, addresses and temporary disk stay.") with
        { CostPerHourDelta = 0 })
        : PlanResult.Refused($"{machine.Name} is {machine.Power}; restarting would start what somebody stopped.");
}
