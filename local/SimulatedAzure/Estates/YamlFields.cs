using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace OpsAutomation.SimulatedAzure.Estates;

/// <summary>Reads the fields of one YAML mapping and collects every problem with its place, instead of stopping at the first.</summary>
internal sealed class YamlFields
{
    private readonly string _file;
    private readonly List<EstateProblem> _problems;
    private readonly Dictionary<string, YamlNode> _fields = new(StringComparer.Ordinal);
    private readonly YamlNode _node;

    /// <summary>Opens a node that must be a mapping with no other fields than the known ones.</summary>
    public YamlFields(string file, YamlNode node, List<EstateProblem> problems, params string[] known)
    {
        (_file, _node, _problems) = (file, node, problems);
        if (node is not YamlMappingNode mapping)
        {
            Problem(EstateCodes.Value, node, $"a mapping with {string.Join(", ", known)} is expected here");
            return;
        }

        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                Problem(EstateCodes.Unknown, key, $"unknown field '{name}'; known are {string.Join(", ", known)}");
            }
            else
            {
                _fields[name] = value;
            }
        }
    }

    /// <summary>True when the field is there.</summary>
    public bool Has(string name) => _fields.ContainsKey(name);

    /// <summary>The field's node, or null.</summary>
    public YamlNode? Node(string name) => _fields.GetValueOrDefault(name);

    /// <summary>A text that must be there.</summary>
    public string Text(string name) => TextOr(name, null) ?? Missing(name);

    /// <summary>A text, or a default.</summary>
    public string? TextOr(string name, string? otherwise)
    {
        if (!_fields.TryGetValue(name, out var node))
        {
            return otherwise;
        }

        if (node is YamlScalarNode { Value.Length: > 0 } scalar)
        {
            return scalar.Value;
        }

        Problem(EstateCodes.Value, node, $"'{name}' must be a text");
        return "?";
    }

    /// <summary>One of some words.</summary>
    public string OneOf(string name, string otherwise, params string[] words)
    {
        var text = TextOr(name, otherwise)!;
        if (words.Contains(text, StringComparer.Ordinal))
        {
            return text;
        }

        Problem(EstateCodes.Value, _fields[name], $"'{name}' must be one of {string.Join(", ", words)}, not '{text}'");
        return otherwise;
    }

    /// <summary>A number, or a default.</summary>
    public double Number(string name, double? otherwise, double minimum = double.MinValue, double maximum = double.MaxValue)
    {
        if (!_fields.TryGetValue(name, out var node))
        {
            if (otherwise is null)
            {
                Missing(name);
            }

            return otherwise ?? 0;
        }

        if (double.TryParse((node as YamlScalarNode)?.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) && number >= minimum && number <= maximum)
        {
            return number;
        }

        Problem(EstateCodes.Value, node, $"'{name}' must be a number" + (minimum > double.MinValue ? $" of at least {minimum}" : "")
            + (maximum < double.MaxValue ? $" and at most {maximum}" : ""));
        return otherwise ?? 0;
    }

    /// <summary>True or false, or a default.</summary>
    public bool Flag(string name, bool otherwise)
    {
        var text = TextOr(name, otherwise ? "true" : "false");
        if (text is "true" or "false")
        {
            return text == "true";
        }

        Problem(EstateCodes.Value, _fields[name], $"'{name}' must be true or false");
        return otherwise;
    }

    /// <summary>A time span such as 90s, 5m, 2h, 1d, or a default.</summary>
    public TimeSpan Span(string name, TimeSpan? otherwise)
    {
        if (!_fields.TryGetValue(name, out var node))
        {
            if (otherwise is null)
            {
                Missing(name);
            }

            return otherwise ?? TimeSpan.Zero;
        }

        if ((node as YamlScalarNode)?.Value is { } text && Spans.TryRead(text, out var span))
        {
            return span;
        }

        Problem(EstateCodes.Value, node, $"'{name}' must be a time span such as 30s, 5m, 2h or 1d");
        return otherwise ?? TimeSpan.Zero;
    }

    /// <summary>Items of a list; none when the field is absent.</summary>
    public IEnumerable<YamlNode> Items(string name)
    {
        if (!_fields.TryGetValue(name, out var node))
        {
            return [];
        }

        if (node is YamlSequenceNode list)
        {
            return list.Children;
        }

        Problem(EstateCodes.Value, node, $"'{name}' must be a list");
        return [];
    }

    /// <summary>Any object as JSON; an empty one when the field is absent.</summary>
    public JsonObject Object(string name)
    {
        if (!_fields.TryGetValue(name, out var node))
        {
            return [];
        }

        if (YamlJson.Convert(node) is JsonObject json)
        {
            // Through text, so that a number reads the same as one that came over the wire.
            return (JsonObject)JsonNode.Parse(json.ToJsonString())!;
        }

        Problem(EstateCodes.Value, node, $"'{name}' must be a mapping");
        return [];
    }

    /// <summary>Texts by name, for tags.</summary>
    public JsonObject Texts(string name)
    {
        var result = new JsonObject();
        if (_fields.TryGetValue(name, out var node) && node is YamlMappingNode mapping)
        {
            foreach (var (key, value) in mapping.Children)
            {
                result[((YamlScalarNode)key).Value!] = (value as YamlScalarNode)?.Value ?? "";
            }
        }
        else if (node is not null)
        {
            Problem(EstateCodes.Value, node, $"'{name}' must be a mapping of texts");
        }

        return result;
    }

    /// <summary>Notes a problem at a field, or at the mapping when the field is absent.</summary>
    public void Problem(string code, string field, string message) => Problem(code, _fields.GetValueOrDefault(field) ?? _node, message);

    private string Missing(string name)
    {
        if (_node is YamlMappingNode)
        {
            Problem(EstateCodes.Missing, _node, $"'{name}' is missing");
        }

        return "?";
    }

    private void Problem(string code, YamlNode node, string message) => Problem(code, node.Start, message);

    private void Problem(string code, Mark at, string message) => _problems.Add(new EstateProblem(code, _file, at.Line, at.Column, message));
}
