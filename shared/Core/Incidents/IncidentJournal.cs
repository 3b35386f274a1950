using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Incidents;

/// <summary>
/// The one writer of incidents. Every change is a journal entry; entry, head, key and outbox rows commit together in the
/// incident's partition, under the head's ETag, so that two writers never interleave and a redelivery writes nothing twice.
/// </summary>
public sealed class IncidentJournal(IRecordStore store, Outbox outbox, TimeProvider clock)
{
    /// <summary>How often a conflict is read and decided again. Each round lets at least one writer through, so this many writers at once all get their turn.</summary>
    public const int MaxRounds = 128;

    private const string HeadRow = "head";
    private const string EntryPrefix = "entry-";

    /// <summary>Opens an incident, once: when it is there already, the existing one is returned and nothing is written.</summary>
    /// <param name="seed">The head; sequence, hash and time of update are set here.</param>
    /// <param name="opening">The first entry, with the outbox that starts the run.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<AppendResult> OpenAsync(Incident seed, NewEntry opening, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(seed);
        ArgumentNullException.ThrowIfNull(opening);
        var announceKey = RowKey.Escape(opening.Key);
        if (await ReadAsync(seed.Id, cancellationToken) is { } existing)
        {
            return new AppendResult(false, existing, "The incident is open already.", announceKey);
        }

        var (head, entry) = Next(seed with { LastSequence = 0, LastHash = AuditChain.Origin }, opening);
        try
        {
            await CommitAsync(head, entry, opening, new RecordChange.Insert(HeadRow, OpsJson.Write(head)), cancellationToken);
        }
        catch (RecordConflictException)
        {
            var other = await ReadAsync(seed.Id, cancellationToken) ?? throw new IncidentNotFoundException(seed.Id);
            return new AppendResult(false, other, "The incident was opened by someone else at the same time.", announceKey);
        }

        return new AppendResult(true, await RequireAsync(seed.Id, cancellationToken), string.Empty, announceKey);
    }

    /// <summary>Reads everything about one incident, or null when there is none.</summary>
    public async Task<IncidentFile?> ReadAsync(string incidentId, CancellationToken cancellationToken = default)
    {
        var partition = IncidentRun.Partition(incidentId);
        if (await store.ReadAsync(partition, HeadRow, cancellationToken) is not { } row)
        {
            return null;
        }

        // Head first, then the entries that it knows: entries are only ever added, so this is one consistent state.
        var head = OpsJson.Read<Incident>(row.Body);
        var entries = new List<JournalEntry>(head.LastSequence);
        await foreach (var record in store.RangeAsync(partition, EntryPrefix, EntryRow(head.LastSequence + 1), cancellationToken))
        {
            entries.Add(OpsJson.Read<JournalEntry>(record.Body));
        }

        return new IncidentFile(head, row.ETag, entries, await PinnedAsync(partition, entries, cancellationToken));
    }

    /// <summary>Reads everything about an incident that must be there.</summary>
    /// <exception cref="IncidentNotFoundException">There is no such incident.</exception>
    public async Task<IncidentFile> RequireAsync(string incidentId, CancellationToken cancellationToken = default) =>
        await ReadAsync(incidentId, cancellationToken) ?? throw new IncidentNotFoundException(incidentId);

    /// <summary>
    /// Appends what <paramref name="decide"/> wants to write, given the incident as it stands. When someone else wrote in
    /// between, the incident is read and decided again.
    /// </summary>
    /// <exception cref="IncidentNotFoundException">There is no such incident.</exception>
    /// <exception cref="IncidentTransitionException">The entry moves the status where the table does not let it.</exception>
    /// <exception cref="RecordConflictException">It was beaten to it <see cref="MaxRounds"/> times.</exception>
    public async Task<AppendResult> AppendAsync(string incidentId, Func<IncidentFile, NewEntry?> decide, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(decide);
        for (var round = 1; ; round++)
        {
            var file = await RequireAsync(incidentId, cancellationToken);
            if (decide(file) is not { } wanted)
            {
                return new AppendResult(false, file, "There is nothing to write.", null);
            }

            if (file.Entries.Any(e => string.Equals(e.Key, wanted.Key, StringComparison.Ordinal)))
            {
                return new AppendResult(false, file, $"'{wanted.Key}' is written already.", RowKey.Escape(wanted.Key));
            }

            var (head, entry) = Next(file.Head, wanted);
            try
            {
                await CommitAsync(head, entry, wanted, new RecordChange.Replace(HeadRow, OpsJson.Write(head), file.ETag), cancellationToken);
            }
            catch (RecordConflictException) when (round < MaxRounds)
            {
                await Task.Yield();
                continue;
            }

            return new AppendResult(true, await WithAsync(file, entry, cancellationToken), string.Empty, RowKey.Escape(wanted.Key));
        }
    }

    // The file as it stands after an entry. What was read before the commit is still true, unless someone wrote after it.
    private async Task<IncidentFile> WithAsync(IncidentFile before, JournalEntry entry, CancellationToken cancellationToken)
    {
        var partition = IncidentRun.Partition(before.Head.Id);
        if (await store.ReadAsync(partition, HeadRow, cancellationToken) is not { } row || OpsJson.Read<Incident>(row.Body) is not { } head || head.LastSequence != entry.Sequence)
        {
            return await RequireAsync(before.Head.Id, cancellationToken);
        }

        List<JournalEntry> entries = [.. before.Entries, entry];
        return new IncidentFile(head, row.ETag, entries, entry.Fact is Fact.PlaybookChosen ? await PinnedAsync(partition, entries, cancellationToken) : before.Pinned);
    }

    /// <summary>Keeps the content of a playbook with the incident, so that an edit of the catalogue never changes a run. Writing it twice is fine.</summary>
    public async Task PinAsync(string incidentId, PinnedPlaybook playbook, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(playbook);
        try
        {
            await store.CommitAsync(
                IncidentRun.Partition(incidentId),
                [new RecordChange.Insert(PlaybookRow(playbook.Hash), OpsJson.Write(playbook))],
                cancellationToken);
        }
        catch (RecordConflictException)
        {
            // The row is named by its content: it is the same.
        }
    }

    private static string EntryRow(int sequence) => $"{EntryPrefix}{sequence:D6}";

    private static string PlaybookRow(string hash) => $"playbook-{hash}";

    private async Task<PinnedPlaybook?> PinnedAsync(string partition, List<JournalEntry> entries, CancellationToken cancellationToken)
    {
        var chosen = entries.Select(e => e.Fact).OfType<Fact.PlaybookChosen>().LastOrDefault();
        return chosen is not null && await store.ReadAsync(partition, PlaybookRow(chosen.Hash), cancellationToken) is { } row
            ? OpsJson.Read<PinnedPlaybook>(row.Body)
            : null;
    }

    private (Incident Head, JournalEntry Entry) Next(Incident head, NewEntry wanted)
    {
        var now = clock.GetUtcNow();
        var status = wanted.Status ?? head.Status;
        IncidentTransitions.Check(head.Id, head.Status, status);
        var entry = AuditChain.Seal(new JournalEntry(
            head.LastSequence + 1, wanted.Key, now, wanted.Actor, wanted.Text, wanted.Fact, status, head.LastHash, string.Empty));
        var changed = wanted.Change?.Invoke(head) ?? head;
        return (changed with
        {
            Id = head.Id,
            Status = status,
            UpdatedAt = now,
            ClosedAt = status == IncidentStatus.Closed ? head.ClosedAt ?? now : null,
            LastSequence = entry.Sequence,
            LastHash = entry.Hash,
        }, entry);
    }

    private async Task CommitAsync(Incident head, JournalEntry entry, NewEntry wanted, RecordChange headChange, CancellationToken cancellationToken)
    {
        var partition = IncidentRun.Partition(head.Id);

        // One row per outbox key: what the caller names and what the entry implies may be the same work.
        var work = RunWork.For(head, entry).Concat(wanted.Outbox ?? []).DistinctBy(item => item.Key, StringComparer.Ordinal);
        RecordChange[] changes =
        [
            headChange,
            new RecordChange.Insert(EntryRow(entry.Sequence), OpsJson.Write(entry)),
            new RecordChange.Insert($"key-{RowKey.Escape(wanted.Key)}", OpsJson.Write(entry.Sequence)),
            .. work.Select(Outbox.Row),
        ];
        await store.CommitInOrderAsync([outbox.Announcement(partition, RowKey.Escape(wanted.Key)), new RecordBatch(partition, changes)], cancellationToken);
    }
}
