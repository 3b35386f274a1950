using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>The parameters of actions that change a size: one by name, or the next smaller one.</summary>
internal static class SizeGiven
{
    /// <summary>A size by its name.</summary>
    public static readonly ActionParameter Size =
        new("size", ActionParameterType.Text, Required: false, "The size that it shall have, as Azure spells it.");

    /// <summary>The next smaller size of the same kind.</summary>
    public static readonly ActionParameter Smaller =
        new("smaller", ActionParameterType.Boolean, Required: false, "true: the next smaller size of the same kind, instead of 'size'.");

    /// <summary>What must be there now.</summary>
    public static readonly ActionParameter From =
        new("from", ActionParameterType.Text, Required: false, "The size that it must have now: when somebody changed it meanwhile, a person decides.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ActionParameter> All { get; } = [Size, Smaller, From];

    /// <summary>What is wrong with them together, or null.</summary>
    public static string? Wrong(JsonObject with) => Given.Text(with, Size) is null == Given.Flag(with, Smaller) ? null : "Either 'size' or 'smaller: true' is needed, and not both.";

    /// <summary>Why the size is not ours to change, or null.</summary>
    public static string? Mismatch(JsonObject with, string name, string now, string wanted) =>
        Given.Text(with, From) is { } from && !Same(now, from) && !Same(now, wanted)
            ? $"{name} has the size {now}, not {from} as this incident left it; somebody else changed it."
            : null;

    /// <summary>Whether two names are the same size.</summary>
    public static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
