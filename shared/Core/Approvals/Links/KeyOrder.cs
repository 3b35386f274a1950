namespace OpsAutomation.Core.Approvals.Links;

/// <summary>A key as a ring keeps it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Secret">Its secret.</param>
/// <param name="MadeAt">When it was made.</param>
public sealed record KeptKey(string Id, ReadOnlyMemory<byte> Secret, DateTimeOffset MadeAt)
{
    /// <summary>The id alone.</summary>
    public override string ToString() => $"key {Id}";
}

/// <summary>Which of several keys signs, and until when each of the others is accepted. Pure.</summary>
public static class KeyOrder
{
    /// <summary>Puts keys in order.</summary>
    /// <param name="keys">Keys that are not disabled, in any order.</param>
    /// <param name="now">The moment.</param>
    /// <param name="settling">
    /// How long a new key waits before it signs, so that every instance has read it by then; nothing where one process has the
    /// ring alone. The only key signs at once.
    /// </param>
    /// <returns>The signing key first, then a newer one that waits, then those that are still accepted, newest first.</returns>
    public static IReadOnlyList<LinkKey> Of(IEnumerable<KeptKey> keys, DateTimeOffset now, TimeSpan settling)
    {
        var newest = keys.OrderByDescending(k => k.MadeAt).ThenByDescending(k => k.Id, StringComparer.Ordinal).ToList();
        if (newest.Count == 0)
        {
            return [];
        }

        var signing = newest.FindIndex(k => k.MadeAt + settling <= now);
        signing = signing < 0 ? newest.Count - 1 : signing;
        var ordered = new List<LinkKey> { Key(newest[signing], null) };
        ordered.AddRange(newest.Take(signing).Select(k => Key(k, null)));
        for (var i = signing + 1; i < newest.Count; i++)
        {
            var key = Key(newest[i], newest[i - 1].MadeAt + settling);
            if (now <= key.AcceptedUntil)
            {
                ordered.Add(key);
            }
        }

        return ordered;
    }

    private static LinkKey Key(KeptKey key, DateTimeOffset? retired) => new(key.Id, key.Secret.Span) { MadeAt = key.MadeAt, RetiredAt = retired };
}
