using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Operations;

/// <summary>Fields, keys and indexes.</summary>
internal static class Fields
{
    /// <summary>Reads a field of a record, or a key of a map.</summary>
    public static ExpressionValue Read(ExpressionValue value, string field) => value switch
    {
        RecordValue record => record.Get(field) ?? NoField(record, field),
        MapValue map => Key(map, new StringValue(field)),
        _ => Errors.Of($"type {TypeNames.Of(value.Kind)} does not support field selection"),
    };

    /// <summary>Whether a field is there: a key of a map, or a field of a record that is not null.</summary>
    public static ExpressionValue Test(ExpressionValue value, string field) => value switch
    {
        RecordValue record => record.Get(field) is { } found ? BoolValue.Of(found.Kind != ValueKind.Null) : NoField(record, field),
        MapValue map => BoolValue.Of(map.TryGet(new StringValue(field), out _)),
        _ => Errors.Of($"type {TypeNames.Of(value.Kind)} does not support field selection"),
    };

    /// <summary>An item of a list, a value of a map, or a field of a record by its name; a long key is paid, because it is hashed.</summary>
    public static ExpressionValue Index(EvaluationContext context, ExpressionValue value, ExpressionValue index) =>
        context.Spend(index.Size / 32) ?? Index(value, index);

    private static ExpressionValue Index(ExpressionValue value, ExpressionValue index) => (value, index) switch
    {
        (MapValue map, _) => Key(map, index),
        (ListValue list, IntValue i) => Item(list, i.Value),
        (ListValue list, UIntValue u) => Item(list, u.Value > int.MaxValue ? -1 : (long)u.Value),
        (ListValue list, DoubleValue d) => Math.Floor(d.Value) == d.Value && Math.Abs(d.Value) < int.MaxValue ? Item(list, (long)d.Value) : Errors.Of("invalid_argument: the index is no whole number"),
        (ListValue, _) => Errors.Of($"invalid_argument: {TypeNames.Of(index.Kind)} is no index of a list"),
        (RecordValue record, StringValue field) => Read(record, field.Value),
        _ => Errors.NoOverload("_[_]", value, index),
    };

    private static ErrorValue NoField(RecordValue record, string field) =>
        Errors.Of(field.Length <= 80 ? $"no such field: '{field}' of {record.Type.Name}" : $"no such field of {record.Type.Name}");

    private static ExpressionValue Key(MapValue map, ExpressionValue key) => map.TryGet(key, out var value) ? value : Errors.NoKey(key);

    private static ExpressionValue Item(ListValue list, long index) =>
        index >= 0 && index < list.Items.Count ? list.Span[(int)index] : Errors.Of("invalid_argument: the index is out of bounds");
}

/// <summary>A field, or the question whether it is there.</summary>
internal sealed class FieldOperation(int offset, Operation operand, string field, bool test) : Operation(offset)
{
    protected override ExpressionValue Run(EvaluationContext context)
    {
        var value = operand.Evaluate(context);
        return value is ErrorValue ? value : test ? Fields.Test(value, field) : Fields.Read(value, field);
    }
}
