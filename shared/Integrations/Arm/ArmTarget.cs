using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Azure.Core;

namespace OpsAutomation.Integrations.Arm;

/// <summary>Checks an ARM id before it becomes part of an address: a resource of the expected type in a resource group.</summary>
internal static partial class ArmTarget
{
    /// <summary>Parses the id, or says why it is not usable.</summary>
    public static bool TryParse(string text, string type, [NotNullWhen(true)] out ResourceIdentifier? id, [NotNullWhen(false)] out string? reason)
    {
        id = null;
        if (!IsResource(text) || !ResourceIdentifier.TryParse(text, out var parsed) || parsed is null)
        {
            reason = $"'{(text.Length > 200 ? text[..200] + "…" : text)}' is not the ARM id of a resource in a resource group.";
            return false;
        }

        if (!string.Equals(parsed.ResourceType.ToString(), type, StringComparison.OrdinalIgnoreCase))
        {
            reason = $"The resource is a {parsed.ResourceType}, and the action works on {type}.";
            return false;
        }

        (id, reason) = (parsed, null);
        return true;
    }

    /// <summary>Whether the text is the ARM id of some resource in a resource group, safe as a part of an address.</summary>
    public static bool IsResource(string text) => Shape().IsMatch(text) && !text.Contains("..", StringComparison.Ordinal);

    [GeneratedRegex(@"^/subscriptions/[0-9a-f-]{36}/resourceGroups/[\w.()-]{1,90}/providers/[\w.]+(/[\w.()-]+)+\z", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();
}
