using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions;

/// <summary>What is known of a value before it is there.</summary>
public sealed record ExpressionType
{
    // Deeper than anybody declares, and shallow enough that a type which grows with each macro of a chain stays small.
    private const int Deepest = 8;

    private ExpressionType(ValueKind? kind) => Kind = kind;

    /// <summary>Anything: checked when the value is there.</summary>
    public static ExpressionType Dyn { get; } = new((ValueKind?)null);

    /// <summary>Null.</summary>
    public static ExpressionType Null { get; } = new(ValueKind.Null);

    /// <summary>True or false.</summary>
    public static ExpressionType Bool { get; } = new(ValueKind.Bool);

    /// <summary>A signed integer.</summary>
    public static ExpressionType Int { get; } = new(ValueKind.Int);

    /// <summary>An unsigned integer.</summary>
    public static ExpressionType UInt { get; } = new(ValueKind.UInt);

    /// <summary>A floating-point number.</summary>
    public static ExpressionType Double { get; } = new(ValueKind.Double);

    /// <summary>Text.</summary>
    public static ExpressionType String { get; } = new(ValueKind.String);

    /// <summary>Bytes.</summary>
    public static ExpressionType Bytes { get; } = new(ValueKind.Bytes);

    /// <summary>A point in time.</summary>
    public static ExpressionType Timestamp { get; } = new(ValueKind.Timestamp);

    /// <summary>A length of time.</summary>
    public static ExpressionType Duration { get; } = new(ValueKind.Duration);

    /// <summary>A map from text to text, as labels are.</summary>
    public static ExpressionType StringMap { get; } = Map(String, String);

    /// <summary>The kind, or null for anything.</summary>
    public ValueKind? Kind { get; }

    /// <summary>Type of the items of a list, or of the values of a map.</summary>
    public ExpressionType? Element { get; private init; }

    /// <summary>Type of the keys of a map.</summary>
    public ExpressionType? Key { get; private init; }

    /// <summary>The fields of a record.</summary>
    public RecordType? Record { get; private init; }

    /// <summary>Whether the value may be null instead.</summary>
    public bool IsNullable { get; private init; }

    /// <summary>A list of items of one type.</summary>
    public static ExpressionType List(ExpressionType element) => Nest(new ExpressionType(ValueKind.List) { Element = element });

    /// <summary>A map with keys of one type and values of one type.</summary>
    public static ExpressionType Map(ExpressionType key, ExpressionType value) => Nest(new ExpressionType(ValueKind.Map) { Key = key, Element = value });

    /// <summary>A record.</summary>
    public static ExpressionType Of(RecordType record) => new(ValueKind.Record) { Record = record };

    /// <summary>The same type, where the value may be null instead.</summary>
    public ExpressionType OrNull() => this with { IsNullable = true };

    /// <summary>Whether a value of the one type could equal or stand for one of the other; true where that is not known.</summary>
    public bool MayBe(ExpressionType other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Kind is null || other.Kind is null || (IsNullable && other.IsNullable))
        {
            return true;
        }

        if (Kind == ValueKind.Null || other.Kind == ValueKind.Null)
        {
            return Kind == other.Kind || IsNullable || other.IsNullable;
        }

        return Kind == other.Kind && Kind switch
        {
            ValueKind.List => Element!.MayBe(other.Element!),
            ValueKind.Map => Key!.MayBe(other.Key!) && Element!.MayBe(other.Element!),
            ValueKind.Record => ReferenceEquals(Record, other.Record),
            _ => true,
        };
    }

    /// <summary>Writes the type as people read it: <c>map(string, int)</c>.</summary>
    public override string ToString() => Kind switch
    {
        null => "dyn",
        ValueKind.List => $"list({Element})",
        ValueKind.Map => $"map({Key}, {Element})",
        ValueKind.Record => Record!.Name,
        _ => TypeNames.Of(Kind.Value),
    };

    private int Depth { get; init; } = 1;

    private static ExpressionType Nest(ExpressionType type)
    {
        var depth = 1 + Math.Max(type.Key?.Depth ?? 0, type.Element!.Depth);
        return depth <= Deepest
            ? type with { Depth = depth }
            : type with { Key = type.Key is null ? null : Dyn, Element = Dyn, Depth = 2 };
    }

    /// <summary>The type of both, or anything where they differ.</summary>
    internal static ExpressionType Join(ExpressionType? a, ExpressionType b) => a is null || a == b ? b : Dyn;
}

/// <summary>Names of the kinds as the language has them.</summary>
internal static class TypeNames
{
    public static string Of(ValueKind kind) => kind switch
    {
        ValueKind.Null => "null",
        ValueKind.Bool => "bool",
        ValueKind.Int => "int",
        ValueKind.UInt => "uint",
        ValueKind.Double => "double",
        ValueKind.String => "string",
        ValueKind.Bytes => "bytes",
        ValueKind.Timestamp => "timestamp",
        ValueKind.Duration => "duration",
        ValueKind.List => "list",
        ValueKind.Map => "map",
        ValueKind.Record => "record",
        _ => "error",
    };
}
