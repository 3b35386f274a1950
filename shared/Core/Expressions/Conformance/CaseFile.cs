using System.Text.Json;

namespace OpsAutomation.Core.Expressions.Conformance;

/// <summary>One case: an expression, the variables, and the value it must give or that it must give an error.</summary>
/// <param name="Section">The group of cases.</param>
/// <param name="Name">The name within the group; not always unique.</param>
/// <param name="Source">The expression.</param>
/// <param name="Bindings">The variables in the form of the file.</param>
/// <param name="Value">The expected value in the form of the file, or null when an error is expected.</param>
public sealed record ExpressionCase(string Section, string Name, string Source, IReadOnlyDictionary<string, JsonElement> Bindings, JsonElement? Value)
{
    /// <summary>Reads the cases of a file.</summary>
    /// <param name="json">The whole file: a list of objects with expr, name, section, bindings, and value or error.</param>
    /// <exception cref="InvalidDataException">The file is not of that form.</exception>
    public static IReadOnlyList<ExpressionCase> ReadAll(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return [.. document.RootElement.EnumerateArray().Select(Read)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException($"Not a file of cases: {e.Message}", e);
        }
    }

    private static ExpressionCase Read(JsonElement element)
    {
        var bindings = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (element.TryGetProperty("bindings", out var bound))
        {
            foreach (var binding in bound.EnumerateObject())
            {
                bindings[binding.Name] = binding.Value.Clone();
            }
        }

        var hasValue = element.TryGetProperty("value", out var value);
        if (hasValue == element.TryGetProperty("error", out _))
        {
            throw new InvalidDataException("A case has a value or an error.");
        }

        return new ExpressionCase(Text(element, "section"), Text(element, "name"), element.GetProperty("expr").GetString() ?? string.Empty, bindings, hasValue ? value.Clone() : null);
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var text) ? text.GetString() ?? string.Empty : string.Empty;
}
