using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azure.Core;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Compute;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>
/// <c>vmss.restart-instance</c>: restarts one instance of a scale set while the others serve: the one that is named, or the only
/// one that fails its health probe. It leaves no lasting change, so there is nothing to take back.
/// </summary>
internal sealed partial class RestartInstance(ArmGateway arm) : TargetAction<ScaleSetView>(arm)
{
    /// <summary>Name of the action.</summary>
    public const string ActionName = "vmss.restart-instance";

    private static readonly ActionParameter Instance =
        new("instance", ActionParameterType.Text, Required: false, "Instance id; absent: the only instance that fails its health probe.");

    private readonly ScaleSetInstances _instances = new(arm);

    /// <summary>What lint knows about it.</summary>
    public static ActionDescriptor Description { get; } = new()
    {
        Name = ActionName,
        ResourceType = ScaleSet.Type,
        Parameters = [Instance],
        Permissions =
        [
            "Microsoft.Compute/virtualMachineScaleSets/read",
            "Microsoft.Compute/virtualMachineScaleSets/virtualMachines/read",
            "Microsoft.Compute/virtualMachineScaleSets/virtualMachines/instanceView/read",
            "Microsoft.Compute/virtualMachineScaleSets/virtualMachines/restart/action",
            "Microsoft.Compute/locations/operations/read",
            "Microsoft.Authorization/locks/read",
            "Microsoft.Resources/tags/read",
            ActivityLogReader.Permission,
        ],
        Reversibility = Reversibility.NoLastingChange,
        ChangesCount = false,
    };

    /// <inheritdoc/>
    public override ActionDescriptor Descriptor => Description;

    /// <inheritdoc/>
    /// <remarks>A restart leaves no state to read.</remarks>
    protected override bool ShowsAtOnce => false;

    /// <inheritdoc/>
    protected override bool ActsBelow => true;

    /// <summary>Asks the health probe: that the instance runs says little after a restart.</summary>
    public override async Task<VerifyResult> VerifyAsync(ActionPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        try
        {
            var seen = await _instances.ReadAsync(Target(plan), cancellationToken);
            var one = Find(seen, plan);
            return Look(plan, seen) is { Standing: not Standing.AsPlanned } sight ? new VerifyResult(TargetState.Different, sight.Text)
                : one?.Healthy is not { } healthy ? new VerifyResult(TargetState.Unknown, $"The instance {one?.Id} of {seen.Set.Name} has no health probe that would tell.")
                : new VerifyResult(healthy ? TargetState.AsPlanned : TargetState.Different, $"The instance {one.Id} of {seen.Set.Name} says that it is {(healthy ? "healthy" : "not healthy")}.");
        }
        catch (Exception e) when (ArmFailure.Of(e, Arm.Clock) is { } failure)
        {
            return new VerifyResult(TargetState.Unknown, failure.Reason);
        }
    }

    /// <inheritdoc/>
    protected override string? Wrong(JsonObject with) =>
        Given.Text(with, Instance) is { } id && !Shape().IsMatch(id) ? $"'{id}' is no instance id of a uniform scale set, which is a number." : null;

    /// <inheritdoc/>
    protected override Task<ScaleSetView> ReadAsync(ResourceIdentifier id, JsonObject with, CancellationToken cancellationToken) => _instances.ReadAsync(id, cancellationToken);

    /// <inheritdoc/>
    protected override Task<PlanResult> DecideAsync(ResourceIdentifier id, PlanRequest request, ScaleSetView seen, CancellationToken cancellationToken)
    {
        var name = seen.Set.Name;
        var named = Given.Text(request.With, Instance);
        var ill = seen.All.Where(i => named is null ? i.Healthy == false : i.Id == named).ToList();
        if (ill is not [var one])
        {
            return Task.FromResult(PlanResult.Refused(
                named is not null ? $"{name} has no instance {named}."
                : ill.Count > 1 ? $"{ill.Count} instances of {name} fail their health probe ({string.Join(", ", ill.Select(i => i.Id))}): that is not the fault of one instance."
                : seen.All.All(i => i.Healthy is null) ? $"The instances of {name} have no health probe, so it cannot be told which one is ill."
                : $"No instance of {name} fails its health probe."));
        }

        var others = seen.All.Count(i => i.Id != one.Id && i.Healthy != false && Runs(i));
        return Task.FromResult(
            !Shape().IsMatch(one.Id) ? PlanResult.Refused($"{name} is a flexible scale set: its instances are virtual machines in their own right.")
            : seen.Set.State != ScaleSet.Settled && !seen.Set.Failed ? PlanResult.Later($"{name} is not settled: its provisioning state is {seen.Set.State}.")
            : !Runs(one) ? PlanResult.Refused($"The instance {one.Id} of {name} is {one.Power} ({one.State}), and only a running one is restarted.")
            : others == 0 ? PlanResult.Refused($"No other instance of {name} serves while the instance {one.Id} restarts.")
            : PlanResult.Of(Plan(id, seen, one, others)));
    }

    /// <inheritdoc/>
    protected override Sight Look(ActionPlan plan, ScaleSetView seen)
    {
        var one = Find(seen, plan);
        var text = one is null ? $"{seen.Set.Name} has no instance {plan.Parameters[Instance.Name]} any more." : $"The instance {one.Id} of {seen.Set.Name} is {one.Power} ({one.State}).";
        return seen.Set.Identity != plan.Target.Identity ? new Sight(Standing.Replaced, $"{seen.Set.Name} is another scale set of the same name.")
            : one is null ? new Sight(Standing.Different, text)
            : one.VmId != Text(plan.Preconditions, "vmId") ? new Sight(Standing.Replaced, $"The instance {one.Id} of {seen.Set.Name} was made anew.")
            : one.Power != VirtualMachine.Running ? new Sight(Standing.Different, text)
            : new Sight(Standing.AsPlanned, text, !seen.Set.Failed && (seen.Set.State != ScaleSet.Settled || one.State is "Updating"));
    }

    /// <inheritdoc/>
    /// <remarks>An instance that runs, and on which nothing is under way any more, has been restarted.</remarks>
    protected override bool Reached(Sight sight) => sight.Standing == Standing.AsPlanned;

    /// <inheritdoc/>
    protected override Task<ArmReply> SendAsync(ActionPlan plan, ScaleSetView seen, Guid requestId, CancellationToken cancellationToken) =>
        _instances.RestartAsync(seen.Set, Text(plan.Parameters, Instance.Name), requestId, cancellationToken);

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> Tags(ScaleSetView seen) => seen.Set.Tags;

    private static bool Runs(ScaleSetInstance one) => one is { State: "Succeeded" or "Failed", Power: VirtualMachine.Running };

    private static ScaleSetInstance? Find(ScaleSetView seen, ActionPlan plan) => seen.All.FirstOrDefault(i => i.Id == plan.Parameters[Instance.Name]?.ToString());

    private static ActionPlan Plan(ResourceIdentifier id, ScaleSetView seen, ScaleSetInstance one, int others) => new()
    {
        Action = ActionName,
        Target = Named(id, seen.Set.Identity, seen.Set.Name),
        Parameters = new JsonObject { [Instance.Name] = one.Id },
        Preconditions = new JsonObject { ["vmId"] = one.VmId, ["power"] = one.Power },
        Before = Seen(("instance", one.Id), ("power", one.Power)),
        After = Seen(("instance", one.Id), ("power", "running, after a restart")),
        Reversibility = Reversibility.NoLastingChange,
        Summary = $"Restart the instance {one.Id} of {seen.Set.Name}: what it does is cut off, and {others} of {seen.All.Count} go on serving meanwhile.",
        ByHand = AzCommand.Of("vmss restart", id, ("name", seen.Set.Name), ("instance-ids", one.Id)),
        CostPerHourDelta = 0,
    };

    [GeneratedRegex(@"^[0-9]{1,6}\z", RegexOptions.None, 1000)]
    private static partial Regex Shape();
}
