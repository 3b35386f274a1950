using System.Text.Json.Nodes;
using Azure.Core;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Compute;
using OpsAutomation.Integrations.Arm.Prices;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>
/// <c>vm.resize</c>: gives a virtual machine another size. A running machine restarts, and gets only what its present hardware
/// has; for any other size it must be deallocated before, by a step of its own. The inverse is the size before.
/// </summary>
internal sealed class ResizeVm(ArmGateway arm, IPriceList prices) : TargetAction<VirtualMachine>(arm)
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "vm.resize";

    private readonly VirtualMachines _machines = new(arm);

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = new()
    {
        Name = ActionName,
        ResourceType = VirtualMachine.Type,
        Parameters = SizeGiven.All,
        Permissions =
        [
            "Microsoft.Compute/virtualMachines/read",
            "Microsoft.Compute/virtualMachines/instanceView/read",
            "Microsoft.Compute/virtualMachines/vmSizes/read",
            "Microsoft.Compute/virtualMachines/write",
            "Microsoft.Compute/locations/operations/read",
            "Microsoft.Authorization/locks/read",
            "Microsoft.Resources/tags/read",
            ActivityLogReader.Permission,
        ],
        Reversibility = Reversibility.Reversible,
        ChangesCount = false,
    };

    /// <inheritdoc/>
    public override ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    protected override string? Wrong(JsonObject with) => SizeGiven.Wrong(with);

    /// <inheritdoc/>
    protected override Task<VirtualMachine> ReadAsync(ResourceIdentifier id, JsonObject with, CancellationToken cancellationToken) => _machines.ReadAsync(id, cancellationToken);

    /// <inheritdoc/>
    protected override async Task<PlanResult> DecideAsync(ResourceIdentifier id, PlanRequest request, VirtualMachine seen, CancellationToken cancellationToken)
    {
        // Taking back is most needed after a resize that Azure failed.
        if (!seen.Settled || (seen.State != "Succeeded" && Given.Text(request.With, SizeGiven.From) is null))
        {
            return seen.Settled ? PlanResult.Refused($"The last operation on {seen.Name} ended as {seen.State}.") : PlanResult.Later($"{seen.Name} is not settled: its provisioning state is {seen.State}.");
        }

        if (Refusal(seen) is { } refusal)
        {
            return PlanResult.Refused(refusal);
        }

        var sizes = await _machines.SizesAsync(id, cancellationToken);
        var current = sizes.FirstOrDefault(s => SizeGiven.Same(s.Name, seen.Size));
        var given = Given.Text(request.With, SizeGiven.Size);
        var wanted = given ?? Smaller(sizes, current)?.Name;
        if (wanted is null)
        {
            return PlanResult.Refused($"There is no smaller size of the kind of {seen.Size} that {seen.Name} could have where it runs.");
        }

        if (SizeGiven.Mismatch(request.With, seen.Name, seen.Size, wanted) is { } mismatch)
        {
            return PlanResult.Refused(mismatch);
        }

        return SizeGiven.Same(wanted, seen.Size) || sizes.FirstOrDefault(s => SizeGiven.Same(s.Name, wanted)) is not { } target
            ? SizeGiven.Same(wanted, seen.Size)
                ? PlanResult.Of(Plan(id, seen, seen.Size))
                : PlanResult.Refused($"{seen.Name} cannot have the size {wanted} {(seen.Power == VirtualMachine.Running ? "on the hardware that it runs on: it must be deallocated first, in a step of its own" : "in its region")}.")
            : seen.DataDisks > target.DataDisks ? PlanResult.Refused($"{seen.Name} has {seen.DataDisks} data disks, and {target.Name} takes {target.DataDisks}.")
            : current is not null && current.TemporaryDisk != target.TemporaryDisk ? PlanResult.Refused($"{seen.Size} and {target.Name} differ in having a temporary disk: Azure does not change between them.")
            : PlanResult.Of(Plan(id, seen, target.Name));
    }

    /// <inheritdoc/>
    protected override Sight Look(ActionPlan plan, VirtualMachine seen)
    {
        var (size, before, power) = (Text(plan.Parameters, "size"), Text(plan.Preconditions, "size"), Text(plan.Preconditions, "power"));
        var text = $"{seen.Name} has the size {seen.Size} and is {seen.Power} ({seen.State}).";
        var failed = seen.Settled && seen.State != "Succeeded";
        return seen.VmId != plan.Target.Identity ? new Sight(Standing.Replaced, $"{seen.Name} is another machine of the same name.")
            : SizeGiven.Same(seen.Size, size) && failed ? new Sight(Standing.Failed, text)
            : SizeGiven.Same(seen.Size, size) ? new Sight(seen.Power == power || !seen.Settled ? Standing.AtTarget : Standing.Different, text, !seen.Settled)
            : !SizeGiven.Same(seen.Size, before) || seen.Power != power ? new Sight(Standing.Different, $"{text} Planned was from {before}, {power}.")
            : failed && seen.State != Text(plan.Preconditions, "provisioningState") ? new Sight(Standing.Failed, text)
            : new Sight(Standing.AsPlanned, text, !seen.Settled);
    }

    /// <inheritdoc/>
    protected override Task<ArmReply> SendAsync(ActionPlan plan, VirtualMachine seen, Guid requestId, CancellationToken cancellationToken) =>
        _machines.SendSizeAsync(seen, Text(plan.Parameters, "size"), requestId, cancellationToken);

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> Tags(VirtualMachine seen) => seen.Tags;

    private static string? Refusal(VirtualMachine machine) =>
        machine.HasEphemeralDisk ? $"{machine.Name} has an ephemeral OS disk, which a new size would make anew: what is on it would be lost."
        : machine.IsSpot ? $"{machine.Name} is a spot machine: Azure may have no capacity for its new size, nor for the old one afterwards."
        : machine.Power is not (VirtualMachine.Running or VirtualMachine.Deallocated) ? $"{machine.Name} is {machine.Power}: only a running or a deallocated machine is resized."
        : null;

    private static VmSize? Smaller(IReadOnlyList<VmSize> sizes, VmSize? current) => current is null
        ? null
        : sizes.Where(s => s.Cores < current.Cores && s.TemporaryDisk == current.TemporaryDisk && SizeGiven.Same(VmSize.Family(s.Name), VmSize.Family(current.Name))).MaxBy(s => s.Cores);

    private ActionPlan Plan(ResourceIdentifier id, VirtualMachine machine, string size)
    {
        var runs = machine.Power == VirtualMachine.Running;
        var same = SizeGiven.Same(size, machine.Size);
        var (old, now) = (prices.PerHour(machine.Size), prices.PerHour(size));
        return new ActionPlan
        {
            Action = ActionName,
            Target = Named(id, machine.VmId, machine.Name),
            Parameters = new JsonObject { ["size"] = size },
            Preconditions = new JsonObject { ["vmId"] = machine.VmId, ["size"] = machine.Size, ["power"] = machine.Power, ["provisioningState"] = machine.State },
            Before = Seen(("size", machine.Size), ("power", machine.Power)),
            After = Seen(("size", size), ("power", machine.Power)),
            Reversibility = Reversibility.Reversible,
            Inverse = new ActionInverse(
                ActionName,
                new JsonObject { ["size"] = machine.Size, ["from"] = size },
                $"Give {machine.Name} the size {machine.Size} again{(runs ? ", with another restart" : string.Empty)}."),
            Summary = same ? $"{machine.Name} has the size {size} already; nothing changes."
                : runs ? $"Change {machine.Name} from {machine.Size} to {size}: it restarts, so what it does is cut off for some minutes, and its temporary disk is lost. It may be too small at its busiest."
                : $"Change {machine.Name} from {machine.Size} to {size} while it is off.",
            ByHand = AzCommand.Of("vm resize", id, ("name", machine.Name), ("size", size)),
            UndoByHand = AzCommand.Of("vm resize", id, ("name", machine.Name), ("size", machine.Size)),
            CostPerHourDelta = same || !runs ? 0 : old is null || now is null || old.Currency != now.Currency ? null : now.Amount - old.Amount,
            Currency = now?.Currency,
        };
    }
}
