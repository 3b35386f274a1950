namespace OpsAutomation.Core.Approvals.Links;

/// <summary>The keys of links as somebody sees them who looks after them.</summary>
public interface ILinkKeyRing : ILinkKeys
{
    /// <summary>Every key that is still accepted, the one that signs first.</summary>
    IReadOnlyList<LinkKey> All { get; }

    /// <summary>Where the ring is kept, for a person; never an address with a secret.</summary>
    string Home { get; }

    /// <summary>Puts a new key in front, if the ring can be changed from here.</summary>
    /// <param name="now">When; the key that signed until now is accepted for <see cref="LinkKey.AcceptedAfter"/> from here.</param>
    /// <returns>The key that signs now, or why it cannot be changed from here and what to do instead.</returns>
    KeyRotation Rotate(DateTimeOffset now);
}

/// <summary>What became of a rotation.</summary>
/// <param name="Key">The new key, or null.</param>
/// <param name="Reason">What was done, or what to do instead.</param>
public sealed record KeyRotation(LinkKey? Key, string Reason);
