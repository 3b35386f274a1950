using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace OpsAutomation.Core.Alerts.Intake;

/// <summary>
/// Takes secrets out of a body before it is stored: fields that are named like a secret, and text that looks like one.
/// E-mail addresses stay: who did something is what a person asks first. Redacting twice changes nothing more.
/// </summary>
public static class Redaction
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Mark = "[redacted]";

    // The caller's token content. Only who it was is kept (see the activity log kind).
    private static readonly HashSet<string> KeptClaims = new(StringComparer.OrdinalIgnoreCase)
    {
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name", "upn", "name",
    };

    /// <summary>Replaces what looks like a secret in a text.</summary>
    public static string Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SecretPatterns.Replace(text);
    }

    /// <summary>Writes a JSON value without its secrets to a writer. The value must have no <see cref="JsonFlaws"/>.</summary>
    public static void Json(Utf8JsonWriter writer, JsonElement element)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (element.ValueKind == JsonValueKind.Object && SecretLook.IsHarmless(element))
        {
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(element), skipInputValidation: true);
            return;
        }

        Write(writer, element, secret: false, name: null);
    }

    /// <summary>Writes a JSON value without its secrets. The value must have no <see cref="JsonFlaws"/>.</summary>
    public static string Json(JsonElement element)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, element, secret: false, name: null);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, bool secret, string? name)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(writer, element, secret, string.Equals(name, "claims", StringComparison.OrdinalIgnoreCase));
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(writer, item, secret, name);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(secret ? Mark : String(element.GetString()!, name));
                break;
            case JsonValueKind.Number when secret:
                writer.WriteStringValue(Mark);
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, JsonElement element, bool secret, bool claims)
    {
        // A dimension or header is {name: "password", value: "…"}: the name stands in a value.
        var pairIsSecret = Pair(element) is { } pairName && SecretNames.IsSecret(pairName);
        writer.WriteStartObject();
        foreach (var property in element.EnumerateObject())
        {
            var name = property.Name;
            writer.WritePropertyName(name);
            var isObject = property.Value.ValueKind is JsonValueKind.Object;

            // "authorization" and the like may be harmless objects (the activity log's scope and action): look inside instead.
            var hidden = secret
                || (claims && !KeptClaims.Contains(name))
                || (pairIsSecret && string.Equals(name, "value", StringComparison.OrdinalIgnoreCase))
                || (SecretNames.IsSecret(name) && !(isObject && string.Equals(name, "authorization", StringComparison.OrdinalIgnoreCase)));
            Write(writer, property.Value, hidden, name);
        }

        writer.WriteEndObject();
    }

    private static string? Pair(JsonElement element)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.String
                && property.Name is { Length: 3 or 4 } name
                && (string.Equals(name, "name", StringComparison.OrdinalIgnoreCase) || string.Equals(name, "key", StringComparison.OrdinalIgnoreCase)))
            {
                return property.Value.GetString();
            }
        }

        return null;
    }

    private static string String(string text, string? name)
    {
        var start = text.AsSpan().TrimStart();
        if (start.Length > 1 && start[0] is '{' or '[')
        {
            try
            {
                using var document = JsonDocument.Parse(text);
                var inner = document.RootElement;
                if (JsonFlaws.Find(inner) is null)
                {
                    using var buffer = new MemoryStream();
                    using (var writer = new Utf8JsonWriter(buffer))
                    {
                        Write(writer, inner, secret: false, name);
                    }

                    return Encoding.UTF8.GetString(buffer.ToArray());
                }
            }
            catch (JsonException)
            {
                // Not JSON after all: treated as text.
            }
        }

        return string.Equals(name, "claims", StringComparison.OrdinalIgnoreCase) ? Mark : Text(text);
    }
}
