using System.Text.Json.Nodes;
using Azure.Core;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Compute;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>What every power operation of a virtual machine shares: how it is described, planned, compared and sent.</summary>
/// <param name="arm">The way to Azure.</param>
/// <param name="operation"><c>restart</c>, <c>start</c> or <c>deallocate</c>, as ARM and the command line call it.</param>
/// <param name="from">The power state in which it may begin.</param>
/// <param name="to">The power state in which it has ended well.</param>
internal abstract class PowerAction(ArmGateway arm, string operation, string from, string to) : TargetAction<VirtualMachine>(arm)
{
    private readonly VirtualMachines _machines = new(arm);

    /// <summary>Describes a power operation.</summary>
    protected static ActionDescriptor Describe(string name, string operation, Reversibility reversibility, params ReadOnlySpan<string> more) => new()
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

    /// <summary>Plans it for a machine on which nothing is under way, or says why there is no plan. Pure.</summary>
    protected abstract PlanResult Decide(VirtualMachine machine);

    /// <inheritdoc/>
    protected override Task<VirtualMachine> ReadAsync(ResourceIdentifier id, JsonObject with, CancellationToken cancellationToken) => _machines.ReadAsync(id, cancellationToken);

    /// <inheritdoc/>
    protected override Task<PlanResult> DecideAsync(ResourceIdentifier id, PlanRequest request, VirtualMachine seen, CancellationToken cancellationToken) =>
        Task.FromResult(seen.Settled ? Decide(seen) : PlanResult.Later($"{seen.Name} is not settled: its provisioning state is {seen.State}."));

    /// <inheritdoc/>
    /// <remarks>A failed last operation is no hindrance: power operations are how that is mended.</remarks>
    protected override Sight Look(ActionPlan plan, VirtualMachine seen)
    {
        var text = $"{seen.Name} is {seen.Power} ({seen.State}).";
        var (planned, failed) = (Text(plan.Preconditions, "power"), seen.Settled && seen.State != "Succeeded");
        return seen.VmId != plan.Target.Identity ? new Sight(Standing.Replaced, $"{seen.Name} is another machine of the same name: its vmId is not the one planned for.")
            : seen.Power == OnTheWay ? new Sight(from == to ? Standing.AsPlanned : Standing.AtTarget, text, UnderWay: true)
            : seen.Power == to && from != to ? new Sight(Standing.AtTarget, text, !seen.Settled, failed)
            : seen.Power == planned ? new Sight(Standing.AsPlanned, text, !seen.Settled, failed)
            : new Sight(Standing.Different, $"{text} Planned was from {planned}.", !seen.Settled, failed);
    }

    /// <inheritdoc/>
    /// <remarks>What is on its way there by somebody else may yet end otherwise.</remarks>
    protected override bool CountsAsDone(ActionPlan plan, Sight sight) => !sight.UnderWay;

    /// <inheritdoc/>
    protected override Task<ArmReply> SendAsync(ActionPlan plan, VirtualMachine seen, Guid requestId, CancellationToken cancellationToken) =>
        _machines.SendAsync(seen, operation, requestId, cancellationToken);

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> Tags(VirtualMachine seen) => seen.Tags;

    /// <summary>What the plans of all power operations have in common.</summary>
    protected ActionPlan Plan(VirtualMachine machine, string after, string summary) => new()
    {
        Action = Descriptor.Name,
        Target = Named(machine.Id, machine.VmId, machine.Name),
        Parameters = new JsonObject { ["power"] = to },
        Preconditions = new JsonObject { ["vmId"] = machine.VmId, ["power"] = machine.Power },
        Before = Seen(("power", machine.Power), ("size", machine.Size)),
        After = Seen(("power", after), ("size", machine.Size)),
        Reversibility = Descriptor.Reversibility,
        Summary = summary,
        ByHand = Command(machine, operation),
    };

    /// <summary>The command that a person would type.</summary>
    protected static string Command(VirtualMachine machine, string operation) => AzCommand.Of($"vm {operation}", machine.Id, ("name", machine.Name));

    private string OnTheWay => to == VirtualMachine.Running ? "starting" : "deallocating";
}
