using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Operations;

/// <summary>What an operator or a function with two operands computes.</summary>
internal delegate ExpressionValue Compute(EvaluationContext context, ExpressionValue a, ExpressionValue b);

/// <summary>An operator with two operands; an error of the first or the second is its value.</summary>
internal sealed class BinaryOperation(int offset, Compute compute, Operation left, Operation right) : Operation(offset)
{
    protected override ExpressionValue Run(EvaluationContext context)
    {
        var a = left.Evaluate(context);
        if (a is ErrorValue)
        {
            return a;
        }

        var b = right.Evaluate(context);
        return b is ErrorValue ? b : compute(context, a, b);
    }
}

/// <summary><c>!</c> or <c>-</c>.</summary>
internal sealed class UnaryOperation(int offset, bool negate, Operation operand) : Operation(offset)
{
    protected override ExpressionValue Run(EvaluationContext context)
    {
        var value = operand.Evaluate(context);
        return value switch
        {
            ErrorValue => value,
            _ when negate => Arithmetic.Negate(value),
            BoolValue flag => BoolValue.Of(!flag.Value),
            _ => Errors.NoOverload("!_", value),
        };
    }
}

/// <summary>
/// A chain of <c>||</c> or <c>&amp;&amp;</c>. The value that decides (true for or, false for and) wins over an error or a value that
/// is no bool, on either side; otherwise the first such error is the value. An exceeded limit is never absorbed.
/// </summary>
internal sealed class LogicOperation(int offset, bool isOr, IReadOnlyList<Operation> operands) : Operation(offset)
{
    private readonly Operation[] _operands = [.. operands];

    protected override ExpressionValue Run(EvaluationContext context)
    {
        ExpressionValue? error = null;
        foreach (var operand in _operands)
        {
            var value = operand.Evaluate(context);
            if (value is BoolValue flag)
            {
                if (flag.Value == isOr)
                {
                    return flag;
                }
            }
            else if (value is ErrorValue { Limit: not null })
            {
                return value;
            }
            else
            {
                error ??= value is ErrorValue ? value : Errors.NoOverload(isOr ? "_||_" : "_&&_", value);
            }
        }

        return error ?? BoolValue.Of(!isOr);
    }
}

/// <summary><c>condition ? yes : no</c>; only the branch that is taken is evaluated.</summary>
internal sealed class ConditionalOperation(int offset, Operation condition, Operation yes, Operation no) : Operation(offset)
{
    protected override ExpressionValue Run(EvaluationContext context) => condition.Evaluate(context) switch
    {
        BoolValue flag => (flag.Value ? yes : no).Evaluate(context),
        ErrorValue error => error,
        var other => Errors.NoOverload("_?_:_", other),
    };
}
