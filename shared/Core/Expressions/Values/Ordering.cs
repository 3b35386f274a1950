namespace OpsAutomation.Core.Expressions.Values;

/// <summary>Order of values: numbers exactly across their types, text by code point, bytes, booleans, times.</summary>
internal static class Ordering
{
    private const double TwoTo63 = 9223372036854775808.0;
    private const double TwoTo64 = 18446744073709551616.0;

    /// <summary>Negative, zero or positive; null when one of them is NaN.</summary>
    public static int? Numbers(ExpressionValue a, ExpressionValue b) => (a, b) switch
    {
        (IntValue x, IntValue y) => x.Value.CompareTo(y.Value),
        (UIntValue x, UIntValue y) => x.Value.CompareTo(y.Value),
        (DoubleValue x, DoubleValue y) => double.IsNaN(x.Value) || double.IsNaN(y.Value) ? null : (x.Value < y.Value ? -1 : x.Value > y.Value ? 1 : 0),
        (IntValue x, UIntValue y) => x.Value < 0 ? -1 : ((ulong)x.Value).CompareTo(y.Value),
        (UIntValue, IntValue) or (DoubleValue, _) => -Numbers(b, a),
        (IntValue x, DoubleValue y) => Int(x.Value, y.Value),
        (UIntValue x, DoubleValue y) => UInt(x.Value, y.Value),
        _ => null,
    };

    /// <summary>Whether two values can be ordered at all.</summary>
    public static bool IsOrdered(ExpressionValue a, ExpressionValue b) =>
        IsNumber(a)
            ? IsNumber(b)
            : a.Kind == b.Kind && (a.Kind is ValueKind.String or ValueKind.Bool or ValueKind.Bytes or ValueKind.Timestamp or ValueKind.Duration);

    /// <summary>Negative, zero or positive for two values that <see cref="IsOrdered"/> accepts; null when one of them is NaN.</summary>
    public static int? Compare(ExpressionValue a, ExpressionValue b) => (a, b) switch
    {
        (StringValue x, StringValue y) => Text(x.Value, y.Value),
        (BoolValue x, BoolValue y) => x.Value.CompareTo(y.Value),
        (BytesValue x, BytesValue y) => x.Value.Span.SequenceCompareTo(y.Value.Span),
        (TimestampValue x, TimestampValue y) => x.TotalNanoseconds.CompareTo(y.TotalNanoseconds),
        (DurationValue x, DurationValue y) => x.Nanoseconds.CompareTo(y.Nanoseconds),
        _ => Numbers(a, b),
    };

    private static bool IsNumber(ExpressionValue value) => value.Kind is ValueKind.Int or ValueKind.UInt or ValueKind.Double;

    // The whole parts are compared as integers: a conversion to double would make 2^53 + 1 equal to 2^53.
    private static int? Int(long x, double y)
    {
        if (double.IsNaN(y))
        {
            return null;
        }

        if (y >= TwoTo63 || y < -TwoTo63)
        {
            return y > 0 ? -1 : 1;
        }

        var whole = (long)y;
        return x != whole ? x.CompareTo(whole) : -(y - whole).CompareTo(0);
    }

    private static int? UInt(ulong x, double y)
    {
        if (double.IsNaN(y))
        {
            return null;
        }

        if (y < 0 || y >= TwoTo64)
        {
            return y < 0 ? 1 : -1;
        }

        var whole = (ulong)y;
        return x != whole ? x.CompareTo(whole) : -(y - whole).CompareTo(0);
    }

    // UTF-16 order differs from code point order where one side is a surrogate and the other is above the surrogates.
    private static int Text(string a, string b)
    {
        var length = Math.Min(a.Length, b.Length);
        for (var i = 0; i < length; i++)
        {
            if (a[i] != b[i])
            {
                return Rank(a[i]).CompareTo(Rank(b[i]));
            }
        }

        return a.Length.CompareTo(b.Length);
    }

    private static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}
