using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions;

/// <summary>A field of a record.</summary>
public sealed class RecordField
{
    private readonly Func<object, ExpressionValue> _read;

    internal RecordField(string name, int index, ExpressionType type, Func<object, ExpressionValue> read) => (Name, Index, Type, _read) = (name, index, type, read);

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The type.</summary>
    public ExpressionType Type { get; }

    internal int Index { get; }

    internal ExpressionValue Read(object instance) => _read(instance);
}

/// <summary>A record as expressions see it: its fields, their types and how each is read.</summary>
public sealed class RecordType
{
    private readonly Dictionary<string, RecordField> _fields;

    internal RecordType(string name, IReadOnlyList<RecordField> fields)
    {
        (Name, Fields) = (name, fields);
        _fields = fields.ToDictionary(f => f.Name, StringComparer.Ordinal);
    }

    /// <summary>The name that messages use.</summary>
    public string Name { get; }

    /// <summary>The fields in the order of their declaration.</summary>
    public IReadOnlyList<RecordField> Fields { get; }

    /// <summary>Begins the description of a CLR type.</summary>
    /// <param name="name">The name that messages use.</param>
    public static RecordTypeBuilder<T> For<T>(string name)
        where T : notnull => new(name);

    /// <summary>A record whose values come from a dictionary; a field that it lacks is null.</summary>
    /// <param name="name">The name that messages use.</param>
    /// <param name="fields">Names and types of the fields.</param>
    public static RecordType OfValues(string name, IEnumerable<KeyValuePair<string, ExpressionType>> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var builder = For<IReadOnlyDictionary<string, ExpressionValue>>(name);
        foreach (var (field, type) in fields)
        {
            builder.Field(field, type, values => values.TryGetValue(field, out var value) ? value : NullValue.Instance);
        }

        return builder.Build();
    }

    /// <summary>Finds a field by name.</summary>
    public RecordField? Find(string name) => _fields.GetValueOrDefault(name);

    /// <summary>The value that stands for an object; the object must be of the type that was described.</summary>
    public RecordValue Wrap(object instance) => new(this, instance);
}

/// <summary>Describes a CLR type field by field.</summary>
public sealed class RecordTypeBuilder<T>
    where T : notnull
{
    private readonly string _name;
    private readonly List<RecordField> _fields = [];

    internal RecordTypeBuilder(string name) => _name = name;

    /// <summary>Adds a field.</summary>
    /// <param name="name">Its name in expressions.</param>
    /// <param name="type">Its type; say <see cref="ExpressionType.OrNull"/> where it may be absent.</param>
    /// <param name="read">How it is read.</param>
    public RecordTypeBuilder<T> Field(string name, ExpressionType type, Func<T, ExpressionValue> read)
    {
        _fields.Add(new RecordField(name, _fields.Count, type, instance => read((T)instance)));
        return this;
    }

    /// <summary>The type.</summary>
    public RecordType Build() => new(_name, _fields);
}
