using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;

namespace OpsAutomation.Integrations.Arm.Actions;

/// <summary>Reads parameters of a step. Lint checks them too, but an action never trusts that it ran.</summary>
internal static class Given
{
    /// <summary>Longest text of a parameter: an inverse carries the former content of what it restores.</summary>
    private const int MaxText = 10_000;

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

    /// <summary>Everything that is wrong with the parameters, each in a sentence; empty when all is well.</summary>
    public static IReadOnlyList<string> Problems(JsonObject with, IReadOnlyList<ActionParameter> known)
    {
        List<string> problems = [.. known.Select(p => Problem(with, p)).OfType<string>()];
        if (Unknown(with, known) is { } unknown)
        {
            problems.Add(unknown);
        }

        return problems;
    }

    /// <summary>A text parameter that has been checked; null when it is absent.</summary>
    public static string? Text(JsonObject with, ActionParameter parameter) => with[parameter.Name]?.GetValue<string>();

    /// <summary>A switch that has been checked; false when it is absent.</summary>
    public static bool Flag(JsonObject with, ActionParameter parameter) => with[parameter.Name]?.GetValue<bool>() ?? false;

    private static string? Problem(JsonObject with, ActionParameter parameter)
    {
        if (parameter.Type == ActionParameterType.Integer)
        {
            Int(with, parameter, out var problem);
            return problem;
        }

        var node = with[parameter.Name];
        var (ok, what) = parameter.Type == ActionParameterType.Text
            ? (node?.GetValueKind() == JsonValueKind.String && node.GetValue<string>() is { Length: > 0 and <= MaxText } text && !text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')), $"a text of 1 to {MaxText} characters")
            : (node?.GetValueKind() is JsonValueKind.True or JsonValueKind.False, "true or false");
        return node is null
            ? parameter.Required ? $"'{parameter.Name}' must be {what}, and is absent." : null
            : ok ? null : $"'{parameter.Name}' must be {what}.";
    }
}
