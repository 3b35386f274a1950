using System.Text.Json.Nodes;
using Azure.Core;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Compute;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>What every power operation of a virtual machine shares: how it is described, planned under locks, sent once and followed.</summary>
/// <param name="arm">The way to Azure.</param>
/// <param name="operation"><c>restart</c>, <c>start</c> or <c>deallocate</c>, as ARM and the command line call it.</param>
/// <param name="from">The power state in which it may begin.</param>
/// <param name="to">The power state in which it has ended well.</param>
internal sealed class VmOperation(ArmGateway arm, string operation, string from, string to)
{
    private readonly VirtualMachines _machines = new(arm);
    private readonly Protections _protections = new(arm);

    /// <summary>Describes a power operation.</summary>
    public static ActionDescriptor Describe(string name, string operation, Reversibility reversibility, params ReadOnlySpan<string> more) => new()
    {
        Name = name,
        ResourceType = VirtualMachine.Type,
        Parameters = [],
        Permissions =
        [
            "Microsoft.Compute/virtualMachines/read",
            "Microsoft.Compute/virtualMachines/instanceView/read",
            $"Microsoft.Compute/virtualMachines/{operation}/action",
            "Microsoft.Compute/locations/operations/read",
            "Microsoft.Authorization/locks/read",
            "Microsoft.Resources/tags/read",
            .. more,
        ],
        Reversibility = reversibility,
        ChangesCount = false,
    };

    /// <summary>Reads the machine and plans what <paramref name="decide"/> makes of it.</summary>
    public async Task<PlanResult> PlanAsync(PlanRequest request, Func<VirtualMachine, string?, PlanResult> decide, CancellationToken cancellationToken)
    {
        if (Given.Unknown(request.With, []) is { } unknown)
        {
            return PlanResult.Refused(unknown);
        }

        if (!ArmTarget.TryParse(request.ResourceId, VirtualMachine.Type, out var id, out var reason))
        {
            return PlanResult.Refused(reason);
        }

        try
        {
            var machine = await _machines.ReadAsync(id, cancellationToken);
            return machine.Settled
                ? decide(machine, await _protections.FindAsync(id, machine.Tags, cancellationToken))
                : PlanResult.Later($"{machine.Name} is not settled: its provisioning state is {machine.State}.");
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return Starts.Plan(failure);
        }
    }

    /// <summary>What the plans of all power operations have in common.</summary>
    public ActionPlan Plan(string action, VirtualMachine machine, string? protectedBy, Reversibility reversibility, string after, string summary) => new()
    {
        Action = action,
        Target = new ActionTarget(machine.Id.ToString().ToLowerInvariant(), machine.VmId, machine.Name),
        Parameters = new JsonObject { ["power"] = to },
        Preconditions = new JsonObject { ["vmId"] = machine.VmId, ["power"] = machine.Power },
        Before = new Dictionary<string, string>(StringComparer.Ordinal) { ["power"] = machine.Power, ["size"] = machine.Size },
        After = new Dictionary<string, string>(StringComparer.Ordinal) { ["power"] = after, ["size"] = machine.Size },
        Reversibility = reversibility,
        Summary = summary,
        ByHand = Command(machine, operation),
        ProtectedBy = protectedBy,
    };

    /// <summary>The command that a person would type.</summary>
    public static string Command(VirtualMachine machine, string operation) =>
        $"az vm {operation} --subscription {ShellQuote.Of(machine.Id.SubscriptionId ?? string.Empty)} --resource-group {ShellQuote.Of(machine.Id.ResourceGroupName ?? string.Empty)} --name {ShellQuote.Of(machine.Name)}";

    /// <summary>Sends the operation when the machine is still the one planned for, in the power state planned for, and nothing is under way on it.</summary>
    public async Task<StartResult> StartAsync(ActionPlan plan, string operationId, CancellationToken cancellationToken)
    {
        VirtualMachine machine;
        try
        {
            machine = await _machines.ReadAsync(Target(plan), cancellationToken);
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return Starts.BeforeSending(failure);
        }

        if (Replaced(plan, machine) is { } replaced)
        {
            return Starts.Changed($"{replaced} The plan was for the other.");
        }

        var planned = plan.Preconditions["power"]?.ToString();
        if (from != to && machine.Power == to && machine.Settled)
        {
            return new StartResult(StartOutcome.Accepted, $"{machine.Name} is {to} already; nothing was sent.", null, null, null);
        }

        if (machine.Power != planned)
        {
            return Starts.Changed($"{machine.Name} is {machine.Power} now, planned was from {planned}.");
        }

        if (!machine.Settled)
        {
            return Starts.Busy($"Nothing was sent: another operation is under way on {machine.Name} ({machine.State}), and a new one would cancel it.");
        }

        try
        {
            return Starts.Accepted(await _machines.SendAsync(machine, operation, OperationIds.RequestId(operationId), cancellationToken));
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return await Starts.AfterSendingAsync(failure, arm, machine.Id, cancellationToken);
        }
    }

    /// <summary>Tells from the power state whether an operation whose answer was lost took effect. Not for a restart, which leaves the state as it was.</summary>
    public async Task<AdoptResult> AdoptAsync(ActionPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            var machine = await _machines.ReadAsync(Target(plan), cancellationToken);
            return Replaced(plan, machine) is { } replaced ? new AdoptResult(AdoptOutcome.Unknown, replaced)
                : machine.Power == to || machine.Power == OnTheWay ? new AdoptResult(AdoptOutcome.TookEffect, $"{machine.Name} is {machine.Power} ({machine.State}).")
                : machine.Power == from && machine.Settled ? new AdoptResult(AdoptOutcome.NoEffect, $"{machine.Name} is still {from} and nothing is under way.")
                : new AdoptResult(AdoptOutcome.Unknown, $"{machine.Name} is {machine.Power} ({machine.State}), neither {from} as before nor {to} as planned.");
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return new AdoptResult(AdoptOutcome.Unknown, failure.Reason);
        }
    }

    /// <summary>Reads the operation, and the machine once the operation is over.</summary>
    public async Task<PollResult> PollAsync(ActionPlan plan, string? statusUrl, CancellationToken cancellationToken)
    {
        if (statusUrl is not null && await Operations.ReadAsync(arm, statusUrl, cancellationToken) is { } running)
        {
            return running;
        }

        try
        {
            return Judge(plan, await _machines.ReadAsync(Target(plan), cancellationToken));
        }
        catch (Exception e) when (ArmFailure.Of(e, arm.Clock) is { } failure)
        {
            return new PollResult(PollOutcome.Unknown, failure.Reason, failure.RetryAfter ?? Operations.DefaultWait);
        }
    }

    /// <summary>The machine of a plan.</summary>
    /// <exception cref="ArgumentException">It is no plan of a virtual machine.</exception>
    public static ResourceIdentifier Target(ActionPlan plan) =>
        ArmTarget.TryParse(plan.Target.ResourceId, VirtualMachine.Type, out var id, out var reason) ? id : throw new ArgumentException(reason, nameof(plan));

    private string OnTheWay => to == VirtualMachine.Running ? "starting" : "deallocating";

    private PollResult Judge(ActionPlan plan, VirtualMachine machine) =>
        Replaced(plan, machine) is { } replaced ? new PollResult(PollOutcome.Failed, replaced)
        : !machine.Settled || machine.Power == OnTheWay ? new PollResult(PollOutcome.Running, $"{machine.Name} is {machine.Power} ({machine.State}).", Operations.DefaultWait)
        : machine.State != "Succeeded" ? new PollResult(PollOutcome.Failed, $"The last operation on {machine.Name} ended as {machine.State}; it is {machine.Power}.")
        : machine.Power == to ? new PollResult(PollOutcome.Succeeded, $"{machine.Name} is {to}.")
        : new PollResult(PollOutcome.Unknown, $"{machine.Name} reads {machine.Power}, planned is {to}.", Operations.DefaultWait);

    private static string? Replaced(ActionPlan plan, VirtualMachine machine) =>
        machine.VmId == plan.Target.Identity ? null : $"{machine.Name} is another machine of the same name: its vmId is not the one planned for.";
}
