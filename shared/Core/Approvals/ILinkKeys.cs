namespace OpsAutomation.Core.Approvals;

/// <summary>
/// The keys that sign links and forms. A key is looked up by its id in what the host loaded at start; the id is never a
/// path or an address.
/// </summary>
public interface ILinkKeys
{
    /// <summary>The key that signs now.</summary>
    LinkKey Current { get; }

    /// <summary>A key by its id, current or retired and still accepted; null when there is none.</summary>
    LinkKey? Find(string id);
}

/// <summary>A signing key. Its secret is never rendered.</summary>
public sealed class LinkKey
{
    /// <summary>The least length of a secret in bytes: that of the hash (RFC 2104, section 3).</summary>
    public const int MinBytes = 32;

    private readonly byte[] _secret;

    /// <summary>Makes a key.</summary>
    /// <param name="id">1 to 32 letters, digits, <c>-</c> or <c>_</c>.</param>
    /// <param name="secret">At least <see cref="MinBytes"/> random bytes; copied.</param>
    /// <exception cref="ArgumentException">The id or the secret does not fit.</exception>
    public LinkKey(string id, ReadOnlySpan<byte> secret)
    {
        if (!IsId(id))
        {
            throw new ArgumentException("A key id has 1 to 32 letters, digits, '-' or '_'.", nameof(id));
        }

        if (secret.Length < MinBytes)
        {
            throw new ArgumentException($"A secret has at least {MinBytes} bytes.", nameof(secret));
        }

        (Id, _secret) = (id, secret.ToArray());
    }

    /// <summary>The id.</summary>
    public string Id { get; }

    internal ReadOnlySpan<byte> Secret => _secret;

    /// <summary>The id alone.</summary>
    public override string ToString() => $"key {Id}";

    internal static bool IsId(string id) => id.Length is >= 1 and <= 32 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
