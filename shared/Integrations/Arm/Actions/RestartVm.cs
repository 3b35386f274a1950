using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Compute;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary><c>vm.restart</c>: restarts a running virtual machine. It leaves no lasting change, so there is nothing to take back.</summary>
public sealed class RestartVm(ArmGateway arm) : IAction
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "vm.restart";

    private const string Operation = "restart";

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } =
        VmOperation.Describe(ActionName, Operation, Reversibility.NoLastingChange, "Microsoft.Insights/eventtypes/values/read");

    private readonly VmOperation _power = new(arm, Operation, VirtualMachine.Running, VirtualMachine.Running);
    private readonly ActivityLogReader _activity = new(arm);

    /// <inheritdoc/>
    public ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    public Task<PlanResult> PlanAsync(PlanRequest request, CancellationToken cancellationToken) => _power.PlanAsync(
        request,
        (machine, protectedBy) => machine.Power == VirtualMachine.Running
            ? PlanResult.Of(Plan(machine, protectedBy))
            : PlanResult.Refused($"{machine.Name} is {machine.Power}; restarting would start what somebody stopped."),
        cancellationToken);

    /// <inheritdoc/>
    public Task<StartResult> StartAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken) =>
        _power.StartAsync(plan, operationId, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>A restart leaves no state to read, and the activity log lags: an entry proves it, no entry proves nothing.</remarks>
    public async Task<AdoptResult> AdoptAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken)
    {
        try
        {
            return await _activity.StatusAsync(VmOperation.Target(plan), OperationIds.RequestId(operationId), cancellationToken) switch
            {
                "Succeeded" or "Accepted" or "Started" => new AdoptResult(AdoptOutcome.TookEffect, "The activity log has our restart."),
                null => new AdoptResult(AdoptOutcome.Unknown, "The activity log has no restart of ours, but it may lag by minutes."),

                // A refused request and an operation that began and failed both end as Failed here.
                var other => new AdoptResult(AdoptOutcome.Unknown, $"The activity log has our restart as {other}; whether it began cannot be told."),
            };
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return new AdoptResult(AdoptOutcome.Unknown, failure.Reason);
        }
    }

    /// <inheritdoc/>
    public Task<PollResult> PollAsync(ActionPlan plan, string? statusUrl, CancellationToken cancellationToken) =>
        _power.PollAsync(plan, statusUrl, cancellationToken);

    private ActionPlan Plan(VirtualMachine machine, string? protectedBy) => _power.Plan(
        ActionName,
        machine,
        protectedBy,
        Reversibility.NoLastingChange,
        "running, after a restart",
        $"Restart {machine.Name}: what it does is cut off, and it works again after its start-up. Its disks, addresses and temporary disk stay.") with
    {
        CostPerHourDelta = 0,
    };
}
