using OpsAutomation.Core.Expressions.Operations;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Binding;

/// <summary>Types of the operators with two operands, and what each computes.</summary>
internal static class OperatorTypes
{
    public static Compute Compute(string op) => op switch
    {
        "+" => Arithmetic.Add,
        "-" => Arithmetic.Subtract,
        "*" => Arithmetic.Multiply,
        "/" => Arithmetic.Divide,
        "%" => Arithmetic.Modulo,
        "==" => Comparison.Equal,
        "!=" => Comparison.NotEqual,
        "<" => Comparison.Less,
        "<=" => Comparison.LessOrEqual,
        ">" => Comparison.Greater,
        ">=" => Comparison.GreaterOrEqual,
        _ => Comparison.In,
    };

    /// <summary>Type of the value, or null when the operands do not go together.</summary>
    public static ExpressionType? Result(string op, ExpressionType a, ExpressionType b) => op switch
    {
        "==" or "!=" => AreComparable(a, b) ? ExpressionType.Bool : null,
        "<" or "<=" or ">" or ">=" => AreOrdered(a, b) ? ExpressionType.Bool : null,
        "in" => IsContained(a, b) ? ExpressionType.Bool : null,
        _ => Arithmetics(op, a, b),
    };

    private static bool IsNumber(ExpressionType type) => type.Kind is ValueKind.Int or ValueKind.UInt or ValueKind.Double;

    private static bool AreComparable(ExpressionType a, ExpressionType b) => a.MayBe(b) || (IsNumber(a) && IsNumber(b));

    private static bool AreOrdered(ExpressionType a, ExpressionType b)
    {
        if (a.Kind is null || b.Kind is null)
        {
            return IsOrdered(a) && IsOrdered(b);
        }

        return (IsNumber(a) && IsNumber(b)) || (a.Kind == b.Kind && IsOrdered(a));
    }

    private static bool IsOrdered(ExpressionType type) =>
        type.Kind is null or ValueKind.Bool or ValueKind.Int or ValueKind.UInt or ValueKind.Double or ValueKind.String or ValueKind.Bytes or ValueKind.Timestamp or ValueKind.Duration;

    private static bool IsContained(ExpressionType item, ExpressionType container) => container.Kind switch
    {
        null => true,
        ValueKind.List => AreComparable(item, container.Element!),
        ValueKind.Map => AreComparable(item, container.Key!),
        _ => false,
    };

    private static ExpressionType? Arithmetics(string op, ExpressionType a, ExpressionType b)
    {
        if (a.Kind is null || b.Kind is null)
        {
            return ExpressionType.Dyn;
        }

        return (op, a.Kind, b.Kind) switch
        {
            ("+" or "-" or "*" or "/", ValueKind.Double, ValueKind.Double) => ExpressionType.Double,
            (_, ValueKind.Int, ValueKind.Int) => ExpressionType.Int,
            (_, ValueKind.UInt, ValueKind.UInt) => ExpressionType.UInt,
            ("+", ValueKind.String, ValueKind.String) => ExpressionType.String,
            ("+", ValueKind.Bytes, ValueKind.Bytes) => ExpressionType.Bytes,
            ("+", ValueKind.List, ValueKind.List) => ExpressionType.List(ExpressionType.Join(a.Element, b.Element!)),
            ("+", ValueKind.Timestamp, ValueKind.Duration) or ("+", ValueKind.Duration, ValueKind.Timestamp) => ExpressionType.Timestamp,
            ("-", ValueKind.Timestamp, ValueKind.Duration) => ExpressionType.Timestamp,
            ("-", ValueKind.Timestamp, ValueKind.Timestamp) => ExpressionType.Duration,
            ("+" or "-", ValueKind.Duration, ValueKind.Duration) => ExpressionType.Duration,
            _ => null,
        };
    }
}
