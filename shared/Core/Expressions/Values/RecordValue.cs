namespace OpsAutomation.Core.Expressions.Values;

/// <summary>
/// An object of ours seen through a <see cref="RecordType"/>: a field is read when an expression asks for it, without reflection.
/// A field that is null counts as absent for <c>has()</c>.
/// </summary>
public sealed class RecordValue : ExpressionValue
{
    private readonly object _instance;
    private readonly ExpressionValue?[] _read;

    internal RecordValue(RecordType type, object instance) => (Type, _instance, _read) = (type, instance, new ExpressionValue?[type.Fields.Count]);

    /// <summary>The type, with the names and types of the fields.</summary>
    public RecordType Type { get; }

    /// <inheritdoc />
    public override ValueKind Kind => ValueKind.Record;

    /// <summary>Reads a field, the first time from the object; null when there is no such field.</summary>
    public ExpressionValue? Get(string field) =>
        Type.Find(field) is { } known ? _read[known.Index] ??= known.Read(_instance) : null;

    /// <summary>Whether both stand for the same object.</summary>
    internal bool IsSame(RecordValue other) => ReferenceEquals(Type, other.Type) && Equals(_instance, other._instance);
}
