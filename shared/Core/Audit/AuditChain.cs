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

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Gives an entry its hash.</summary>
    public static JournalEntry Seal(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry with { Hash = HashOf(entry) };
    }

    /// <summary>SHA-256 over the canonical JSON of the entry without its own hash, lower-case hex.</summary>
    public static string HashOf(JournalEntry entry) => HashOf((JsonObject)JsonSerializer.SerializeToNode(entry, OpsJson.Options)!);

    /// <summary>
    /// The hash of anything that carries one as its member <c>hash</c>, over all that was written: a member that no program of ours
    /// knows counts too.
    /// </summary>
    public static string HashOf(JsonObject written)
    {
        ArgumentNullException.ThrowIfNull(written);
        var bare = (JsonObject)written.DeepClone();
        bare.Remove("hash");
        return CanonicalJson.Hash(bare);
    }

    /// <summary>Finds the first link that does not hold, or null when the chain is whole.</summary>
    /// <param name="entries">The journal in the order in which it is stored.</param>
    /// <param name="head">The head row, which must name the last entry; null to check the entries alone.</param>
    public static BrokenLink? Verify(IReadOnlyList<JournalEntry> entries, Incident? head = null)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return Verify(
            [.. entries.Select(e => (JsonObject)JsonSerializer.SerializeToNode(e, OpsJson.Options)!)],
            head is null ? null : new ChainHead(head.Id, head.LastSequence, head.LastHash));
    }

    /// <summary>As the other, over entries as they were written: each an object with <c>sequence</c>, <c>previousHash</c> and <c>hash</c>.</summary>
    public static BrokenLink? Verify(IReadOnlyList<JsonObject> entries, ChainHead? head = null)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var previous = Origin;
        for (var i = 0; i < entries.Count; i++)
        {
            var (entry, number) = (entries[i], Number(entries[i]));
            if (number != i + 1)
            {
                return new BrokenLink(i + 1, $"Entry {i + 1} is missing; {(number < 0 ? "one without a number" : number)} stands in its place.");
            }

            if (!string.Equals(Text(entry, "previousHash"), previous, StringComparison.Ordinal))
            {
                return new BrokenLink(number, "It names another predecessor than the entry before it.");
            }

            var hash = Text(entry, "hash");
            if (!Fits(entry, hash))
            {
                return new BrokenLink(number, "Its content does not fit its hash: it was changed after it was written.");
            }

            previous = hash!;
        }

        if (head is not null && (head.Count != entries.Count || !string.Equals(head.Hash, previous, StringComparison.Ordinal)))
        {
            return new BrokenLink(entries.Count + 1, $"The head names entry {head.Count} as the last, with another end than the journal has.");
        }

        return null;
    }

    /// <summary>The hash that an entry carries, or null.</summary>
    public static string? HashIn(JsonObject entry) => Text(entry, "hash");

    /// <summary>Reads what was written, or null when it is no object, or one that two readers could understand differently.</summary>
    public static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: Strict) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether something is what its hash says. What has no canonical form was not written by us.</summary>
    public static bool Fits(JsonObject written, string? hash)
    {
        try
        {
            return string.Equals(hash, HashOf(written), StringComparison.Ordinal);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private static int Number(JsonObject entry) => entry["sequence"] is JsonValue value && value.TryGetValue<int>(out var number) ? number : -1;

    private static string? Text(JsonObject entry, string name) => entry[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

/// <summary>Where a chain breaks first, and how.</summary>
/// <param name="Sequence">Sequence number of the entry.</param>
/// <param name="Reason">What does not hold.</param>
public sealed record BrokenLink(int Sequence, string Reason);

/// <summary>The end of a chain at a moment: so many entries, the last with this hash.</summary>
/// <param name="Chain">Id of the incident, or <see cref="ChangeLedger.Chain"/>.</param>
/// <param name="Count">Number of entries.</param>
/// <param name="Hash">Hash of the last.</param>
public sealed record ChainHead(string Chain, int Count, string Hash);
