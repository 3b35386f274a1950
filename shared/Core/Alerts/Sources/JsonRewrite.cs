using System.Text.Json;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>Copies JSON with one part exchanged: one element of a list stands alone, with what its group says beside it.</summary>
internal static class JsonRewrite
{
    /// <summary>
    /// The body with the list at a path replaced by a list of one element; names are found as <see cref="JsonFields"/> finds
    /// them. Every name of the path must lead to an object, the last one to anything.
    /// </summary>
    /// <param name="body">The body.</param>
    /// <param name="path">Names from the outermost.</param>
    /// <param name="element">The element.</param>
    /// <param name="keep">Which of the outermost other properties are kept; null keeps all.</param>
    public static JsonElement WithOnly(JsonElement body, ReadOnlySpan<string> path, JsonElement element, Func<string, bool>? keep = null)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, body, path, element, keep);
        }

        return Parse(buffer);
    }

    /// <summary>An object with one property.</summary>
    public static JsonElement Wrap(string name, JsonElement value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WritePropertyName(name);
            value.WriteTo(writer);
            writer.WriteEndObject();
        }

        return Parse(buffer);
    }

    private static JsonElement Parse(MemoryStream buffer)
    {
        using var document = JsonDocument.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), new JsonDocumentOptions { MaxDepth = JsonFlaws.MaxDepth + 2 });
        return document.RootElement.Clone();
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, ReadOnlySpan<string> path, JsonElement only, Func<string, bool>? keep)
    {
        var names = element.EnumerateObject().Select(p => p.Name).ToArray();
        var name = path[0];
        var actual = names.Contains(name, StringComparer.Ordinal) ? name : Array.Find(names, n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase));
        writer.WriteStartObject();
        foreach (var property in element.EnumerateObject())
        {
            if (property.Name != actual)
            {
                if (keep?.Invoke(property.Name) != false)
                {
                    property.WriteTo(writer);
                }

                continue;
            }

            writer.WritePropertyName(property.Name);
            if (path.Length > 1)
            {
                Write(writer, property.Value, path[1..], only, keep: null);
            }
            else
            {
                writer.WriteStartArray();
                only.WriteTo(writer);
                writer.WriteEndArray();
            }
        }

        writer.WriteEndObject();
    }
}
