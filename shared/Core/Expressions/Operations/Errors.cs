using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Operations;

/// <summary>The errors of an evaluation, in the words of the language's definition. They name types and keys, never values.</summary>
internal static class Errors
{
    public static ErrorValue Undeclared(string name) => new($"undeclared reference to '{name}'", -1);

    public static ErrorValue NoOverload(string name, params ReadOnlySpan<ExpressionValue> arguments)
    {
        var kinds = new string[arguments.Length];
        for (var i = 0; i < kinds.Length; i++)
        {
            kinds[i] = TypeNames.Of(arguments[i].Kind);
        }

        return new ErrorValue($"no such overload: {name}({string.Join(", ", kinds)})", -1);
    }

    public static ErrorValue Overflow(string what) => new($"return error for overflow: {what} is out of range", -1);

    public static ErrorValue Range(string what) => new($"range error: {what} is out of range", -1);

    public static ErrorValue NoKey(ExpressionValue key) => new(key is StringValue { Value.Length: <= 80 } text ? $"no such key: '{text.Value}'" : "no such key", -1);

    public static ErrorValue Of(string message) => new(message, -1);
}
