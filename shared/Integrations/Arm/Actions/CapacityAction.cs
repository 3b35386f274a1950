using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Core;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Prices;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>
/// What every change of a number of instances shares: it sends an absolute capacity, so doing it twice does it once; a count
/// that autoscale owns is refused, at planning and again right before it is sent; and it is done only when the capacity reads back.
/// </summary>
/// <typeparam name="T">What a read of the target gives.</typeparam>
internal abstract class CapacityAction<T>(ArmGateway arm, IPriceList prices) : TargetAction<T>(arm)
    where T : class
{
    private readonly AutoscaleSettings _autoscale = new(arm);

    /// <summary>What is counted, as it was read.</summary>
    protected abstract Counted Count(T seen);

    /// <summary>The capacity that a step wants, or why it gets none. Pure.</summary>
    protected abstract (int Target, string? Refusal) Wanted(JsonObject with, Counted now);

    /// <summary>What else refuses a capacity, or null. Never cut down in silence: what is done is what was asked, or nothing.</summary>
    protected abstract string? Limit(T seen, int target, int? maximum);

    /// <summary>Whether a change may be planned in the state in which it is.</summary>
    protected abstract bool MayBegin(Counted now);

    /// <summary>Name of the action that sets the capacity back.</summary>
    protected abstract string Back { get; }

    /// <summary>What it is called to a person.</summary>
    protected abstract string Kind { get; }

    /// <summary>The command that a person would type.</summary>
    protected abstract string Command(Counted now, int capacity);

    /// <summary>What the count means beyond the target, for the end of the summary.</summary>
    protected virtual string Besides => string.Empty;

    /// <summary>Whether another provisioning state than at planning voids the plan.</summary>
    protected virtual bool PinsState => false;

    /// <inheritdoc/>
    protected override async Task<PlanResult> DecideAsync(ResourceIdentifier id, PlanRequest request, T seen, CancellationToken cancellationToken)
    {
        var now = Count(seen);
        var (target, refusal) = Wanted(request.With, now);
        refusal ??= Limit(seen, target, request.MaxCapacity) ?? (target == now.Capacity ? null : await _autoscale.OwnerAsync(id, cancellationToken));
        return refusal is not null ? PlanResult.Refused(refusal)
            : !MayBegin(now) ? PlanResult.Later($"{now.Name} is not settled: its provisioning state is {now.State}.")
            : PlanResult.Of(Plan(now, target));
    }

    /// <inheritdoc/>
    protected override Sight Look(ActionPlan plan, T seen)
    {
        var now = Count(seen);
        var (before, target) = (Number(plan.Preconditions), Number(plan.Parameters));
        var text = $"{now.Name} has {CapacityPlan.Instances(now.Capacity)} of {now.Size} ({now.State}).";
        var same = now.Capacity == before
            && now.Size == Text(plan.Preconditions, "skuName")
            && (!PinsState || now.UnderWay || now.State == Text(plan.Preconditions, "provisioningState"));
        return now.Identity != plan.Target.Identity ? new Sight(Standing.Replaced, $"{now.Name} is another {Kind} of the same name than the one planned for.")
            : now.Capacity == target ? new Sight(Standing.AtTarget, text, now.UnderWay, now.HasFailed)
            : same ? new Sight(Standing.AsPlanned, text, now.UnderWay, now.HasFailed)
            : new Sight(Standing.Different, $"{text} Planned was from {CapacityPlan.Instances(before)} of {plan.Preconditions["skuName"]}.", now.UnderWay, now.HasFailed);
    }

    /// <inheritdoc/>
    /// <remarks>Who brought it there meanwhile would have it taken away again when this run gives back.</remarks>
    protected override bool CountsAsDone(ActionPlan plan, Sight sight) => Number(plan.Preconditions) == Number(plan.Parameters);

    /// <inheritdoc/>
    protected override Task<string?> ObjectionAsync(ActionPlan plan, T seen, CancellationToken cancellationToken) =>
        _autoscale.OwnerAsync(Count(seen).Id, cancellationToken);

    /// <summary>The capacity of a plan's parameters or preconditions.</summary>
    /// <exception cref="ArgumentException">It is no plan of a capacity.</exception>
    protected static int Number(JsonObject of) =>
        of[CapacityPlan.Capacity]?.GetValue<int>() ?? throw new ArgumentException("The plan lacks its capacity.", nameof(of));

    private ActionPlan Plan(Counted now, int target)
    {
        var price = prices.PerHour(now.Size);
        var preconditions = new JsonObject { [CapacityPlan.Capacity] = now.Capacity, ["skuName"] = now.Size };
        if (PinsState)
        {
            preconditions["provisioningState"] = now.State;
        }

        return new ActionPlan
        {
            Action = Descriptor.Name,
            Target = Named(now.Id, now.Identity, now.Name),
            Parameters = new JsonObject { [CapacityPlan.Capacity] = target },
            Preconditions = preconditions,
            Before = Shown(now.Capacity, now.Size),
            After = Shown(target, now.Size),
            Reversibility = Reversibility.Reversible,
            Inverse = new ActionInverse(
                Back,
                new JsonObject { [CapacityPlan.Capacity] = now.Capacity, [CapacityPlan.From] = target },
                $"Set {now.Name} back to {CapacityPlan.Instances(now.Capacity)}."),
            Summary = target == now.Capacity
                ? $"{now.Name} has {CapacityPlan.Instances(target)} already; nothing changes."
                : $"Set {now.Name} from {now.Capacity} to {CapacityPlan.Instances(target)} of {now.Size}{Besides}.",
            ByHand = Command(now, target),
            UndoByHand = Command(now, now.Capacity),
            CostPerHourDelta = price is null ? null : price.Amount * (target - now.Capacity),
            Currency = price?.Currency,
            CapacityAfter = target,
        };
    }

    private static Dictionary<string, string> Shown(int capacity, string size) =>
        Seen(("capacity", capacity.ToString(CultureInfo.InvariantCulture)), ("size", size));
}

/// <summary>What is counted: instances of one size.</summary>
/// <param name="Id">ARM id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Identity">What a later namesake does not share.</param>
/// <param name="Capacity">How many instances it is told to have.</param>
/// <param name="Size">Their size.</param>
/// <param name="State">Provisioning state.</param>
internal sealed record Counted(ResourceIdentifier Id, string Name, string Identity, int Capacity, string Size, string State)
{
    /// <summary>Whether the last operation on it ended without success.</summary>
    public bool HasFailed => State is "Failed" or "Canceled";

    /// <summary>Whether an operation runs on it.</summary>
    public bool UnderWay => State != "Succeeded" && !HasFailed;
}
