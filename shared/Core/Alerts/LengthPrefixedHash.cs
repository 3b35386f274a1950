using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OpsAutomation.Core.Alerts;

/// <summary>
/// SHA-256 over a list of parts, each behind its length, so that no two lists give the same bytes:
/// ("ab", "c") and ("a", "bc") differ, and so do a missing part and an empty one.
/// </summary>
internal static class LengthPrefixedHash
{
    // RFC 4648 base32 in lower case: safe in URLs, row keys and file names on every system.
    private const string Base32Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>The 32 bytes of the hash.</summary>
    public static byte[] Of(IEnumerable<string?> parts)
    {
        // One call for all of it: asking the hash for each part costs more than the hash.
        var bytes = new ArrayBufferWriter<byte>(512);
        foreach (var part in parts)
        {
            var length = part is null ? 0 : Encoding.UTF8.GetByteCount(part);
            var place = bytes.GetSpan(sizeof(int) + length);
            BinaryPrimitives.WriteInt32BigEndian(place, part is null ? -1 : length);
            Encoding.UTF8.GetBytes(part, place[sizeof(int)..]);
            bytes.Advance(sizeof(int) + length);
        }

        return SHA256.HashData(bytes.WrittenSpan);
    }

    /// <summary>The first characters of the hash in lower-case hex.</summary>
    public static string Hex(int characters, params IEnumerable<string?> parts) =>
        Convert.ToHexStringLower(Of(parts))[..characters];

    /// <summary>The first characters of the hash in lower-case base32, 5 bits each.</summary>
    public static string Base32(int characters, params IEnumerable<string?> parts)
    {
        var bytes = Of(parts);
        return string.Create(characters, bytes, static (text, source) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                var bit = i * 5;
                var pair = (source[bit / 8] << 8) | (bit / 8 + 1 < source.Length ? source[bit / 8 + 1] : 0);
                text[i] = Base32Alphabet[(pair >> (11 - (bit % 8))) & 31];
            }
        });
    }
}
