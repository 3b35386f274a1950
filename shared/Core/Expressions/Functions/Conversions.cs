using System.Globalization;
using System.Text;
using OpsAutomation.Core.Expressions.Operations;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Functions;

/// <summary>Conversions between types; what does not fit is an error, never a wrapped or rounded-up number.</summary>
internal static class Conversions
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The overloads.</summary>
    public static IEnumerable<Overload> All { get; } =
    [
        One("int", ValueKind.Int, ExpressionType.Int, a => a),
        One("int", ValueKind.UInt, ExpressionType.Int, a => ((UIntValue)a).Value is var u and <= long.MaxValue ? new IntValue((long)u) : Errors.Range("the int")),
        One("int", ValueKind.Double, ExpressionType.Int, a => ((DoubleValue)a).Value is var d and > -9223372036854775808.0 and < 9223372036854775808.0 ? new IntValue((long)d) : Errors.Range("the int")),
        One("int", ValueKind.String, ExpressionType.Int, a => long.TryParse(((StringValue)a).Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var i) ? new IntValue(i) : NoNumber("int")),
        One("int", ValueKind.Timestamp, ExpressionType.Int, a => new IntValue(((TimestampValue)a).Seconds)),
        One("uint", ValueKind.UInt, ExpressionType.UInt, a => a),
        One("uint", ValueKind.Int, ExpressionType.UInt, a => ((IntValue)a).Value is var i and >= 0 ? new UIntValue((ulong)i) : Errors.Range("the uint")),
        One("uint", ValueKind.Double, ExpressionType.UInt, a => ((DoubleValue)a).Value is var d and > -1 and < 18446744073709551616.0 ? new UIntValue((ulong)d) : Errors.Range("the uint")),
        One("uint", ValueKind.String, ExpressionType.UInt, a => ulong.TryParse(((StringValue)a).Value, NumberStyles.None, CultureInfo.InvariantCulture, out var u) ? new UIntValue(u) : NoNumber("uint")),
        One("double", ValueKind.Double, ExpressionType.Double, a => a),
        One("double", ValueKind.Int, ExpressionType.Double, a => new DoubleValue(((IntValue)a).Value)),
        One("double", ValueKind.UInt, ExpressionType.Double, a => new DoubleValue(((UIntValue)a).Value)),
        One("double", ValueKind.String, ExpressionType.Double, a => ToDouble(((StringValue)a).Value)),
        One("bool", ValueKind.Bool, ExpressionType.Bool, a => a),
        One("bool", ValueKind.String, ExpressionType.Bool, a => ToBool(((StringValue)a).Value)),
        One("bytes", ValueKind.Bytes, ExpressionType.Bytes, a => a),
        new("bytes", Member: false, [ValueKind.String], ExpressionType.Bytes, (context, a, _) => ToBytes(context, (StringValue)a)),
        new("dyn", Member: false, [null], ExpressionType.Dyn, (_, a, _) => a),
        .. ((ValueKind[])[ValueKind.String, ValueKind.Bool, ValueKind.Int, ValueKind.UInt, ValueKind.Double, ValueKind.Bytes, ValueKind.Timestamp, ValueKind.Duration])
            .Select(kind => new Overload("string", Member: false, [kind], ExpressionType.String, (context, a, _) => ToText(context, a))),
    ];

    /// <summary>A scalar as text, as <c>string()</c> gives it.</summary>
    public static ExpressionValue ToText(EvaluationContext context, ExpressionValue value) => value switch
    {
        StringValue => value,
        BoolValue b => new StringValue(b.Value ? "true" : "false"),
        IntValue i => new StringValue(i.Value.ToString(CultureInfo.InvariantCulture)),
        UIntValue u => new StringValue(u.Value.ToString(CultureInfo.InvariantCulture)),
        DoubleValue d => new StringValue(d.Value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e')),
        TimestampValue t => new StringValue(TimeText.Write(t)),
        DurationValue d => new StringValue(TimeText.Write(d)),
        BytesValue b => FromBytes(context, b),
        _ => Errors.NoOverload("string", value),
    };

    private static Overload One(string name, ValueKind kind, ExpressionType result, Func<ExpressionValue, ExpressionValue> compute) =>
        new(name, Member: false, [kind], result, (_, a, _) => compute(a));

    private static ErrorValue NoNumber(string type) => Errors.Of($"Type conversion error: the string is no {type}, or out of its range");

    private static ExpressionValue ToDouble(string text)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, Style, CultureInfo.InvariantCulture, out var value) && (double.IsFinite(value) || !text.Any(char.IsAsciiDigit))
            ? new DoubleValue(value)
            : NoNumber("double");
    }

    private static ExpressionValue ToBool(string text) => text switch
    {
        "1" or "t" or "true" or "TRUE" or "True" => BoolValue.True,
        "0" or "f" or "false" or "FALSE" or "False" => BoolValue.False,
        _ => Errors.Of("Type conversion error: the string is no bool"),
    };

    private static ExpressionValue ToBytes(EvaluationContext context, StringValue text) =>
        context.Make(text.Value.Length, text.Value.Length / 32)
        ?? (ExpressionValue)(Encoding.UTF8.GetBytes(text.Value) is var bytes && context.Make(bytes.Length, 0) is { } error ? error : new BytesValue(bytes));

    private static ExpressionValue FromBytes(EvaluationContext context, BytesValue bytes)
    {
        if (context.Make(bytes.Value.Length, bytes.Value.Length / 32) is { } error)
        {
            return error;
        }

        return System.Text.Unicode.Utf8.IsValid(bytes.Value.Span) ? new StringValue(StrictUtf8.GetString(bytes.Value.Span)) : Errors.Of("invalid UTF-8: the bytes are no text");
    }
}
