using System.Runtime.InteropServices;
using System.Text.Json;

namespace OpsAutomation.Core.Alerts.Intake;

/// <summary>
/// Sees at a glance, without allocating, that a JSON value has none of the <see cref="JsonFlaws"/>. Nearly every body is
/// clean; where this is not sure, the search that names the flaw has the last word.
/// </summary>
internal static class JsonCleanliness
{
    // Every name is compared with those before it; beyond this a set is faster.
    private const int MaxNames = 24;

    /// <summary>True when there is no flaw; false when there is one, or when it takes a closer look.</summary>
    public static bool IsClean(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Undefined)
        {
            return false;
        }

        // Half a surrogate pair can only be written as an escape: the bytes are valid UTF-8. So can two spellings of one name.
        var raw = JsonMarshal.GetRawUtf8Value(element);
        return raw.IndexOf("\\u"u8) < 0 && IsClean(element, 1);
    }

    private static bool IsClean(JsonElement element, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return depth <= JsonFlaws.MaxDepth && IsCleanObject(element, depth);
            case JsonValueKind.Array:
                if (depth > JsonFlaws.MaxDepth)
                {
                    return false;
                }

                foreach (var item in element.EnumerateArray())
                {
                    if (!IsClean(item, depth + 1))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return true;
        }
    }

    private static bool IsCleanObject(JsonElement element, int depth)
    {
        if (element.GetPropertyCount() > MaxNames)
        {
            return false;
        }

        var place = 0;
        foreach (var property in element.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(property);
            if (name.Contains((byte)'\\') || StandsBefore(element, name, place) || !IsClean(property.Value, depth + 1))
            {
                return false;
            }

            place++;
        }

        return true;
    }

    private static bool StandsBefore(JsonElement element, ReadOnlySpan<byte> name, int place)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (place-- == 0)
            {
                return false;
            }

            if (JsonMarshal.GetRawUtf8PropertyName(property).SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }
}
