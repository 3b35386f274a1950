using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Audit;

/// <summary>
/// The chain of changes that belong to no incident: switch, holds, silences, catalogue, purges. One partition, a head and entries in
/// the rows that a journal has, so that one check reads both.
/// </summary>
public sealed class ChangeLedger(IRecordStore store, TimeProvider clock)
{
    /// <summary>The name of the chain in anchors and reports.</summary>
    public const string Chain = "changes";

    /// <summary>The partition.</summary>
    public const string Partition = "audit-changes";

    /// <summary>The longest reason that is kept, in characters; the rest is cut.</summary>
    public const int MaxReason = 2_000;

    private const int MaxRounds = 64;

    /// <summary>Writes a change. What did not change is not written.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="kind">One of <see cref="ChangeKinds"/>.</param>
    /// <param name="subject">Which.</param>
    /// <param name="before">How it was, or null.</param>
    /// <param name="after">How it is, or null.</param>
    /// <param name="reason">Why; empty where nobody has to say.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The entry, or null when before and after are the same.</returns>
    /// <exception cref="RecordConflictException">It was beaten to it many times.</exception>
    public async Task<ChangeEntry?> WriteAsync(
        string actor, string kind, string subject, object? before, object? after, string? reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        ArgumentException.ThrowIfNullOrWhiteSpace(kind);
        var (was, now) = (Node(before), Node(after));
        if (JsonNode.DeepEquals(was, now))
        {
            return null;
        }

        for (var round = 1; ; round++)
        {
            var row = await store.ReadAsync(Partition, ChainReader.HeadRow, cancellationToken);
            var head = row is null ? new ChangeHead(0, AuditChain.Origin) : OpsJson.Read<ChangeHead>(row.Body);
            var text = reason?.Trim() ?? string.Empty;
            var entry = new ChangeEntry(
                head.LastSequence + 1, clock.GetUtcNow(), actor, kind, subject, was, now, text.Length > MaxReason ? text[..MaxReason] : text, head.LastHash, string.Empty);
            entry = entry with { Hash = AuditChain.HashOf((JsonObject)JsonSerializer.SerializeToNode(entry, OpsJson.Options)!) };
            var next = OpsJson.Write(new ChangeHead(entry.Sequence, entry.Hash));
            try
            {
                await store.CommitAsync(
                    Partition,
                    [
                        new RecordChange.Insert(ChainReader.EntryRow(entry.Sequence), OpsJson.Write(entry)),
                        row is null ? new RecordChange.Insert(ChainReader.HeadRow, next) : new RecordChange.Replace(ChainReader.HeadRow, next, row.ETag),
                    ],
                    cancellationToken);
                return entry;
            }
            catch (RecordConflictException) when (round < MaxRounds)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>The entries, oldest first.</summary>
    /// <param name="cancellationToken">Ends the read.</param>
    public IAsyncEnumerable<ChangeEntry> ReadAsync(CancellationToken cancellationToken = default) =>
        store.RangeAsync(Partition, ChainReader.EntryRow(1), ChainReader.AfterEntries, cancellationToken).Select(record => OpsJson.Read<ChangeEntry>(record.Body));

    /// <summary>The newest entry of a kind, or null.</summary>
    public async Task<ChangeEntry?> NewestAsync(string kind, CancellationToken cancellationToken = default)
    {
        ChangeEntry? newest = null;
        await foreach (var entry in ReadAsync(cancellationToken))
        {
            newest = entry.Kind == kind ? entry : newest;
        }

        return newest;
    }

    private static JsonNode? Node(object? value) => value is null ? null : JsonSerializer.SerializeToNode(value, value.GetType(), OpsJson.Options);

    private sealed record ChangeHead(int LastSequence, string LastHash);
}
