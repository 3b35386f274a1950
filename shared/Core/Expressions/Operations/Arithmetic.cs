using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Operations;

/// <summary>Arithmetic: integers overflow as an error and never mix, times go with lengths of time, text and lists are joined.</summary>
internal static class Arithmetic
{
    public static ExpressionValue Add(EvaluationContext context, ExpressionValue a, ExpressionValue b) => (a, b) switch
    {
        (IntValue x, IntValue y) => Int((Int128)x.Value + y.Value),
        (UIntValue x, UIntValue y) => UInt((Int128)x.Value + y.Value),
        (DoubleValue x, DoubleValue y) => new DoubleValue(x.Value + y.Value),
        (StringValue x, StringValue y) => Joined.Text(context, x, y),
        (BytesValue x, BytesValue y) => Joined.Bytes(context, x, y),
        (ListValue x, ListValue y) => Joined.Lists(context, x, y),
        (TimestampValue x, DurationValue y) => Time(x.TotalNanoseconds + y.Nanoseconds),
        (DurationValue x, TimestampValue y) => Time(y.TotalNanoseconds + x.Nanoseconds),
        (DurationValue x, DurationValue y) => Length((Int128)x.Nanoseconds + y.Nanoseconds),
        _ => Errors.NoOverload("_+_", a, b),
    };

    public static ExpressionValue Subtract(EvaluationContext context, ExpressionValue a, ExpressionValue b) => (a, b) switch
    {
        (IntValue x, IntValue y) => Int((Int128)x.Value - y.Value),
        (UIntValue x, UIntValue y) => UInt((Int128)x.Value - y.Value),
        (DoubleValue x, DoubleValue y) => new DoubleValue(x.Value - y.Value),
        (TimestampValue x, DurationValue y) => Time(x.TotalNanoseconds - y.Nanoseconds),
        (TimestampValue x, TimestampValue y) => Length(x.TotalNanoseconds - y.TotalNanoseconds),
        (DurationValue x, DurationValue y) => Length((Int128)x.Nanoseconds - y.Nanoseconds),
        _ => Errors.NoOverload("_-_", a, b),
    };

    public static ExpressionValue Multiply(EvaluationContext context, ExpressionValue a, ExpressionValue b) => (a, b) switch
    {
        (IntValue x, IntValue y) => Int((Int128)x.Value * y.Value),
        (UIntValue x, UIntValue y) => (UInt128)x.Value * y.Value is var product && product <= ulong.MaxValue ? new UIntValue((ulong)product) : Errors.Overflow("the uint"),
        (DoubleValue x, DoubleValue y) => new DoubleValue(x.Value * y.Value),
        _ => Errors.NoOverload("_*_", a, b),
    };

    public static ExpressionValue Divide(EvaluationContext context, ExpressionValue a, ExpressionValue b) => (a, b) switch
    {
        (IntValue, IntValue { Value: 0 }) or (UIntValue, UIntValue { Value: 0 }) => Errors.Of("divide by zero"),
        (IntValue x, IntValue y) => Int((Int128)x.Value / y.Value),
        (UIntValue x, UIntValue y) => new UIntValue(x.Value / y.Value),
        (DoubleValue x, DoubleValue y) => new DoubleValue(x.Value / y.Value),
        _ => Errors.NoOverload("_/_", a, b),
    };

    public static ExpressionValue Modulo(EvaluationContext context, ExpressionValue a, ExpressionValue b) => (a, b) switch
    {
        (IntValue, IntValue { Value: 0 }) or (UIntValue, UIntValue { Value: 0 }) => Errors.Of("modulus by zero"),
        (IntValue x, IntValue y) => Int((Int128)x.Value % y.Value),
        (UIntValue x, UIntValue y) => new UIntValue(x.Value % y.Value),
        _ => Errors.NoOverload("_%_", a, b),
    };

    public static ExpressionValue Negate(ExpressionValue a) => a switch
    {
        IntValue x => Int(-(Int128)x.Value),
        DoubleValue x => new DoubleValue(-x.Value),
        _ => Errors.NoOverload("-_", a),
    };

    private static ExpressionValue Int(Int128 value) =>
        value >= long.MinValue && value <= long.MaxValue ? new IntValue((long)value) : Errors.Overflow("the int");

    private static ExpressionValue UInt(Int128 value) =>
        value >= 0 && value <= ulong.MaxValue ? new UIntValue((ulong)value) : Errors.Overflow("the uint");

    private static ExpressionValue Time(Int128 nanoseconds) => TimestampValue.Create(nanoseconds) ?? (ExpressionValue)Errors.Range("the timestamp");

    private static ExpressionValue Length(Int128 nanoseconds) => DurationValue.Create(nanoseconds) ?? (ExpressionValue)Errors.Range("the duration");
}

/// <summary>Text, bytes and lists put together, within the limits.</summary>
internal static class Joined
{
    // A step pays for so many characters or bytes that are copied.
    private const int PerStep = 32;

    public static ExpressionValue Text(EvaluationContext context, StringValue a, StringValue b) =>
        context.Make(a.Size + b.Size, (a.Size + b.Size) / PerStep) ?? (ExpressionValue)new StringValue(a.Value + b.Value);

    public static ExpressionValue Bytes(EvaluationContext context, BytesValue a, BytesValue b) =>
        context.Make(a.Size + b.Size, (a.Size + b.Size) / PerStep) ?? (ExpressionValue)new BytesValue((byte[])[.. a.Value.Span, .. b.Value.Span]);

    public static ExpressionValue Lists(EvaluationContext context, ListValue a, ListValue b) =>
        context.Make(a.Size + b.Size, a.Items.Count + b.Items.Count) ?? (ExpressionValue)new ListValue((ExpressionValue[])[.. a.Span, .. b.Span]);
}
