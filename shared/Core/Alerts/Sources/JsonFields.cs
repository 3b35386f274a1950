using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>
/// Tolerant view of a JSON object: names ignore case (senders spell <c>AlertData</c> and <c>alertData</c>), numbers may be
/// strings, an object may be JSON inside a string, and whatever has another type is simply absent. Never throws on JSON that
/// <see cref="Intake.JsonFlaws"/> has passed.
/// </summary>
internal readonly struct JsonFields(JsonElement element)
{
    private const int MaxEmbeddedLength = 64 * 1024;

    /// <summary>The object, or nothing where it is none or has a flaw that would make reading it throw.</summary>
    public static JsonFields Flawless(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && Intake.JsonFlaws.Find(element) is null ? new JsonFields(element) : default;

    /// <summary>Whether there is an object at all.</summary>
    public bool Exists => element.ValueKind == JsonValueKind.Object;

    /// <summary>The properties in the order of the sender.</summary>
    public IEnumerable<JsonProperty> Properties => Exists ? element.EnumerateObject() : [];

    /// <summary>The property, spelt exactly or else in any case; null when absent or JSON null.</summary>
    public JsonElement? Find(string name)
    {
        if (!Exists)
        {
            return null;
        }

        if (element.TryGetProperty(name, out var exact))
        {
            return exact.ValueKind == JsonValueKind.Null ? null : exact;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (IsCalled(property, name))
            {
                return property.Value.ValueKind == JsonValueKind.Null ? null : property.Value;
            }
        }

        return null;
    }

    // Most names are plain ASCII and need not become a text to be compared.
    private static bool IsCalled(JsonProperty property, string name)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(property);
        return raw.Contains((byte)'\\') || !Ascii.IsValid(raw)
            ? string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase)
            : raw.Length == name.Length && Ascii.EqualsIgnoreCase(raw, name);
    }

    /// <summary>A string, number or boolean as cleaned text; null when absent, blank or of another type.</summary>
    public string? Text(string name, int maxLength = 512) => Find(name) is { } value ? TextOf(value, maxLength) : null;

    /// <summary>A finite number, written as a number or as a string.</summary>
    public double? Number(string name) => Find(name) is { } value ? NumberOf(value) : null;

    /// <summary>A point in time in one of the formats of <see cref="SenderTime"/>.</summary>
    public DateTimeOffset? Time(string name) => SenderTime.Parse(Text(name, 64));

    /// <summary>A nested object, or one that is written as JSON inside a string.</summary>
    public JsonFields Object(string name)
    {
        switch (Find(name))
        {
            case { ValueKind: JsonValueKind.Object } nested:
                return new JsonFields(nested);
            case { ValueKind: JsonValueKind.String } text when text.GetString() is { Length: > 1 and <= MaxEmbeddedLength } json && json.TrimStart().StartsWith('{'):
                try
                {
                    using var document = JsonDocument.Parse(json);
                    var root = document.RootElement.Clone();
                    return Intake.JsonFlaws.Find(root) is null ? new JsonFields(root) : default;
                }
                catch (JsonException)
                {
                    return default;
                }

            default:
                return default;
        }
    }

    /// <summary>The items of a list; a single value counts as a list of one.</summary>
    public IReadOnlyList<JsonElement> List(string name, int max = 64) => Find(name) switch
    {
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Take(max)],
        { } single => [single],
        null => [],
    };

    /// <summary>The text of a scalar, or null.</summary>
    public static string? TextOf(JsonElement value, int maxLength)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : NullIfEmpty(AlertText.Clean(text, maxLength));
    }

    /// <summary>The finite number in a number or a string, or null.</summary>
    public static double? NumberOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDouble(out var number) && double.IsFinite(number) => number,
        JsonValueKind.String when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) => number,
        _ => null,
    };

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
