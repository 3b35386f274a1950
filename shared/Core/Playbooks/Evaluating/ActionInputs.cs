using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Expressions.Values;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Core.Playbooks.Evaluating;

/// <summary>The parameters of an action with every template replaced, each of its type and inside its bounds.</summary>
internal static class ActionInputs
{
    private static readonly TimeSpan MaxDuration = TimeSpan.FromDays(7);

    internal static JsonObject Of(ActionDescriptor action, JsonObject with, RunBindings bindings)
    {
        var values = new JsonObject();
        foreach (var parameter in action.Parameters)
        {
            if (with[parameter.Name] is { } raw)
            {
                values[parameter.Name] = Value(parameter, raw, bindings);
            }
        }

        return values;
    }

    private static JsonNode? Value(ActionParameter parameter, JsonNode raw, RunBindings bindings)
    {
        if (parameter.Type == ActionParameterType.Condition)
        {
            return Evaluation.Value(raw.GetValue<string>(), bindings) is BoolValue holds
                ? JsonValue.Create(holds.Value)
                : throw new EvaluationException($"'{parameter.Name}' gives neither true nor false.");
        }

        if (!StepInputs.IsTemplate(raw))
        {
            return raw.DeepClone();
        }

        var source = raw.GetValue<string>();
        return parameter.Type switch
        {
            ActionParameterType.Integer => JsonValue.Create(Whole(parameter, Evaluation.Single(parameter.Name, source, bindings))),
            ActionParameterType.Boolean => Evaluation.Single(parameter.Name, source, bindings) is BoolValue flag
                ? JsonValue.Create(flag.Value)
                : throw new EvaluationException($"'{parameter.Name}' must be true or false."),
            ActionParameterType.Duration => JsonValue.Create(Duration(parameter, Evaluation.Text(parameter.Name, source, bindings))),
            _ => JsonValue.Create(Evaluation.Text(parameter.Name, source, bindings)),
        };
    }

    private static int Whole(ActionParameter parameter, ExpressionValue value)
    {
        var (min, max) = (parameter.Min ?? int.MinValue, parameter.Max ?? int.MaxValue);
        return value is IntValue { Value: var number } && number >= min && number <= max
            ? (int)number
            : throw new EvaluationException($"'{parameter.Name}' must be a whole number from {min} to {max}.");
    }

    private static string Duration(ActionParameter parameter, string text) =>
        DurationText.Parse(text) is { } time && time <= MaxDuration
            ? text
            : throw new EvaluationException($"'{parameter.Name}' must be a duration such as 10m, of at most 7d.");
}
