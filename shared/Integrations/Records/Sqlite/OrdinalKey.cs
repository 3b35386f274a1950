using System.Text;

namespace OpsAutomation.Integrations.Records.Sqlite;

/// <summary>
/// Keys as bytes that SQLite orders with <c>memcmp</c> exactly as <see cref="StringComparer.Ordinal"/> orders the strings.
/// UTF-8 alone does not: it puts U+FFFF before a character outside the basic plane, while UTF-16 puts it after. So each
/// half of a surrogate pair is written on its own (the form known as CESU-8, Unicode Technical Report 26). Everything else
/// is plain UTF-8 and readable in the file.
/// </summary>
internal static class OrdinalKey
{
    /// <summary>The bytes of a key.</summary>
    public static byte[] Encode(string key)
    {
        if (!key.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
        {
            return Encoding.UTF8.GetBytes(key);
        }

        var bytes = new List<byte>(key.Length * 3);
        foreach (var unit in key)
        {
            switch (unit)
            {
                case < '\u0080':
                    bytes.Add((byte)unit);
                    break;
                case < '\u0800':
                    bytes.Add((byte)(0xC0 | (unit >> 6)));
                    bytes.Add((byte)(0x80 | (unit & 0x3F)));
                    break;
                default:
                    bytes.Add((byte)(0xE0 | (unit >> 12)));
                    bytes.Add((byte)(0x80 | ((unit >> 6) & 0x3F)));
                    bytes.Add((byte)(0x80 | (unit & 0x3F)));
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>The key of some bytes.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        // Halves of surrogate pairs begin with 0xED; without them it is plain UTF-8.
        if (!bytes.Contains((byte)0xED))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var text = new StringBuilder(bytes.Length);
        for (var i = 0; i < bytes.Length;)
        {
            int first = bytes[i];
            if (first < 0x80)
            {
                text.Append((char)first);
                i += 1;
            }
            else if (first < 0xE0)
            {
                text.Append((char)(((first & 0x1F) << 6) | (bytes[i + 1] & 0x3F)));
                i += 2;
            }
            else
            {
                text.Append((char)(((first & 0x0F) << 12) | ((bytes[i + 1] & 0x3F) << 6) | (bytes[i + 2] & 0x3F)));
                i += 3;
            }
        }

        return text.ToString();
    }
}
