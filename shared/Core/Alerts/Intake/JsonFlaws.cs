using System.Text.Json;

namespace OpsAutomation.Core.Alerts.Intake;

/// <summary>Something that JSON's grammar allows and we refuse.</summary>
/// <param name="Path">Where, for example <c>data.essentials.severity</c>; <c>body</c> at the root.</param>
/// <param name="Message">What is wrong.</param>
public sealed record JsonFlaw(string Path, string Message);

/// <summary>
/// Finds what makes a JSON value ambiguous or dangerous to walk: duplicate keys (two readers take different ones), nesting
/// deeper than 64, half of a surrogate pair in a string (no valid text, and the reader throws on it).
/// </summary>
public static class JsonFlaws
{
    /// <summary>The deepest nesting that is accepted.</summary>
    public const int MaxDepth = 64;

    private const string Surrogate = "The text contains half of a surrogate pair, which is no valid Unicode.";

    /// <summary>The first flaw, or null.</summary>
    public static JsonFlaw? Find(JsonElement element) => Find(element, string.Empty, 1);

    private static JsonFlaw? Find(JsonElement element, string path, int depth)
    {
        if (depth > MaxDepth && element.ValueKind is (JsonValueKind.Object or JsonValueKind.Array))
        {
            return new JsonFlaw(Shown(path), $"The body is nested deeper than {MaxDepth} levels.");
        }

        return element.ValueKind switch
        {
            JsonValueKind.Object => FindInObject(element, path, depth),
            JsonValueKind.Array => FindInArray(element, path, depth),
            JsonValueKind.String when !IsText(() => element.GetString()) => new JsonFlaw(Shown(path), Surrogate),
            JsonValueKind.Undefined => new JsonFlaw(Shown(path), "There is no value."),
            _ => null,
        };
    }

    private static JsonFlaw? FindInObject(JsonElement element, string path, int depth)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (!IsText(() => property.Name))
            {
                return new JsonFlaw(Shown(path), Surrogate);
            }

            var inner = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            if (!names.Add(property.Name))
            {
                return new JsonFlaw(Shown(inner), "The key stands twice; which value is meant cannot be told.");
            }

            if (Find(property.Value, inner, depth + 1) is { } flaw)
            {
                return flaw;
            }
        }

        return null;
    }

    private static JsonFlaw? FindInArray(JsonElement element, string path, int depth)
    {
        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            if (Find(item, $"{path}[{index++}]", depth + 1) is { } flaw)
            {
                return flaw;
            }
        }

        return null;
    }

    private static bool IsText(Func<string?> read)
    {
        try
        {
            _ = read();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    // Names are the sender's: bounded before they are shown.
    private static string Shown(string path) => path.Length == 0 ? "body" : AlertText.Clean(path, 200);
}
