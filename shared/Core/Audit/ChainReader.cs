using System.Text.Json.Nodes;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Audit;

/// <summary>Reads chains as they stand in the store, not as a program of ours would understand them.</summary>
public sealed class ChainReader(IRecordStore store)
{
    internal const string HeadRow = "head";
    internal const string AfterEntries = "entry.";
    private const string EntryPrefix = "entry-";

    /// <summary>The partition of a chain.</summary>
    public static string Partition(string chain) => chain == ChangeLedger.Chain ? ChangeLedger.Partition : IncidentRun.Partition(chain);

    /// <summary>Reads one.</summary>
    /// <param name="chain">Id of an incident, or <see cref="ChangeLedger.Chain"/>.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async Task<StoredChain> ReadAsync(string chain, CancellationToken cancellationToken = default)
    {
        var partition = Partition(chain);
        var row = await store.ReadAsync(partition, HeadRow, cancellationToken);
        var head = row is null ? null : Head(chain, row.Body);
        var entries = new List<JsonObject>();
        await foreach (var record in store.RangeAsync(partition, EntryPrefix, AfterEntries, cancellationToken))
        {
            entries.Add(Parse(record.Body));
        }

        // Whoever wrote between the two reads wrote behind the head that was read: a chain in use is not a broken one.
        if (head is not null && entries.Count > head.Count && await store.ReadAsync(partition, HeadRow, cancellationToken) is { } newer && newer.ETag != row!.ETag)
        {
            head = Head(chain, newer.Body);
            entries = head is null ? entries : [.. entries.Take(head.Count)];
        }

        return new StoredChain(row is not null, head, entries);
    }

    /// <summary>The head alone, or null.</summary>
    public async Task<ChainHead?> HeadAsync(string chain, CancellationToken cancellationToken = default) =>
        await store.ReadAsync(Partition(chain), HeadRow, cancellationToken) is { } row ? Head(chain, row.Body) : null;

    internal static string EntryRow(int sequence) => $"{EntryPrefix}{sequence:D6}";

    private static ChainHead? Head(string chain, string body)
    {
        var head = Parse(body);
        return head["lastSequence"] is JsonValue count && count.TryGetValue<int>(out var number) && head["lastHash"] is JsonValue hash && hash.TryGetValue<string>(out var text)
            ? new ChainHead(chain, number, text)
            : null;
    }

    // What is no object any more is an entry without anything in it: the check says so.
    private static JsonObject Parse(string body) => AuditChain.Parse(body) ?? [];
}

/// <summary>A chain as it stands.</summary>
/// <param name="Present">Whether it has a head row.</param>
/// <param name="Head">What the head row says; null where there is none or it cannot be read.</param>
/// <param name="Entries">The entries in the order of their rows.</param>
public sealed record StoredChain(bool Present, ChainHead? Head, IReadOnlyList<JsonObject> Entries)
{
    /// <summary>The first link that does not hold, or null.</summary>
    public BrokenLink? Broken => Head is null && (Present || Entries.Count > 0)
        ? new BrokenLink(Entries.Count + 1, "The head is missing or cannot be read.")
        : AuditChain.Verify(Entries, Head);
}
