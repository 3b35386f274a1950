using System.Text.Json.Nodes;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Core.Playbooks.Evaluating;

/// <summary>The parameters of a playbook that a step calls: what the step gives, else the default.</summary>
internal static class CallInputs
{
    internal static JsonObject Of(Playbook called, JsonObject with, RunBindings bindings)
    {
        var values = new JsonObject();
        foreach (var parameter in called.Parameters)
        {
            var value = with[parameter.Name] is { } raw ? Value(parameter, raw, bindings) : parameter.Default?.DeepClone();
            if (parameter.Refuses(value) is { } refusal)
            {
                throw new EvaluationException($"Playbook {called.Name}: {refusal}");
            }

            values[parameter.Name] = value;
        }

        return values;
    }

    private static JsonNode? Value(PlaybookParameter parameter, JsonNode raw, RunBindings bindings)
    {
        if (!StepInputs.IsTemplate(raw))
        {
            return parameter.Parse(raw.GetValue<string>());
        }

        var source = raw.GetValue<string>();
        return parameter.Type == PlaybookParameterType.Text
            ? JsonValue.Create(Evaluation.Text(parameter.Name, source, bindings))
            : Evaluation.Json(Evaluation.Single(parameter.Name, source, bindings));
    }
}
