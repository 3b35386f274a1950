namespace OpsAutomation.Core.Expressions.Values;

/// <summary>Equality as <c>==</c> sees it: numbers by value across their types, other kinds never equal to one another.</summary>
internal static class Equality
{
    public static bool AreEqual(ExpressionValue a, ExpressionValue b) => (a, b) switch
    {
        (StringValue x, StringValue y) => string.Equals(x.Value, y.Value, StringComparison.Ordinal),
        (IntValue x, IntValue y) => x.Value == y.Value,
        (BoolValue x, BoolValue y) => x.Value == y.Value,
        (IntValue or UIntValue or DoubleValue, IntValue or UIntValue or DoubleValue) => Ordering.Numbers(a, b) == 0,
        (NullValue, NullValue) => true,
        (BytesValue x, BytesValue y) => x.Value.Span.SequenceEqual(y.Value.Span),
        (TimestampValue x, TimestampValue y) => x.Seconds == y.Seconds && x.Nanoseconds == y.Nanoseconds,
        (DurationValue x, DurationValue y) => x.Nanoseconds == y.Nanoseconds,
        (ListValue x, ListValue y) => Lists(x, y),
        (MapValue x, MapValue y) => Maps(x, y),
        (RecordValue x, RecordValue y) => x.IsSame(y),
        _ => false,
    };

    private static bool Lists(ListValue a, ListValue b)
    {
        var x = a.Span;
        var y = b.Span;
        if (x.Length != y.Length)
        {
            return false;
        }

        for (var i = 0; i < x.Length; i++)
        {
            if (!AreEqual(x[i], y[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Maps(MapValue a, MapValue b)
    {
        if (a.Count != b.Count)
        {
            return false;
        }

        foreach (var key in a.Keys)
        {
            if (!a.TryGet(key, out var x) || !b.TryGet(key, out var y) || !AreEqual(x, y))
            {
                return false;
            }
        }

        return true;
    }
}
