using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>How steps and plans say a number of instances. Pure.</summary>
internal static class CapacityPlan
{
    /// <summary>Parameter of the plan and of the actions that set a capacity.</summary>
    public const string Capacity = "capacity";

    /// <summary>Parameter of the inverse: the capacity that this change leaves behind.</summary>
    public const string From = "from";

    /// <summary>The capacity after adding instances.</summary>
    public static (int Target, string? Refusal) Added(JsonObject with, ActionParameter add, Counted now) =>
        (now.Capacity + Given.Int(with, add, out _)!.Value, null);

    /// <summary>The capacity that is set; where the step says from how many, another count is somebody else's.</summary>
    public static (int Target, string? Refusal) Set(JsonObject with, ActionParameter capacity, ActionParameter from, Counted now)
    {
        var (wanted, expected) = (Given.Int(with, capacity, out _)!.Value, Given.Int(with, from, out _));
        return (wanted, expected is null || now.Capacity == expected || now.Capacity == wanted
            ? null
            : $"{now.Name} has {now.Capacity} instances, not {expected} as this incident left it; somebody else changed it.");
    }

    /// <summary>Why a capacity is above what the playbook allows, or null.</summary>
    public static string? Above(string name, int target, int? maximum) =>
        target > maximum ? $"{name} would have {target} instances, and the playbook allows at most {maximum}." : null;

    /// <summary>A number of instances in words.</summary>
    public static string Instances(int count) => count == 1 ? "1 instance" : $"{count} instances";
}
