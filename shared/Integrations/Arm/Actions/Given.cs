using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>Reads parameters of a step. Lint checks them too, but an action never trusts that it ran.</summary>
internal static class Given
{
    /// <summary>Reads a whole number; null with a reason when it is absent, no whole number, or out of its bounds.</summary>
    public static int? Int(JsonObject with, ActionParameter parameter, out string? problem)
    {
        var bounds = $"'{parameter.Name}' must be a whole number from {parameter.Min} to {parameter.Max}";
        problem = null;
        if (!with.TryGetPropertyValue(parameter.Name, out var node) || node is null)
        {
            problem = parameter.Required ? bounds + ", and is absent." : null;
            return null;
        }

        // The text of the node, since a number may be backed by int, long or JSON.
        if (node.GetValueKind() == JsonValueKind.Number
            && int.TryParse(node.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= parameter.Min && value <= parameter.Max)
        {
            return value;
        }

        problem = bounds + ".";
        return null;
    }

    /// <summary>Refuses parameters that the action does not know.</summary>
    public static string? Unknown(JsonObject with, IReadOnlyList<ActionParameter> known)
    {
        var names = with.Select(p => p.Key).Where(k => known.All(p => p.Name != k)).ToList();
        return names.Count == 0 ? null : $"{string.Join(", ", names.Select(n => $"'{n}'"))} is not a parameter of this action.";
    }
}
