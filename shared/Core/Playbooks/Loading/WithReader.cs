using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Playbooks.BuiltIn;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Core.Playbooks.Loading;

/// <summary>Reads the parameters that a step gives. Templates stay as they are written; their expressions are checked later.</summary>
internal static class WithReader
{
    private static readonly TimeSpan MaxDuration = TimeSpan.FromDays(7);

    /// <summary>The parameters of an action, each of its type.</summary>
    internal static JsonObject Read(YamlMap step, ActionDescriptor? action)
    {
        var with = new JsonObject();
        var map = step.Map("with");
        if (action is null)
        {
            return with; // the action is unknown; its parameters cannot be judged
        }

        foreach (var key in (map?.Keys ?? []).Where(k => !action.Parameters.Any(p => string.Equals(p.Name, k, StringComparison.Ordinal))))
        {
            var known = action.Parameters.Count == 0 ? "it has none" : $"it has {string.Join(", ", action.Parameters.Select(p => p.Name))}";
            map!.Error("OPS1107", key, $"Action {action.Name} has no parameter '{key}'; {known}.");
        }

        foreach (var parameter in action.Parameters)
        {
            if (map is null || !map.Has(parameter.Name))
            {
                if (parameter.Required)
                {
                    step.Error("OPS1108", "with", $"Action {action.Name} needs '{parameter.Name}': {parameter.Description}");
                }

                continue;
            }

            if (Value(map, parameter) is { } value)
            {
                with[parameter.Name] = value;
            }
        }

        CheckAssert(step, action, with);
        return with;
    }

    /// <summary>The parameters of a playbook that is called, as text: what they are is in another file.</summary>
    internal static JsonObject ReadForCall(YamlMap step)
    {
        var with = new JsonObject();
        foreach (var (name, value) in step.Pairs("with"))
        {
            with[name] = value;
        }

        return with;
    }

    private static JsonNode? Value(YamlMap map, ActionParameter parameter)
    {
        if (parameter.Type != ActionParameterType.Condition && StepInputs.IsTemplate(map.String(parameter.Name)))
        {
            return map.String(parameter.Name);
        }

        switch (parameter.Type)
        {
            case ActionParameterType.Integer:
                return map.Int(parameter.Name, parameter.Min ?? int.MinValue, parameter.Max ?? int.MaxValue);
            case ActionParameterType.Boolean:
                return map.Bool(parameter.Name);
            case ActionParameterType.Duration:
                return Bounds.Duration(map, parameter.Name, TimeSpan.FromSeconds(1), MaxDuration) > TimeSpan.Zero ? map.String(parameter.Name) : null;
            default:
                return map.RequiredString(parameter.Name);
        }
    }

    private static void CheckAssert(YamlMap step, ActionDescriptor action, JsonObject with)
    {
        if (!string.Equals(action.Name, AssertAction.Name, StringComparison.Ordinal))
        {
            return;
        }

        if (with.ContainsKey(AssertAction.That) == with.ContainsKey(AssertAction.Signal))
        {
            step.Error("OPS1152", "with", "'assert' has exactly one of 'that' (a condition) and 'signal' (healthy or firing).");
        }

        if (with[AssertAction.Signal]?.GetValue<string>() is { } signal and not ("healthy" or "firing"))
        {
            step.Map("with")!.Error("OPS1007", AssertAction.Signal, $"'signal' must be healthy or firing, not '{signal}'.");
        }
    }
}
