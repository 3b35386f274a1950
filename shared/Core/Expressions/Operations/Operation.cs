using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Operations;

/// <summary>A compiled part of an expression. Errors are values here: none is thrown on the way.</summary>
internal abstract class Operation(int offset)
{
    /// <summary>Where in the source it stands.</summary>
    public int Offset { get; } = offset;

    /// <summary>Takes a step and computes the value.</summary>
    public ExpressionValue Evaluate(EvaluationContext context)
    {
        var value = context.Spend(1) ?? Run(context);
        if (value is ErrorValue { Offset: < 0 } error)
        {
            error.Offset = Offset;
        }

        return value;
    }

    /// <summary>Computes the value.</summary>
    protected abstract ExpressionValue Run(EvaluationContext context);
}

/// <summary>A value known when the expression is compiled.</summary>
internal sealed class ConstantOperation(int offset, ExpressionValue value) : Operation(offset)
{
    /// <summary>The value.</summary>
    public ExpressionValue Value { get; } = value;

    protected override ExpressionValue Run(EvaluationContext context) => Value;
}

/// <summary>An error known when the expression is compiled, where only the evaluation may tell it.</summary>
internal sealed class FailingOperation(int offset, string message) : Operation(offset)
{
    protected override ExpressionValue Run(EvaluationContext context) => new ErrorValue(message, Offset);
}

/// <summary>A variable of a macro.</summary>
internal sealed class LocalOperation(int offset, int slot) : Operation(offset)
{
    protected override ExpressionValue Run(EvaluationContext context) => context.Locals[slot];
}

/// <summary>A variable of the scope.</summary>
internal sealed class VariableOperation(int offset, string name) : Operation(offset)
{
    protected override ExpressionValue Run(EvaluationContext context) =>
        context.Bindings.TryGetValue(name, out var value) ? value : Errors.Undeclared(name);
}

/// <summary>
/// A chain <c>a.b.c</c> of which it is not known how much is the name: the longest name that is bound counts, and the rest are
/// fields.
/// </summary>
internal sealed class NameChainOperation(int offset, IReadOnlyList<string> parts) : Operation(offset)
{
    private readonly string[] _names = [.. Enumerable.Range(1, parts.Count).Select(n => string.Join('.', parts.Take(n)))];

    protected override ExpressionValue Run(EvaluationContext context)
    {
        for (var n = _names.Length; n > 0; n--)
        {
            if (context.Bindings.TryGetValue(_names[n - 1], out var value))
            {
                for (var i = n; i < parts.Count && value is not ErrorValue; i++)
                {
                    value = Fields.Read(value, parts[i]);
                }

                return value;
            }
        }

        return Errors.Undeclared(_names[0]);
    }
}
