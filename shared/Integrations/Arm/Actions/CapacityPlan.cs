using System.Globalization;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Integrations.Arm.Compute;
using OpsAutomation.Integrations.Arm.Prices;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>Makes the plan that brings a scale set to an absolute capacity. Pure.</summary>
internal static class CapacityPlan
{
    /// <summary>Parameter of the plan and of <c>vmss.set-capacity</c>.</summary>
    public const string Capacity = "capacity";

    /// <summary>Parameter of the inverse: the capacity that this change leaves behind.</summary>
    public const string From = "from";

    /// <summary>The plan, or why there is none.</summary>
    public static PlanResult Of(string action, ScaleSet set, int target, int? maximum, string? protectedBy, IPriceList prices)
    {
        // Taking back is most needed after a change that Azure failed, and Azure accepts a new capacity in that state.
        var settled = set.State == ScaleSet.Settled || (set.Failed && action == SetVmssCapacity.ActionName);
        if (!settled)
        {
            return PlanResult.Later($"{set.Name} is not settled: its provisioning state is {set.State}.");
        }

        if (set.ETag is null)
        {
            return PlanResult.Refused($"Azure gave no version of {set.Name}, so a change could not be made conditional on it.");
        }

        // Never cut down in silence: what is done is what was asked, or nothing.
        if (target > maximum)
        {
            return PlanResult.Refused($"{set.Name} would have {target} instances, and the playbook allows at most {maximum}.");
        }

        var price = prices.PerHour(set.Size);
        return PlanResult.Of(new ActionPlan
        {
            Action = action,
            Target = new ActionTarget(set.Id.ToString().ToLowerInvariant(), set.Identity, set.Name),
            Parameters = new JsonObject { [Capacity] = target },
            Preconditions = new JsonObject { ["capacity"] = set.Capacity, ["skuName"] = set.Size, ["provisioningState"] = set.State },
            Before = Seen(set.Capacity, set.Size),
            After = Seen(target, set.Size),
            Reversibility = Reversibility.Reversible,
            Inverse = new ActionInverse(
                SetVmssCapacity.ActionName,
                new JsonObject { [Capacity] = set.Capacity, [From] = target },
                $"Set {set.Name} back to {Instances(set.Capacity)}."),
            Summary = target == set.Capacity
                ? $"{set.Name} has {Instances(target)} already; nothing changes."
                : $"Set {set.Name} from {set.Capacity} to {Instances(target)} of {set.Size}.",
            ByHand = Command(set, target),
            UndoByHand = Command(set, set.Capacity),
            CostPerHourDelta = price is null ? null : price.Amount * (target - set.Capacity),
            Currency = price?.Currency,
            CapacityAfter = target,
            ProtectedBy = protectedBy,
        });
    }

    private static Dictionary<string, string> Seen(int capacity, string size) => new(StringComparer.Ordinal)
    {
        ["capacity"] = capacity.ToString(CultureInfo.InvariantCulture),
        ["size"] = size,
    };

    /// <summary>A number of instances in words.</summary>
    public static string Instances(int count) => count == 1 ? "1 instance" : $"{count} instances";

    private static string Command(ScaleSet set, int capacity) =>
        $"az vmss scale --subscription {ShellQuote.Of(set.Id.SubscriptionId ?? string.Empty)} --resource-group {ShellQuote.Of(set.Id.ResourceGroupName ?? string.Empty)} --name {ShellQuote.Of(set.Name)} --new-capacity {capacity}";
}
