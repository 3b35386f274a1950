using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace OpsAutomation.Core.Alerts.Intake;

/// <summary>
/// Sees at a glance, without allocating, that a JSON value has none of the <see cref="JsonFlaws"/>. Nearly every body is
/// clean; where this is not sure, the search that names the flaw has the last word.
/// </summary>
internal static class JsonCleanliness
{
    // Every name is compared with those before it; beyond this a set is better.
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
        var count = element.GetPropertyCount();
        if (count > MaxNames)
        {
            return false;
        }

        Span<ulong> names = stackalloc ulong[MaxNames];
        var place = 0;
        foreach (var property in element.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(property);
            var sign = Sign(name);
            if (name.Contains((byte)'\\') || names[..place].Contains(sign) || !IsClean(property.Value, depth + 1))
            {
                return false;
            }

            names[place++] = sign;
        }

        return true;
    }

    // Two names that are the same have the same sign; two that differ may have it too, and then take a closer look.
    private static ulong Sign(ReadOnlySpan<byte> name)
    {
        var (first, last) = (0UL, 0UL);
        if (name.Length >= sizeof(ulong))
        {
            (first, last) = (BinaryPrimitives.ReadUInt64LittleEndian(name), BinaryPrimitives.ReadUInt64LittleEndian(name[^sizeof(ulong)..]));
        }
        else
        {
            foreach (var letter in name)
            {
                first = (first << 8) | letter;
            }
        }

        return ((first * 0x9E3779B97F4A7C15) ^ last) + (ulong)name.Length;
    }
}
