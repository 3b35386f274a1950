using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace OpsAutomation.Core.Catalog;

/// <summary>
/// Reads one YAML mapping key by key and remembers where each stood. Every wrong or missing value becomes a diagnostic;
/// <see cref="Done"/> reports keys that nobody asked for, since a misspelt key that is silently ignored is a lie.
/// </summary>
public sealed class YamlMap
{
    private readonly Dictionary<string, (YamlNode Key, YamlNode Value)> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    internal YamlMap(string file, string path, YamlMappingNode node, DiagnosticBag bag)
    {
        (File, Path, Node, Bag) = (file, path, node, bag);
        foreach (var (key, value) in node.Children)
        {
            if (key is YamlScalarNode { Value: { } name })
            {
                _entries[name] = (key, value);
            }
            else
            {
                bag.Error("OPS1002", "A key must be a plain word.", file, key.Start);
            }
        }
    }

    /// <summary>The file that diagnostics name.</summary>
    public string File { get; }

    /// <summary>The way from the root, for example <c>steps[0].verify</c>; empty at the root.</summary>
    public string Path { get; }

    /// <summary>Where diagnostics go.</summary>
    public DiagnosticBag Bag { get; }

    /// <summary>Where the mapping starts.</summary>
    public Mark Start => Node.Start;

    /// <summary>The keys in the order of the file.</summary>
    public IReadOnlyCollection<string> Keys => _entries.Keys;

    private YamlMappingNode Node { get; }

    /// <summary>Whether the key is there.</summary>
    public bool Has(string key) => _entries.ContainsKey(key);

    /// <summary>Where the value of a key starts, or the start of the mapping when the key is absent.</summary>
    public Mark At(string key) => _entries.TryGetValue(key, out var entry) ? entry.Value.Start : Start;

    /// <summary>Adds an error at the value of a key.</summary>
    public void Error(string code, string key, string message) => Bag.Error(code, message, File, At(key));

    /// <summary>Reads a scalar, or null when absent; OPS1003 when it is no scalar.</summary>
    public string? String(string key)
    {
        if (Find(key) is not { } node)
        {
            return null;
        }

        if (node is YamlScalarNode { Value: { } value })
        {
            return value;
        }

        Error("OPS1003", key, $"'{Full(key)}' must be a single value.");
        return null;
    }

    /// <summary>Reads a scalar that must be there and not blank; OPS1004 otherwise. Returns an empty string after an error.</summary>
    public string RequiredString(string key)
    {
        var value = String(key);
        if (string.IsNullOrWhiteSpace(value))
        {
            if (Find(key) is null or YamlScalarNode)
            {
                Error("OPS1004", key, $"'{Full(key)}' is required.");
            }

            return string.Empty;
        }

        return value;
    }

    /// <summary>
    /// Where a place inside a scalar stands in the file. Exact for text on one line; for a block (<c>|</c>) the line is exact
    /// and the column counts from an indentation of two, for folded text (<c>&gt;</c>) both are near.
    /// </summary>
    /// <param name="key">The key of the scalar.</param>
    /// <param name="line">The line within the value, from 1.</param>
    /// <param name="column">The column within the value, from 1.</param>
    public Mark Inside(string key, int line, int column) =>
        _entries.TryGetValue(key, out var entry) ? Inside(entry.Value, Start.Column + 2, line, column) : Start;

    /// <summary>Where a place inside an item of a list of scalars stands in the file, as exactly as for a scalar.</summary>
    /// <param name="key">The key of the list.</param>
    /// <param name="index">The item, from 0.</param>
    /// <param name="line">The line within the value, from 1.</param>
    /// <param name="column">The column within the value, from 1.</param>
    public Mark Inside(string key, int index, int line, int column) =>
        _entries.TryGetValue(key, out var entry) && entry.Value is YamlSequenceNode list && index < list.Children.Count
            ? Inside(list.Children[index], list.Children[index].Start.Column, line, column)
            : At(key);

    private static Mark Inside(YamlNode node, long indentation, int line, int column)
    {
        var start = node.Start;
        return (node is YamlScalarNode scalar ? scalar.Style : ScalarStyle.Any) switch
        {
            ScalarStyle.Literal or ScalarStyle.Folded => new Mark(0, start.Line + line, indentation + column - 1),
            ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted => new Mark(0, start.Line + line - 1, (line == 1 ? start.Column : 0) + column),
            _ => new Mark(0, start.Line + line - 1, (line == 1 ? start.Column - 1 : 0) + column),
        };
    }

    /// <summary>Reads a whole number between two bounds; OPS1005 otherwise.</summary>
    public int? Int(string key, int min, int max)
    {
        if (String(key) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
        {
            return value;
        }

        Error("OPS1005", key, $"'{Full(key)}' must be a whole number from {min} to {max}, not '{text}'.");
        return null;
    }

    /// <summary>Reads a finite number; OPS1005 otherwise.</summary>
    public double? Number(string key)
    {
        if (String(key) is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
        {
            return value;
        }

        Error("OPS1005", key, $"'{Full(key)}' must be a number, not '{text}'.");
        return null;
    }

    /// <summary>Reads <c>true</c> or <c>false</c>; OPS1005 otherwise.</summary>
    public bool? Bool(string key)
    {
        switch (String(key))
        {
            case null: return null;
            case "true": return true;
            case "false": return false;
            default:
                Error("OPS1005", key, $"'{Full(key)}' must be true or false.");
                return null;
        }
    }

    /// <summary>Reads a duration such as <c>90s</c>, <c>10m</c>, <c>4h</c> or <c>7d</c>, above zero; OPS1006 otherwise.</summary>
    public TimeSpan? Duration(string key)
    {
        if (String(key) is not { } text)
        {
            return null;
        }

        if (DurationText.Parse(text) is { } duration)
        {
            return duration;
        }

        Error("OPS1006", key, $"'{Full(key)}' must be a duration such as 90s, 10m, 4h or 7d, not '{text}'.");
        return null;
    }

    /// <summary>Reads one of an enumeration's names, kebab-case or as written, ignoring case; OPS1007 otherwise.</summary>
    public T? Enum<T>(string key) where T : struct, Enum
    {
        if (String(key) is not { } text)
        {
            return null;
        }

        foreach (var value in System.Enum.GetValues<T>())
        {
            if (string.Equals(value.ToString(), text.Replace("-", string.Empty, StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        Error("OPS1007", key, $"'{Full(key)}' must be one of {string.Join(", ", System.Enum.GetNames<T>().Select(Kebab))}, not '{text}'.");
        return null;
    }

    /// <summary>Reads a nested mapping, or null when absent; OPS1003 when it is none.</summary>
    public YamlMap? Map(string key)
    {
        switch (Find(key))
        {
            case null: return null;
            case YamlMappingNode map: return new YamlMap(File, Full(key), map, Bag);
            default:
                Error("OPS1003", key, $"'{Full(key)}' must be a mapping.");
                return null;
        }
    }

    /// <summary>Reads a list of mappings; empty when absent; OPS1003 for what is none.</summary>
    public IReadOnlyList<YamlMap> Maps(string key)
    {
        var found = new List<YamlMap>();
        foreach (var (item, index) in Items(key))
        {
            if (item is YamlMappingNode map)
            {
                found.Add(new YamlMap(File, $"{Full(key)}[{index}]", map, Bag));
            }
            else
            {
                Bag.Error("OPS1003", $"'{Full(key)}[{index}]' must be a mapping.", File, item.Start);
            }
        }

        return found;
    }

    /// <summary>Reads a list of scalars; empty when absent; OPS1003 for what is none.</summary>
    public IReadOnlyList<string> Strings(string key)
    {
        var found = new List<string>();
        foreach (var (item, index) in Items(key))
        {
            if (item is YamlScalarNode { Value: { Length: > 0 } value })
            {
                found.Add(value);
            }
            else
            {
                Bag.Error("OPS1003", $"'{Full(key)}[{index}]' must be a single value.", File, item.Start);
            }
        }

        return found;
    }

    /// <summary>Reads a list of scalars, each with where its text starts (after an opening quote); empty when absent; OPS1003 for what is none.</summary>
    public IReadOnlyList<(string Value, Mark At)> Texts(string key)
    {
        var found = new List<(string, Mark)>();
        foreach (var (item, index) in Items(key))
        {
            if (item is YamlScalarNode { Value: { } value } scalar)
            {
                var quote = scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted ? 1 : 0;
                found.Add((value, new Mark(item.Start.Index + quote, item.Start.Line, item.Start.Column + quote)));
            }
            else
            {
                Bag.Error("OPS1003", $"'{Full(key)}[{index}]' must be a single value.", File, item.Start);
            }
        }

        return found;
    }

    /// <summary>Reads a mapping of scalars; empty when absent.</summary>
    public IReadOnlyDictionary<string, string> Pairs(string key)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Map(key) is { } map)
        {
            foreach (var name in map.Keys)
            {
                if (map.String(name) is { } value)
                {
                    pairs[name] = value;
                }
            }
        }

        return pairs;
    }

    /// <summary>Takes note that a key is known, without reading it: what is wrong with it was told already.</summary>
    public void Skip(string key) => _asked.Add(key);

    /// <summary>Reports every key that nobody read: OPS1008, with the keys that are known here.</summary>
    public void Done()
    {
        foreach (var (name, (key, _)) in _entries)
        {
            if (!_asked.Contains(name))
            {
                Bag.Error("OPS1008", $"'{Full(name)}' is not known here; known are {string.Join(", ", _asked.Order(StringComparer.Ordinal))}.", File, key.Start);
            }
        }
    }

    private static string Kebab(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : char.ToLowerInvariant(c).ToString()));

    private YamlNode? Find(string key)
    {
        _asked.Add(key);
        return _entries.TryGetValue(key, out var entry) ? entry.Value : null;
    }

    private IEnumerable<(YamlNode Item, int Index)> Items(string key)
    {
        switch (Find(key))
        {
            case null: return [];
            case YamlSequenceNode list: return list.Children.Select((item, index) => (item, index));
            default:
                Error("OPS1003", key, $"'{Full(key)}' must be a list.");
                return [];
        }
    }

    private string Full(string key) => Path.Length == 0 ? key : $"{Path}.{key}";
}
