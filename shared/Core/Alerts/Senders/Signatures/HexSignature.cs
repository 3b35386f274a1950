using System.Security.Cryptography;

namespace OpsAutomation.Core.Alerts.Senders.Signatures;

/// <summary>HMAC-SHA256 written as 64 lower-case hex digits.</summary>
internal static class HexSignature
{
    private const int Length = SHA256.HashSizeInBytes * 2;

    /// <summary>Reads the digits, or null. Capitals are refused: one signature has one text.</summary>
    public static byte[]? Read(ReadOnlySpan<char> text) =>
        text.Length == Length && !text.ContainsAnyExcept("0123456789abcdef") ? Convert.FromHexString(text) : null;

    /// <summary>Whether any signature is of any key; every pair is compared, each in constant time.</summary>
    public static bool AnyMatches(IReadOnlyList<byte[]> signatures, IReadOnlyList<SourceKey> keys, params ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        var found = false;
        foreach (var key in keys)
        {
            var expected = key.Sign(parts);
            foreach (var signature in signatures)
            {
                found |= CryptographicOperations.FixedTimeEquals(expected, signature);
            }
        }

        return found;
    }
}
