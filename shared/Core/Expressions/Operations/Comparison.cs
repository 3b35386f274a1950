using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Operations;

/// <summary>Equality, order and membership; what grows with the values is paid in steps.</summary>
internal static class Comparison
{
    private const int PerStep = 32;

    public static ExpressionValue Equal(EvaluationContext context, ExpressionValue a, ExpressionValue b) =>
        Pay(context, a, b) ?? (ExpressionValue)BoolValue.Of(Equality.AreEqual(a, b));

    public static ExpressionValue NotEqual(EvaluationContext context, ExpressionValue a, ExpressionValue b) =>
        Pay(context, a, b) ?? (ExpressionValue)BoolValue.Of(!Equality.AreEqual(a, b));

    public static ExpressionValue Less(EvaluationContext context, ExpressionValue a, ExpressionValue b) => Order(context, "_<_", a, b, c => c < 0);

    public static ExpressionValue LessOrEqual(EvaluationContext context, ExpressionValue a, ExpressionValue b) => Order(context, "_<=_", a, b, c => c <= 0);

    public static ExpressionValue Greater(EvaluationContext context, ExpressionValue a, ExpressionValue b) => Order(context, "_>_", a, b, c => c > 0);

    public static ExpressionValue GreaterOrEqual(EvaluationContext context, ExpressionValue a, ExpressionValue b) => Order(context, "_>=_", a, b, c => c >= 0);

    /// <summary>Whether a list has an item, or a map a key.</summary>
    public static ExpressionValue In(EvaluationContext context, ExpressionValue a, ExpressionValue b)
    {
        if (b is MapValue map)
        {
            return context.Spend(a.Size / PerStep) ?? (ExpressionValue)BoolValue.Of(map.TryGet(a, out _));
        }

        if (b is not ListValue list)
        {
            return Errors.NoOverload("_in_", a, b);
        }

        foreach (var item in list.Span)
        {
            if ((context.Spend(1) ?? Pay(context, a, item)) is { } error)
            {
                return error;
            }

            if (Equality.AreEqual(a, item))
            {
                return BoolValue.True;
            }
        }

        return BoolValue.False;
    }

    private static ErrorValue? Pay(EvaluationContext context, ExpressionValue a, ExpressionValue b) =>
        Math.Min(a.Size, b.Size) is var size and >= PerStep ? context.Spend(size / (a.Kind is ValueKind.String or ValueKind.Bytes ? PerStep : 2)) : null;

    private static ExpressionValue Order(EvaluationContext context, string name, ExpressionValue a, ExpressionValue b, Func<int, bool> holds) =>
        !Ordering.IsOrdered(a, b)
            ? Errors.NoOverload(name, a, b)
            : Pay(context, a, b) ?? (ExpressionValue)BoolValue.Of(Ordering.Compare(a, b) is { } order && holds(order));
}
