using System.Text.Json;

namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>Copies JSON with one part exchanged.</summary>
internal static class JsonRewrite
{
    /// <summary>
    /// The body with the list at a path replaced by a list of one element; names are found as <see cref="JsonFields"/> finds
    /// them. Every name of the path must lead to an object, the last one to anything.
    /// </summary>
    public static JsonElement WithOnly(JsonElement body, ReadOnlySpan<string> path, JsonElement element)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, body, path, element);
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
        using var document = JsonDocument.Parse(buffer.ToArray(), new JsonDocumentOptions { MaxDepth = Intake.JsonFlaws.MaxDepth + 2 });
        return document.RootElement.Clone();
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, ReadOnlySpan<string> path, JsonElement only)
    {
        var names = element.EnumerateObject().Select(p => p.Name).ToArray();
        var name = path[0];
        var actual = names.Contains(name, StringComparer.Ordinal) ? name : Array.Find(names, n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase));
        writer.WriteStartObject();
        foreach (var property in element.EnumerateObject())
        {
            writer.WritePropertyName(property.Name);
            if (property.Name != actual)
            {
                property.Value.WriteTo(writer);
            }
            else if (path.Length > 1)
            {
                Write(writer, property.Value, path[1..], only);
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
