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

    /// <summary>
    /// How long a key that no longer signs is still accepted: longer than any link lives (the longest deadline of an approval,
    /// 7 days, and <see cref="ApprovalDesk.LateReading"/>).
    /// </summary>
    public static readonly TimeSpan AcceptedAfter = TimeSpan.FromDays(8);

    // Two machines may see the moment of a rotation a little apart.
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(5);

    /// <summary>The id.</summary>
    public string Id { get; }

    /// <summary>When it was made, or null where nobody wrote it down.</summary>
    public DateTimeOffset? MadeAt { get; init; }

    /// <summary>Since when a newer key signs in its place; null while it signs.</summary>
    public DateTimeOffset? RetiredAt { get; init; }

    /// <summary>Until when what it signed is accepted; null while it signs.</summary>
    public DateTimeOffset? AcceptedUntil => RetiredAt + AcceptedAfter;

    /// <summary>
    /// Whether it was this key's turn to sign. What claims to be signed later, under a key that had been replaced, was made by
    /// somebody who kept the old key.
    /// </summary>
    /// <param name="at">When the text says that it was signed.</param>
    public bool SignedAt(DateTimeOffset at) => RetiredAt is not { } end || at <= end + Apart;

    internal ReadOnlySpan<byte> Secret => _secret;

    /// <summary>The id alone.</summary>
    public override string ToString() => $"key {Id}";

    internal static bool IsId(string id) => id.Length is >= 1 and <= 32 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
