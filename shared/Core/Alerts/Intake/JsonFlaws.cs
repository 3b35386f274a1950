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

    /// <summary>The first flaw, or null. Takes time and memory in proportion to the value, whatever its names are.</summary>
    public static JsonFlaw? Find(JsonElement element) => JsonCleanliness.IsClean(element) ? null : Find(element, null, 1);

    private static JsonFlaw? Find(JsonElement element, Place? place, int depth)
    {
        if (depth > MaxDepth && element.ValueKind is (JsonValueKind.Object or JsonValueKind.Array))
        {
            return new JsonFlaw(Shown(place), $"The body is nested deeper than {MaxDepth} levels.");
        }

        return element.ValueKind switch
        {
            JsonValueKind.Object => FindInObject(element, place, depth),
            JsonValueKind.Array => FindInArray(element, place, depth),
            JsonValueKind.String when !IsText(() => element.GetString()) => new JsonFlaw(Shown(place), Surrogate),
            JsonValueKind.Undefined => new JsonFlaw(Shown(place), "There is no value."),
            _ => null,
        };
    }

    private static JsonFlaw? FindInObject(JsonElement element, Place? place, int depth)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (!IsText(() => property.Name))
            {
                return new JsonFlaw(Shown(place), Surrogate);
            }

            var name = property.Name;
            var inner = new Place(place, name, 0);
            if (!names.Add(name))
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

    private static JsonFlaw? FindInArray(JsonElement element, Place? place, int depth)
    {
        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            if (Find(item, new Place(place, null, index++), depth + 1) is { } flaw)
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
    private static string Shown(Place? place) => place is null ? "body" : AlertText.Clean(place.Path(), 200);

    // Written out only for a flaw: a path for each value would be quadratic in the length of a name.
    private sealed record Place(Place? Parent, string? Name, int Index)
    {
        public string Path()
        {
            var parent = Parent?.Path() ?? string.Empty;
            return Name is null ? $"{parent}[{Index}]" : parent.Length == 0 ? Name : $"{parent}.{Name}";
        }
    }
}
