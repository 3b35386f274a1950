using OpsAutomation.Core.Expressions.Functions;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Operations;

/// <summary>A call: the overload is chosen by the kinds of the values.</summary>
internal sealed class CallOperation(int offset, string name, IReadOnlyList<Overload> overloads, IReadOnlyList<Operation> arguments) : Operation(offset)
{
    private readonly Overload[] _overloads = [.. overloads.Where(o => o.Parameters.Count == arguments.Count)];
    private readonly Operation _first = arguments[0];
    private readonly Operation? _second = arguments.Count > 1 ? arguments[1] : null;

    protected override ExpressionValue Run(EvaluationContext context)
    {
        var a = _first.Evaluate(context);
        if (a is ErrorValue)
        {
            return a;
        }

        var b = _second is null ? NullValue.Instance : _second.Evaluate(context);
        if (b is ErrorValue)
        {
            return b;
        }

        // No function looks at its operands for less; those that do more take more.
        if ((a.Kind == ValueKind.String || b.Kind == ValueKind.String) && context.Spend((a.Size + b.Size) / 32) is { } error)
        {
            return error;
        }

        foreach (var overload in _overloads)
        {
            if (Takes(overload.Parameters[0], a) && (_second is null || Takes(overload.Parameters[1], b)))
            {
                return overload.Compute(context, a, b);
            }
        }

        return _second is null ? Errors.NoOverload(name, a) : Errors.NoOverload(name, a, b);
    }

    private static bool Takes(ValueKind? parameter, ExpressionValue value) => parameter is null || parameter == value.Kind;
}
