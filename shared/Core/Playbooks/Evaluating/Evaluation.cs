using System.Globalization;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Expressions;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Playbooks.Evaluating;

/// <summary>Evaluates one expression or template of a step.</summary>
internal static class Evaluation
{
    /// <summary>The longest text that a template may give.</summary>
    internal const int MaxText = 4000;

    internal static ExpressionValue Value(string source, RunBindings bindings)
    {
        var compiled = Expression.Compile(source, bindings.Scope);
        return compiled.Expression is { } expression ? Value(expression, bindings) : throw new EvaluationException($"'{source}' at {compiled.Problems[0]}");
    }

    /// <summary>The value of a template that is one expression.</summary>
    internal static ExpressionValue Single(string name, string source, RunBindings bindings) =>
        Compile(name, source, bindings).Single is { } expression
            ? Value(expression, bindings)
            : throw new EvaluationException($"'{name}' must be one expression, ${{ … }}, and nothing beside it.");

    /// <summary>The text of a template.</summary>
    internal static string Text(string name, string source, RunBindings bindings)
    {
        var result = Compile(name, source, bindings).Render(bindings.Values);
        var text = result.Text ?? throw new EvaluationException($"'{name}' at {result.Error}");
        return text.Length <= MaxText ? text : throw new EvaluationException(string.Create(CultureInfo.InvariantCulture, $"'{name}' gives more than {MaxText} characters."));
    }

    /// <summary>A value as JSON that says its type; null for what is no scalar.</summary>
    internal static JsonNode? Json(ExpressionValue value) => value switch
    {
        StringValue text => text.Value.Length <= MaxText ? JsonValue.Create(text.Value) : null,
        BoolValue flag => JsonValue.Create(flag.Value),
        IntValue whole => JsonValue.Create(whole.Value),
        UIntValue { Value: <= long.MaxValue } whole => JsonValue.Create((long)whole.Value),

        // Written with its point: read back, 4 would be a whole number.
        DoubleValue number when double.IsFinite(number.Value) =>
            JsonNode.Parse(number.Value.ToString("R", CultureInfo.InvariantCulture) is var text && text.AsSpan().ContainsAny('.', 'E') ? text : $"{text}.0"),
        _ => null,
    };

    private static ExpressionValue Value(Expression expression, RunBindings bindings)
    {
        var result = expression.Evaluate(bindings.Values);
        return result.IsValue ? result.Value : throw new EvaluationException($"'{expression.Source}' at {result.Error}");
    }

    private static Template Compile(string name, string source, RunBindings bindings)
    {
        var compiled = Template.Compile(source, bindings.Scope);
        return compiled.Template ?? throw new EvaluationException($"'{name}' at {compiled.Problems[0]}");
    }
}

/// <summary>An expression of a step gave nothing that can be used; caught where the step is evaluated, and never leaves the room.</summary>
/// <param name="message">What is wrong: types and places, never values.</param>
internal sealed class EvaluationException(string message) : Exception(message);
