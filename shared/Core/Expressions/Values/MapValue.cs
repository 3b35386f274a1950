using System.Diagnostics.CodeAnalysis;

namespace OpsAutomation.Core.Expressions.Values;

/// <summary>A map. Keys are bool, int, uint or string; 1 and 1u are the same key, and a whole double finds it too.</summary>
public sealed class MapValue : ExpressionValue
{
    private readonly Dictionary<ExpressionValue, ExpressionValue> _entries = new(KeyComparer.Instance);
    private readonly List<ExpressionValue> _keys = [];
    private long _size = 1;
    private int _depth = 1;

    /// <summary>The keys in the order in which they were written.</summary>
    public IReadOnlyList<ExpressionValue> Keys => _keys;

    /// <summary>Number of entries.</summary>
    public int Count => _keys.Count;

    /// <inheritdoc />
    public override ValueKind Kind => ValueKind.Map;

    /// <inheritdoc />
    internal override long Size => _size;

    /// <inheritdoc />
    internal override int Depth => _depth;

    /// <summary>A map with text as keys; of two entries with the same key the later one stands.</summary>
    public static MapValue Of(IEnumerable<KeyValuePair<string, ExpressionValue>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var map = new MapValue();
        foreach (var (name, value) in entries)
        {
            var key = new StringValue(name);
            if (!map.TryAdd(key, value))
            {
                map._size += value.Size - map._entries[key].Size;
                map._entries[key] = value;
                map._depth = Math.Max(map._depth, 1 + value.Depth);
            }
        }

        return map;
    }

    /// <summary>Finds the value of a key; a key of a kind that no map has is found nowhere.</summary>
    public bool TryGet(ExpressionValue key, [NotNullWhen(true)] out ExpressionValue? value)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (KeyComparer.Normalise(key) is { } known)
        {
            return _entries.TryGetValue(known, out value);
        }

        value = null;
        return false;
    }

    /// <summary>Whether a value may be a key.</summary>
    internal static bool IsKey(ExpressionValue key) => key.Kind is ValueKind.Bool or ValueKind.Int or ValueKind.UInt or ValueKind.String;

    /// <summary>Adds while the map is being made; false when the key is there.</summary>
    internal bool TryAdd(ExpressionValue key, ExpressionValue value)
    {
        if (!_entries.TryAdd(key, value))
        {
            return false;
        }

        _keys.Add(key);
        _size = Math.Min(long.MaxValue / 2, _size + key.Size + value.Size);
        _depth = Math.Max(_depth, 1 + value.Depth);
        return true;
    }

    private sealed class KeyComparer : IEqualityComparer<ExpressionValue>
    {
        public static KeyComparer Instance { get; } = new();

        /// <summary>The key as maps hold it: a whole double becomes an integer; null where no map can have it.</summary>
        public static ExpressionValue? Normalise(ExpressionValue key) => key switch
        {
            DoubleValue d when Math.Floor(d.Value) != d.Value => null,
            DoubleValue { Value: >= -9223372036854775808.0 and < 9223372036854775808.0 } d => new IntValue((long)d.Value),
            DoubleValue { Value: >= 0 and < 18446744073709551616.0 } d => new UIntValue((ulong)d.Value),
            _ when IsKey(key) => key,
            _ => null,
        };

        public bool Equals(ExpressionValue? x, ExpressionValue? y) => x is not null && y is not null && Equality.AreEqual(x, y);

        public int GetHashCode(ExpressionValue key) => key switch
        {
            StringValue s => string.GetHashCode(s.Value, StringComparison.Ordinal),
            IntValue i => i.Value.GetHashCode(),
            UIntValue u => unchecked((long)u.Value).GetHashCode(),
            BoolValue b => b.Value ? 1 : 2,
            _ => 0,
        };
    }
}
