using System.Security.Cryptography;
using System.Text;

namespace OpsAutomation.Core.Alerts.Senders;

/// <summary>
/// One secret that a sender proves it knows. Compared by hashes of one length, so that neither the length of a secret nor its
/// first wrong character shows in the time taken. It has no way back to its text.
/// </summary>
public sealed class SourceKey
{
    /// <summary>The shortest secret that is taken, in characters.</summary>
    public const int MinLength = 16;

    private readonly byte[] _secret;
    private readonly byte[] _hash;

    /// <summary>Keeps a secret.</summary>
    /// <exception cref="ArgumentException">It is shorter than <see cref="MinLength"/>; the message does not quote it.</exception>
    public SourceKey(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (secret.Length < MinLength)
        {
            throw new ArgumentException($"A key of a source needs at least {MinLength} characters.", nameof(secret));
        }

        _secret = Encoding.UTF8.GetBytes(secret);
        _hash = SHA256.HashData(_secret);
    }

    /// <summary>Whether the text that a caller brought is this secret.</summary>
    public bool Is(string given)
    {
        ArgumentNullException.ThrowIfNull(given);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(given), hash);
        return CryptographicOperations.FixedTimeEquals(hash, _hash);
    }

    /// <summary>HMAC-SHA256 of the parts, one after the other, under this secret.</summary>
    public byte[] Sign(params ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _secret);
        foreach (var part in parts)
        {
            mac.AppendData(part.Span);
        }

        return mac.GetHashAndReset();
    }

    /// <summary>Never the secret.</summary>
    public override string ToString() => "[secret]";
}
