using Azure.Core;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Compute;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>What a capacity plan says about its scale set, and how a later read compares with it. Pure.</summary>
/// <param name="Id">The scale set.</param>
/// <param name="Identity">Its identity at planning.</param>
/// <param name="Before">Capacity at planning.</param>
/// <param name="Size">Size at planning.</param>
/// <param name="State">Provisioning state at planning.</param>
/// <param name="Target">Capacity to reach.</param>
internal sealed record CapacityIntent(ResourceIdentifier Id, string Identity, int Before, string Size, string State, int Target)
{
    /// <summary>Reads a plan of ours.</summary>
    /// <exception cref="ArgumentException">It is no plan of a capacity.</exception>
    public static CapacityIntent Of(ActionPlan plan)
    {
        if (!ArmTarget.TryParse(plan.Target.ResourceId, ScaleSet.Type, out var id, out var reason))
        {
            throw new ArgumentException(reason, nameof(plan));
        }

        return plan.Parameters[CapacityPlan.Capacity] is { } target
            && plan.Preconditions["capacity"] is { } before
            && plan.Preconditions["skuName"] is { } size
            && plan.Preconditions["provisioningState"] is { } state
            ? new CapacityIntent(id, plan.Target.Identity, before.GetValue<int>(), size.GetValue<string>(), state.GetValue<string>(), target.GetValue<int>())
            : throw new ArgumentException("The plan lacks its capacity or its preconditions.", nameof(plan));
    }

    /// <summary>What differs from the plan, or null when it still holds.</summary>
    public string? Difference(ScaleSet set) =>
        set.Identity != Identity ? $"{set.Name} is another scale set of the same name than the one planned for."
        : set.Size != Size ? $"{set.Name} has the size {set.Size}, planned was {Size}."
        : set.Capacity != Before ? $"{set.Name} has {set.Capacity} instances, planned was from {Before}."
        : set.State != State ? $"{set.Name} is not {State} any more: its provisioning state is {set.State}."
        : set.ETag is null ? $"Azure gave no version of {set.Name}."
        : null;

    /// <summary>What became of a change whose answer was lost.</summary>
    public AdoptResult Adopt(ScaleSet set)
    {
        if (set.Identity != Identity)
        {
            return new AdoptResult(AdoptOutcome.Unknown, $"{set.Name} is another scale set of the same name.");
        }

        if (set.Capacity == Target)
        {
            return new AdoptResult(AdoptOutcome.TookEffect, $"{set.Name} is at {Target} instances ({set.State}).");
        }

        return set.Capacity == Before && set.State == State
            ? new AdoptResult(AdoptOutcome.NoEffect, $"{set.Name} is still at {Before} instances and nothing is under way.")
            : new AdoptResult(AdoptOutcome.Unknown, $"{set.Name} is at {set.Capacity} instances ({set.State}), neither {Before} as before nor {Target} as planned.");
    }

    /// <summary>Whether the scale set is where the plan wants it, once no operation is known to run.</summary>
    public PollResult Judge(ScaleSet set)
    {
        if (set.Identity != Identity)
        {
            return new PollResult(PollOutcome.Failed, $"{set.Name} is another scale set of the same name.");
        }

        if (set.Failed)
        {
            return new PollResult(PollOutcome.Failed, $"{set.Name} ended as {set.State}.");
        }

        if (set.State != ScaleSet.Settled)
        {
            return new PollResult(PollOutcome.Running, $"{set.Name} is {set.State}.", Operations.DefaultWait);
        }

        // Reads may lag behind, so a wrong capacity is looked at again until the step's timeout.
        return set.Capacity == Target
            ? new PollResult(PollOutcome.Succeeded, $"{set.Name} is at {Target} instances.")
            : new PollResult(PollOutcome.Unknown, $"{set.Name} reads {set.Capacity} instances, planned are {Target}.", Operations.DefaultWait);
    }
}
