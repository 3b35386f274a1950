namespace OpsAutomation.Core.Expressions.Values;

/// <summary>The kinds of value.</summary>
public enum ValueKind
{
    /// <summary>Null.</summary>
    Null,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>A signed integer of 64 bits.</summary>
    Int,

    /// <summary>An unsigned integer of 64 bits.</summary>
    UInt,

    /// <summary>A floating-point number of 64 bits.</summary>
    Double,

    /// <summary>Text.</summary>
    String,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>A point in time, to the nanosecond.</summary>
    Timestamp,

    /// <summary>A length of time, to the nanosecond.</summary>
    Duration,

    /// <summary>A list.</summary>
    List,

    /// <summary>A map.</summary>
    Map,

    /// <summary>A record: fields of known names and types.</summary>
    Record,

    /// <summary>An error on its way; never seen outside an evaluation.</summary>
    Error,
}

/// <summary>A value of the Common Expression Language. Immutable; the kinds are the sealed classes of this namespace.</summary>
public abstract class ExpressionValue
{
    private protected ExpressionValue()
    {
    }

    /// <summary>The kind.</summary>
    public abstract ValueKind Kind { get; }

    /// <summary>Size as <see cref="ExpressionLimits.ValueSize"/> counts it.</summary>
    internal virtual long Size => 1;

    /// <summary>Levels of nesting, which everything that walks a value recurses through.</summary>
    internal virtual int Depth => 1;

    /// <summary>Text, or null.</summary>
    public static ExpressionValue Of(string? value) => value is null ? NullValue.Instance : new StringValue(value);

    /// <summary>True or false.</summary>
    public static ExpressionValue Of(bool value) => BoolValue.Of(value);

    /// <summary>A signed integer.</summary>
    public static ExpressionValue Of(long value) => new IntValue(value);

    /// <summary>A floating-point number, or null.</summary>
    public static ExpressionValue Of(double? value) => value is { } known ? new DoubleValue(known) : NullValue.Instance;

    /// <summary>A point in time, or null.</summary>
    public static ExpressionValue Of(DateTimeOffset? value) => value is { } known ? TimestampValue.From(known) : NullValue.Instance;

    /// <summary>A length of time, or null.</summary>
    public static ExpressionValue Of(TimeSpan? value) => value is { } known ? DurationValue.From(known) : NullValue.Instance;

    /// <summary>A map of strings.</summary>
    public static ExpressionValue Of(IReadOnlyDictionary<string, string> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return MapValue.Of(value.Select(p => KeyValuePair.Create(p.Key, (ExpressionValue)new StringValue(p.Value))));
    }

    /// <summary>Whether two values are equal as <c>==</c> sees them: 1, 1u and 1.0 are, and values of other kinds are not.</summary>
    public bool IsEqualTo(ExpressionValue other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Equality.AreEqual(this, other);
    }
}
