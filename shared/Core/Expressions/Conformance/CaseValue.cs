using System.Globalization;
using System.Text.Json;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Conformance;

/// <summary>Values as the case files write them, with their kind: <c>{"int": "42"}</c>, <c>{"map": [[key, value], ...]}</c>.</summary>
internal static class CaseValue
{
    /// <summary>Reads a value; null when it is of a kind that the subset leaves out.</summary>
    /// <exception cref="InvalidDataException">The value is not of that form.</exception>
    public static ExpressionValue? Read(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || element.EnumerateObject().Count() != 1)
        {
            throw new InvalidDataException("A value is an object with its kind as the one key.");
        }

        var (kind, value) = (element.EnumerateObject().First().Name, element.EnumerateObject().First().Value);
        try
        {
            return kind switch
            {
                "null" => NullValue.Instance,
                "bool" => BoolValue.Of(value.GetBoolean()),
                "int" => new IntValue(long.Parse(value.GetString()!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)),
                "uint" => new UIntValue(ulong.Parse(value.GetString()!, NumberStyles.None, CultureInfo.InvariantCulture)),
                "double" => new DoubleValue(Double(value.GetString()!)),
                "string" => new StringValue(value.GetString()!),
                "bytes" => new BytesValue(value.EnumerateArray().Select(b => b.GetByte()).ToArray()),
                "list" => List(value),
                "map" => Map(value),
                _ => null,
            };
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or OverflowException or ArgumentNullException)
        {
            throw new InvalidDataException($"A value says it is {kind} and is not.", e);
        }
    }

    /// <summary>Whether two values are the same to the bit: 1 is not 1.0 here, 0.0 not -0.0, and NaN is NaN.</summary>
    public static bool AreSame(ExpressionValue a, ExpressionValue b) => (a, b) switch
    {
        (DoubleValue x, DoubleValue y) => x.Value.Equals(y.Value) && double.IsNegative(x.Value) == double.IsNegative(y.Value),
        (ListValue x, ListValue y) => x.Items.Count == y.Items.Count && x.Items.Zip(y.Items).All(p => AreSame(p.First, p.Second)),
        (MapValue x, MapValue y) => x.Count == y.Count && x.Keys.All(k => x.TryGet(k, out var v) && y.TryGet(k, out var w) && AreSame(v, w)),
        _ => a.Kind == b.Kind && a.IsEqualTo(b),
    };

    private static double Double(string text) => text.ToUpperInvariant() switch
    {
        "INF" or "+INF" or "INFINITY" => double.PositiveInfinity,
        "-INF" or "-INFINITY" => double.NegativeInfinity,
        "NAN" => double.NaN,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static ListValue? List(JsonElement value)
    {
        var items = value.EnumerateArray().Select(Read).ToArray();
        return Array.Exists(items, i => i is null) ? null : new ListValue(items!);
    }

    private static MapValue? Map(JsonElement value)
    {
        var map = new MapValue();
        foreach (var entry in value.EnumerateArray())
        {
            if (entry.GetArrayLength() != 2)
            {
                throw new InvalidDataException("An entry of a map is a pair.");
            }

            var (key, item) = (Read(entry[0]), Read(entry[1]));
            if (key is null || item is null)
            {
                return null;
            }

            if (!MapValue.IsKey(key) || !map.TryAdd(key, item))
            {
                throw new InvalidDataException("A map has a key twice, or one that no map can have.");
            }
        }

        return map;
    }
}
