using System.Text.Json;

namespace OpsAutomation.Core.Alerts.Sources.Cost;

/// <summary>A JSON object that is read strictly: exact names, exact types; what is wrong is told with its path.</summary>
/// <param name="element">The object.</param>
/// <param name="path">Its path with a dot at the end, or empty.</param>
/// <param name="wrong">Takes field and message of each problem.</param>
internal sealed class Checked(JsonElement element, string path, Action<string, string> wrong)
{
    /// <summary>The property, or null when absent or JSON null.</summary>
    public JsonElement? Find(string name) => element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Tells of every property that is not one of the names.</summary>
    public void Only(ReadOnlySpan<string> names)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (!names.Contains(property.Name))
            {
                var shown = AlertText.Clean(property.Name, 64);
                wrong(path + shown, $"'{path}{shown}' is not a field of this event.");
            }
        }
    }

    /// <summary>A text that must have one value.</summary>
    public void Is(string name, string value)
    {
        if (Find(name) is not { ValueKind: JsonValueKind.String } text || text.GetString() != value)
        {
            wrong(path + name, $"'{path}{name}' must be '{value}'.");
        }
    }

    /// <summary>A text with at least one character that can be seen.</summary>
    public string? Text(string name, int maxLength, bool required = true)
    {
        if (Find(name) is not { } value)
        {
            if (required)
            {
                wrong(path + name, $"'{path}{name}' is required and must be a text.");
            }

            return null;
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && text.Length <= maxLength && AlertText.Clean(text, maxLength).Length > 0)
        {
            return text;
        }

        wrong(path + name, $"'{path}{name}' must be a text of 1 to {maxLength} characters.");
        return null;
    }

    /// <summary>A finite number; a number in a text is none.</summary>
    public double? Number(string name)
    {
        if (Find(name) is { ValueKind: JsonValueKind.Number } value && JsonFields.NumberOf(value) is { } number)
        {
            return number;
        }

        wrong(path + name, $"'{path}{name}' is required and must be a number.");
        return null;
    }

    /// <summary>A point in time in ISO 8601.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Find(name) is { ValueKind: JsonValueKind.String } value && SenderTime.Parse(value.GetString()) is { } time)
        {
            return time;
        }

        wrong(path + name, $"'{path}{name}' is required and must be a time, for example 2026-11-24T00:00:00Z.");
        return null;
    }

    /// <summary>A nested object.</summary>
    public JsonElement? Object(string name, bool required)
    {
        if (Find(name) is { ValueKind: JsonValueKind.Object } value)
        {
            return value;
        }

        if (required)
        {
            wrong(path + name, $"'{path}{name}' is required and must be an object.");
        }

        return null;
    }
}
