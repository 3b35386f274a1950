using System.Security.Cryptography;
using System.Text.Json;

namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>Takes one element out of a grouped body, with what the group says beside it.</summary>
internal static class OneOf
{
    /// <summary>The body with only one element in the list; other properties are kept when <paramref name="keep"/> says so.</summary>
    public static JsonElement Rewrite(JsonElement body, string list, JsonElement element, Func<string, bool> keep)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var property in body.EnumerateObject())
            {
                if (property.Name == list)
                {
                    writer.WriteStartArray(list);
                    element.WriteTo(writer);
                    writer.WriteEndArray();
                }
                else if (keep(property.Name))
                {
                    property.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.ToArray());
        return document.RootElement.Clone();
    }

    /// <summary>A hash of an element's content, to name it where its sender gives no id.</summary>
    public static string Hash(JsonElement element)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            element.WriteTo(writer);
        }

        return Convert.ToHexString(SHA256.HashData(buffer.ToArray()));
    }
}
