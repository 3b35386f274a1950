using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Planning;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Audit;

/// <summary>
/// The hash chain over an incident's journal: each entry carries the hash of the one before, so that nothing can be
/// changed, removed from the middle or reordered unseen. (The end is guarded by the head row and the daily anchor.)
/// </summary>
public static class AuditChain
{
    /// <summary>What the first entry names as its predecessor: 64 zeros.</summary>
    public const string Origin = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>Gives an entry its hash.</summary>
    public static JournalEntry Seal(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry with { Hash = HashOf(entry) };
    }

    /// <summary>SHA-256 over the canonical JSON of the entry without its own hash, lower-case hex.</summary>
    public static string HashOf(JournalEntry entry)
    {
        var node = (JsonObject)JsonSerializer.SerializeToNode(entry, OpsJson.Options)!;
        node.Remove("hash");
        return CanonicalJson.Hash(node);
    }

    /// <summary>Finds the first link that does not hold, or null when the chain is whole.</summary>
    /// <param name="entries">The journal in the order in which it is stored.</param>
    /// <param name="head">The head row, which must name the last entry; null to check the entries alone.</param>
    public static BrokenLink? Verify(IReadOnlyList<JournalEntry> entries, Incident? head = null)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var previous = Origin;
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (entry.Sequence != i + 1)
            {
                return new BrokenLink(i + 1, $"Entry {i + 1} is missing; {entry.Sequence} stands in its place.");
            }

            if (!string.Equals(entry.PreviousHash, previous, StringComparison.Ordinal))
            {
                return new BrokenLink(entry.Sequence, "It names another predecessor than the entry before it.");
            }

            if (!string.Equals(entry.Hash, HashOf(entry), StringComparison.Ordinal))
            {
                return new BrokenLink(entry.Sequence, "Its content does not fit its hash: it was changed after it was written.");
            }

            previous = entry.Hash;
        }

        if (head is not null && (head.LastSequence != entries.Count || !string.Equals(head.LastHash, previous, StringComparison.Ordinal)))
        {
            return new BrokenLink(entries.Count + 1, $"The head names entry {head.LastSequence} as the last, with another end than the journal has.");
        }

        return null;
    }
}

/// <summary>Where a chain breaks first, and how.</summary>
/// <param name="Sequence">Sequence number of the entry.</param>
/// <param name="Reason">What does not hold.</param>
public sealed record BrokenLink(int Sequence, string Reason);
