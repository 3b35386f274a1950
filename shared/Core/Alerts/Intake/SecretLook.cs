using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace OpsAutomation.Core.Alerts.Intake;

/// <summary>
/// Sees at a glance, without allocating, that <see cref="Redaction"/> would change nothing of a JSON value, so that it may be kept
/// as its sender wrote it. Nearly every body of an alert is so; where this is not sure, redaction goes through all of it.
/// </summary>
internal static class SecretLook
{
    // Longer texts are rare: they are looked at closely.
    private const int MaxLength = 1024;

    /// <summary>True when there is nothing to hide; false when there is, or when it takes a closer look. The value must have no <see cref="JsonFlaws"/>.</summary>
    public static bool IsHarmless(JsonElement element)
    {
        var letters = ArrayPool<char>.Shared.Rent(MaxLength);
        try
        {
            return IsHarmless(element, letters);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(letters);
        }
    }

    private static bool IsHarmless(JsonElement element, char[] letters)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    if (!IsHarmless(property, letters))
                    {
                        return false;
                    }
                }

                return true;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    if (!IsHarmless(item, letters))
                    {
                        return false;
                    }
                }

                return true;
            case JsonValueKind.String:
                return TryRead(JsonMarshal.GetRawUtf8Value(element)[1..^1], letters, out var text) && IsHarmlessText(text);
            default:
                return true;
        }
    }

    private static bool IsHarmless(JsonProperty property, char[] letters)
    {
        if (!TryRead(JsonMarshal.GetRawUtf8PropertyName(property), letters, out var name) || SecretNames.IsSecret(name) || name.Equals("claims", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // In {name: "password", value: "…"} the name of the secret stands in a value.
        var names = name.Equals("name", StringComparison.OrdinalIgnoreCase) || name.Equals("key", StringComparison.OrdinalIgnoreCase);
        return IsHarmless(property.Value, letters)
            && !(names && property.Value.ValueKind == JsonValueKind.String
                && (!TryRead(JsonMarshal.GetRawUtf8Value(property.Value)[1..^1], letters, out var value) || SecretNames.IsSecret(value)));
    }

    // JSON inside a text has names of its own.
    private static bool IsHarmlessText(ReadOnlySpan<char> text) => !(text.TrimStart() is ['{' or '[', ..]) && !SecretPatterns.MayHold(text);

    // Plain ASCII without an escape is the text itself.
    private static bool TryRead(ReadOnlySpan<byte> raw, char[] letters, out ReadOnlySpan<char> text)
    {
        text = default;
        if (raw.Length > MaxLength || raw.Contains((byte)'\\') || Ascii.ToUtf16(raw, letters, out var length) != OperationStatus.Done)
        {
            return false;
        }

        text = letters.AsSpan(0, length);
        return true;
    }
}
