namespace OpsAutomation.Core.Expressions.Values;

/// <summary>Null.</summary>
public sealed class NullValue : ExpressionValue
{
    private NullValue()
    {
    }

    /// <summary>The one null.</summary>
    public static NullValue Instance { get; } = new();

    /// <inheritdoc />
    public override ValueKind Kind => ValueKind.Null;
}

/// <summary>True or false.</summary>
public sealed class BoolValue : ExpressionValue
{
    private BoolValue(bool value) => Value = value;

    /// <summary>True.</summary>
    public static BoolValue True { get; } = new(true);

    /// <summary>False.</summary>
    public static BoolValue False { get; } = new(false);

    /// <summary>True or false.</summary>
    public bool Value { get; }

    /// <inheritdoc />
    public override ValueKind Kind => ValueKind.Bool;

    /// <summary>The value of a CLR boolean; makes no new object.</summary>
    public static new BoolValue Of(bool value) => value ? True : False;
}

/// <summary>A signed integer of 64 bits.</summary>
/// <param name="value">The number.</param>
public sealed class IntValue(long value) : ExpressionValue
{
    /// <summary>The number.</summary>
    public long Value { get; } = value;

    /// <inheritdoc />
    public override ValueKind Kind => ValueKind.Int;
}

/// <summary>An unsigned integer of 64 bits.</summary>
/// <param name="value">The number.</param>
public sealed class UIntValue(ulong value) : ExpressionValue
{
    /// <summary>The number.</summary>
    public ulong Value { get; } = value;

    /// <inheritdoc />
    public override ValueKind Kind => ValueKind.UInt;
}

/// <summary>A floating-point number of 64 bits.</summary>
/// <param name="value">The number; infinities and NaN are numbers too.</param>
public sealed class DoubleValue(double value) : ExpressionValue
{
    /// <summary>The number.</summary>
    public double Value { get; } = value;

    /// <inheritdoc />
    public override ValueKind Kind => ValueKind.Double;
}

/// <summary>Text. Its size in the language is counted in code points.</summary>
/// <param name="value">The text.</param>
public sealed class StringValue(string value) : ExpressionValue
{
    /// <summary>The text.</summary>
    public string Value { get; } = value;

    /// <inheritdoc />
    public override ValueKind Kind => ValueKind.String;

    /// <inheritdoc />
    internal override long Size => 1 + Value.Length;
}

/// <summary>Bytes.</summary>
/// <param name="value">The bytes.</param>
public sealed class BytesValue(ReadOnlyMemory<byte> value) : ExpressionValue
{
    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Value { get; } = value;

    /// <inheritdoc />
    public override ValueKind Kind => ValueKind.Bytes;

    /// <inheritdoc />
    internal override long Size => 1 + Value.Length;
}

/// <summary>An error on its way to the one who asked, or to an operator that absorbs it.</summary>
internal sealed class ErrorValue(string message, int offset, string? limit = null) : ExpressionValue
{
    /// <summary>What happened.</summary>
    public string Message { get; } = message;

    /// <summary>Where in the source, or -1 while that is not known.</summary>
    public int Offset { get; set; } = offset;

    /// <summary>The limit that was reached, or null. Such an error is never absorbed.</summary>
    public string? Limit { get; } = limit;

    /// <inheritdoc />
    public override ValueKind Kind => ValueKind.Error;
}
