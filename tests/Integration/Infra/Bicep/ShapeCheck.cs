using System.Text.Json;

namespace OpsAutomation.Integration.Infra.Bicep;

/// <summary>Compares a value with a shape: known properties, required ones, words of a list, kinds of literals.</summary>
internal static class ShapeCheck
{
    public static IReadOnlyList<string> Problems(string at, JsonElement shape, BicepValue value, bool existing = false) =>
        [.. value.Possible.Where(v => v.Kind is not ("expression" or "null")).SelectMany(v => Of(at, shape, v, existing))];

    private static IReadOnlyList<string> Of(string at, JsonElement shape, BicepValue value, bool existing)
    {
        if (shape.TryGetProperty("cut", out _))
        {
            return value.Properties?.Count > 0 || value.Items?.Count > 0 || value.Kind is not ("object" or "array") ? [$"{at}: new here; run tests/Infra/extract.cs"] : [];
        }

        if (shape.TryGetProperty("either", out var options))
        {
            // A union of kinds: it must fit one of them, and the one that it fits best says why it does not.
            var tried = options.EnumerateArray().Select(o => Problems(at, o, value, existing)).OrderBy(p => p.Count).ToArray();
            return tried[0];
        }

        if (shape.TryGetProperty("items", out var items))
        {
            return value.Kind != "array" ? [$"{at}: must be an array"] : [.. value.Items!.SelectMany((v, i) => Problems($"{at}[{i}]", items, v))];
        }

        if (shape.TryGetProperty("properties", out var properties))
        {
            return value.Kind != "object" ? [$"{at}: must be an object"] : Object(at, shape, properties, value, existing);
        }

        if (shape.TryGetProperty("enum", out var words))
        {
            return value.Text is { } text && !words.EnumerateArray().Any(w => string.Equals(w.ToString(), text, StringComparison.OrdinalIgnoreCase))
                ? [$"{at}: '{text}' is none of {words}"]
                : [];
        }

        return shape.TryGetProperty("type", out var type) ? Literal(at, type.GetString()!, value) : [];
    }

    private static List<string> Object(string at, JsonElement shape, JsonElement properties, BicepValue value, bool existing)
    {
        var problems = new List<string>();
        var open = shape.TryGetProperty("open", out _);
        foreach (var (name, inner) in value.Properties!)
        {
            if (properties.TryGetProperty(name, out var of))
            {
                problems.AddRange(Problems($"{at}.{name}", of, inner));
            }
            else if (!open)
            {
                problems.Add($"{at}: there is no property '{name}'");
            }
        }

        if (shape.TryGetProperty("required", out var required) && !existing)
        {
            problems.AddRange(required.EnumerateArray().Select(r => r.GetString()!).Where(r => !value.Properties.ContainsKey(r)).Select(r => $"{at}: the property '{r}' is required"));
        }

        return problems;
    }

    private static IReadOnlyList<string> Literal(string at, string type, BicepValue value) => (type, value.Kind) switch
    {
        ("boolean", "text" or "number" or "object" or "array") => [$"{at}: must be true or false"],
        ("integer" or "number", "text" or "boolean" or "object" or "array") => [$"{at}: must be a number"],
        _ => [],
    };
}
