using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OpsAutomation.Core.Approvals;

/// <summary>
/// Text with a signature: <c>{kind}.{key id}.{payload}.{HMAC-SHA-256}</c>, the last two as base64url. The signature covers
/// everything before it as written, so that no part can be swapped or written differently.
/// </summary>
internal static class SignedText
{
    internal const int MaxLength = 2048;

    internal static string Sign(string kind, LinkKey key, ReadOnlySpan<byte> payload)
    {
        var head = $"{kind}.{key.Id}.{Base64Url.EncodeToString(payload)}";
        return $"{head}.{Base64Url.EncodeToString(Mac(key, head))}";
    }

    internal static SignedTextResult Open(string kind, ILinkKeys keys, string? token)
    {
        if (token is not { Length: > 0 and <= MaxLength }
            || token.Split('.') is not [var prefix, var id, var body, var signature]
            || !string.Equals(prefix, kind, StringComparison.Ordinal)
            || !LinkKey.IsId(id)
            || Decode(body) is not { } payload
            || Decode(signature) is not { Length: HMACSHA256.HashSizeInBytes } mac)
        {
            return new(null, LinkProblem.Malformed);
        }

        if (keys.Find(id) is not { } key)
        {
            return new(null, LinkProblem.UnknownKey);
        }

        var head = token.AsSpan(0, token.LastIndexOf('.')).ToString();
        return CryptographicOperations.FixedTimeEquals(Mac(key, head), mac) ? new(payload, null, key) : new(null, LinkProblem.Forged);
    }

    private static byte[] Mac(LinkKey key, string head) => HMACSHA256.HashData(key.Secret, Encoding.ASCII.GetBytes(head));

    // One text for one value: decoders ignore the spare bits of the last letter, and padding, unless told otherwise.
    private static byte[]? Decode(string text)
    {
        if (text.Length == 0 || !text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            return null;
        }

        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var written) != OperationStatus.Done)
        {
            return null;
        }

        var decoded = bytes[..written];
        return string.Equals(Base64Url.EncodeToString(decoded), text, StringComparison.Ordinal) ? decoded : null;
    }
}

/// <summary>The payload and the key that signed it, or why there is none.</summary>
internal sealed record SignedTextResult(byte[]? Payload, LinkProblem? Problem, LinkKey? Key = null);
