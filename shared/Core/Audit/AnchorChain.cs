namespace OpsAutomation.Core.Audit;

/// <summary>The anchors as a chain of their own: pure, so that a file that was carried away can be checked like the store.</summary>
public static class AnchorChain
{
    /// <summary>Checks anchors, oldest first, each with the day that it is kept under.</summary>
    /// <param name="kept">Day and text.</param>
    /// <param name="fromTheFirst">Whether the first of them must be the first of all.</param>
    /// <returns>Those that can be read, and what does not hold.</returns>
    public static (IReadOnlyList<Anchor> Anchors, IReadOnlyList<BrokenAnchor> Broken) Read(IEnumerable<(DateOnly Day, string Text)> kept, bool fromTheFirst = true)
    {
        ArgumentNullException.ThrowIfNull(kept);
        var (anchors, broken) = (new List<Anchor>(), new List<BrokenAnchor>());
        foreach (var (day, text) in kept)
        {
            var (anchor, problem) = Anchor.Read(text);
            if (anchor is null)
            {
                broken.Add(new BrokenAnchor(day, problem));
                continue;
            }

            if (anchor.Day != day)
            {
                broken.Add(new BrokenAnchor(day, $"It is the anchor of {anchor.Day:yyyy-MM-dd}, put here again."));
                continue;
            }

            broken.AddRange(Follows(anchors.LastOrDefault(), anchor, fromTheFirst).Select(reason => new BrokenAnchor(day, reason)));
            anchors.Add(anchor);
        }

        return (anchors, broken);
    }

    /// <summary>Every head that anchors bear witness to, by chain, in the order in which they were taken.</summary>
    public static ILookup<string, (DateOnly Day, ChainHead Head)> Witnessed(IEnumerable<Anchor> anchors) =>
        anchors.SelectMany(a => a.Heads.Select(h => (a.Day, h))).ToLookup(w => w.h.Chain, w => (w.Day, w.h), StringComparer.Ordinal);

    /// <summary>Compares a chain with what anchors bear witness to; null when they agree.</summary>
    public static BrokenLink? Compare(IReadOnlyList<System.Text.Json.Nodes.JsonObject> entries, IEnumerable<(DateOnly Day, ChainHead Head)> witnessed)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(witnessed);
        foreach (var (day, head) in witnessed)
        {
            if (head.Count > entries.Count)
            {
                return new BrokenLink(entries.Count + 1, $"The anchor of {day:yyyy-MM-dd} knows {head.Count} entries; {entries.Count} are left.");
            }

            if (head.Count > 0 && AuditChain.HashIn(entries[head.Count - 1]) != head.Hash)
            {
                return new BrokenLink(head.Count, $"The anchor of {day:yyyy-MM-dd} knows another entry {head.Count}: the chain was written anew.");
            }
        }

        return null;
    }

    private static IEnumerable<string> Follows(Anchor? before, Anchor anchor, bool fromTheFirst)
    {
        if (before is null)
        {
            if (fromTheFirst && (anchor.Number != 1 || anchor.PreviousHash != AuditChain.Origin))
            {
                yield return $"It is number {anchor.Number}, and those before it are gone.";
            }

            yield break;
        }

        if (anchor.Day != before.Day.AddDays(1) || anchor.Number != before.Number + 1)
        {
            yield return $"It does not follow {before.Day:yyyy-MM-dd} (number {before.Number}): {anchor.Number - before.Number - 1} between them are gone.";
        }
        else if (anchor.PreviousHash != before.Hash)
        {
            yield return $"It names another predecessor than the anchor of {before.Day:yyyy-MM-dd}: one of the two is forged.";
        }

        if (anchor.Environment != before.Environment)
        {
            yield return $"It is of the environment '{anchor.Environment}', not '{before.Environment}'.";
        }
    }
}

/// <summary>An anchor that does not hold.</summary>
/// <param name="Day">The day that it is kept under, or should be.</param>
/// <param name="Reason">What does not hold.</param>
public sealed record BrokenAnchor(DateOnly Day, string Reason);
