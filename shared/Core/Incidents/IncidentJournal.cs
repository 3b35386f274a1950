using OpsAutomation.Core.Alerts;
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

    /// <summary>The most entries that one commit of <see cref="AddAsync"/> writes: entry and key each, with head and outbox within <see cref="IRecordStore.MaxBatch"/>.</summary>
    public const int MaxTogether = 40;

    // Far below what a batch of Table storage may hold (4 MB), in characters.
    internal const int MaxTextTogether = 1_000_000;

    private const string HeadRow = "head";
    private const string EntryPrefix = "entry-";

    private readonly JournalMemory _memory = new();

    /// <summary>Opens an incident, once: when it is there already, the existing one is returned and nothing is written.</summary>
    /// <param name="seed">The head; sequence, hash and time of update are set here.</param>
    /// <param name="opening">The first entry, with the outbox that starts the run.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<AppendResult> OpenAsync(Incident seed, NewEntry opening, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(seed);
        ArgumentNullException.ThrowIfNull(opening);
        var announceKey = RowKey.Escape(opening.Key);
        if (await CurrentAsync(seed.Id, cancellationToken) is { } existing)
        {
            return new AppendResult(false, existing, "The incident is open already.", announceKey);
        }

        var (head, entry) = Next(seed with { LastSequence = 0, LastHash = AuditChain.Origin }, opening);
        try
        {
            await CommitAsync(head, [new(entry, opening)], announceKey, new RecordChange.Insert(HeadRow, OpsJson.Write(head)), cancellationToken);
        }
        catch (RecordConflictException)
        {
            var other = await RequireAsync(seed.Id, cancellationToken);
            return new AppendResult(false, other, "The incident was opened by someone else at the same time.", announceKey);
        }

        return new AppendResult(true, await WrittenAsync(new IncidentFile(head, string.Empty, [entry], opening.Pin), cancellationToken), string.Empty, announceKey);
    }

    /// <summary>
    /// Reads everything about one incident, or null when there is none. Every entry is read from the store: for people and for
    /// checking the audit chain.
    /// </summary>
    public Task<IncidentFile?> ReadAsync(string incidentId, CancellationToken cancellationToken = default) => ReadAsync(incidentId, null, cancellationToken);

    /// <summary>
    /// The incident as it stands, or null when there is none. Entries that this process has read before are not read again, so
    /// that a run costs the same however long its journal is.
    /// </summary>
    public Task<IncidentFile?> CurrentAsync(string incidentId, CancellationToken cancellationToken = default) =>
        ReadAsync(incidentId, _memory.Find(incidentId), cancellationToken);

    /// <summary>The head alone, or null when there is no such incident.</summary>
    public async Task<Incident?> HeadAsync(string incidentId, CancellationToken cancellationToken = default) =>
        await store.ReadAsync(IncidentRun.Partition(incidentId), HeadRow, cancellationToken) is { } row ? OpsJson.Read<Incident>(row.Body) : null;

    /// <summary>Reads everything about an incident that must be there.</summary>
    /// <exception cref="IncidentNotFoundException">There is no such incident.</exception>
    public async Task<IncidentFile> RequireAsync(string incidentId, CancellationToken cancellationToken = default) =>
        await CurrentAsync(incidentId, cancellationToken) ?? throw new IncidentNotFoundException(incidentId);

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

            if (file.Has(wanted.Key))
            {
                return new AppendResult(false, file, $"'{wanted.Key}' is written already.", RowKey.Escape(wanted.Key));
            }

            var (head, entry) = Next(file.Head, wanted);
            try
            {
                await CommitAsync(
                    head, [new(entry, wanted)], RowKey.Escape(wanted.Key), new RecordChange.Replace(HeadRow, OpsJson.Write(head), file.ETag), cancellationToken);
            }
            catch (RecordConflictException) when (round < MaxRounds)
            {
                await Task.Yield();
                continue;
            }

            var written = await WrittenAsync(new IncidentFile(head, file.ETag, [.. file.Entries, entry], wanted.Pin ?? file.Pinned), cancellationToken);
            return new AppendResult(true, written, string.Empty, RowKey.Escape(wanted.Key));
        }
    }

    /// <summary>Begins a draft on the incident as it stands: entries that are committed together later.</summary>
    /// <exception cref="IncidentNotFoundException">There is no such incident.</exception>
    public async Task<JournalDraft> DraftAsync(string incidentId, CancellationToken cancellationToken = default) =>
        new(this, await RequireAsync(incidentId, cancellationToken));

    /// <summary>Commits what was drafted on an incident as it was read.</summary>
    /// <param name="read">The incident as it was read.</param>
    /// <param name="drafted">The incident as it is to be.</param>
    /// <param name="entries">What is new in it.</param>
    /// <param name="announceKey">The key under which the outbox is announced.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The incident as it stands now, or null when someone else wrote since it was read: then nothing was written.</returns>
    internal async Task<IncidentFile?> TryCommitAsync(
        IncidentFile read, IncidentFile drafted, IReadOnlyList<DraftedEntry> entries, string announceKey, CancellationToken cancellationToken)
    {
        try
        {
            await CommitAsync(drafted.Head, entries, announceKey, new RecordChange.Replace(HeadRow, OpsJson.Write(drafted.Head), read.ETag), cancellationToken);
        }
        catch (RecordConflictException)
        {
            return null;
        }

        return await WrittenAsync(drafted, cancellationToken);
    }

    // What this process wrote it need not read again, but for the version that the store gave it.
    private async Task<IncidentFile> WrittenAsync(IncidentFile drafted, CancellationToken cancellationToken)
    {
        var row = await store.ReadAsync(IncidentRun.Partition(drafted.Head.Id), HeadRow, cancellationToken);
        if (row is null || OpsJson.Read<Incident>(row.Body).LastHash != drafted.Head.LastHash)
        {
            return await RequireAsync(drafted.Head.Id, cancellationToken);
        }

        // Whoever chose a playbook may have put its content there before.
        var chosen = drafted.Facts.OfType<Fact.PlaybookChosen>().LastOrDefault();
        var pinned = chosen is null || chosen.Hash == drafted.Pinned?.Hash ? drafted.Pinned : await PinnedAsync(IncidentRun.Partition(drafted.Head.Id), drafted.Entries, cancellationToken);
        var file = drafted with { ETag = row.ETag, Pinned = pinned };
        _memory.Keep(file);
        return file;
    }

    /// <summary>
    /// Appends entries whatever the incident's journal says, in order, as many as fit in one commit; a key that is written
    /// already is passed over. Costs the head and not the journal: what a storm adds to an incident must not read all of it again.
    /// </summary>
    /// <param name="incidentId">The incident.</param>
    /// <param name="wanted">The entries.</param>
    /// <param name="cancellationToken">Ends the call between commits.</param>
    /// <returns>How many were written, and the keys under which their outboxes were announced: drain the partition, then retire them.</returns>
    /// <exception cref="IncidentNotFoundException">There is no such incident.</exception>
    /// <exception cref="IncidentTransitionException">An entry moves the status where the table does not let it.</exception>
    /// <exception cref="RecordConflictException">It was beaten to it <see cref="MaxRounds"/> times.</exception>
    public async Task<AddResult> AddAsync(string incidentId, IReadOnlyList<NewEntry> wanted, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var partition = IncidentRun.Partition(incidentId);
        var (written, announced) = (0, new List<string>());
        var rest = wanted.DistinctBy(w => w.Key, StringComparer.Ordinal).ToList();
        for (var round = 1; rest.Count > 0;)
        {
            var row = await store.ReadAsync(partition, HeadRow, cancellationToken) ?? throw new IncidentNotFoundException(incidentId);
            var head = OpsJson.Read<Incident>(row.Body);
            var entries = new List<DraftedEntry>();
            var text = 0;
            foreach (var one in rest.Take(MaxTogether))
            {
                var (next, entry) = Next(head, one);
                var length = OpsJson.Write(entry).Length;
                if (entries.Count > 0 && text + length > MaxTextTogether)
                {
                    break;
                }

                (head, text) = (next, text + length);
                entries.Add(new(entry, one));
            }

            var key = entries.Count == 1 ? RowKey.Escape(entries[0].Wanted.Key) : $"b-{LengthPrefixedHash.Base32(20, entries.Select(e => e.Wanted.Key))}";
            announced.Add(key);
            try
            {
                await CommitAsync(head, entries, key, new RecordChange.Replace(HeadRow, OpsJson.Write(head), row.ETag), cancellationToken);
            }
            catch (RecordConflictException) when (round++ < MaxRounds)
            {
                // Someone else wrote, or these entries came before. Both are rare, so only now each is looked for.
                rest = await UnwrittenAsync(partition, rest, cancellationToken);
                continue;
            }

            written += entries.Count;
            rest.RemoveRange(0, entries.Count);
        }

        return new AddResult(written, announced);
    }

    private async Task<List<NewEntry>> UnwrittenAsync(string partition, List<NewEntry> wanted, CancellationToken cancellationToken)
    {
        var unwritten = new List<NewEntry>();
        foreach (var one in wanted)
        {
            if (await store.ReadAsync(partition, KeyRow(one.Key), cancellationToken) is null)
            {
                unwritten.Add(one);
            }
        }

        return unwritten;
    }

    private async Task<IncidentFile?> ReadAsync(string incidentId, IncidentFile? known, CancellationToken cancellationToken)
    {
        var partition = IncidentRun.Partition(incidentId);
        if (await store.ReadAsync(partition, HeadRow, cancellationToken) is not { } row)
        {
            return null;
        }

        // Head first, then the entries that it knows: entries are only ever added, so this is one consistent state.
        var head = OpsJson.Read<Incident>(row.Body);
        if (known is not null && known.ETag == row.ETag && known.Head.LastHash == head.LastHash)
        {
            return known;
        }

        var entries = new List<JournalEntry>(head.LastSequence);
        entries.AddRange(known is not null && known.Head.LastSequence <= head.LastSequence ? known.Entries : []);
        var before = entries.Count;
        await foreach (var record in store.RangeAsync(partition, EntryRow(before + 1), EntryRow(head.LastSequence + 1), cancellationToken))
        {
            entries.Add(OpsJson.Read<JournalEntry>(record.Body));
        }

        if (before > 0 && !Continues(entries, before, head))
        {
            // Not what was remembered: the store was put back to an older state, and went another way from there.
            return await ReadAsync(incidentId, null, cancellationToken);
        }

        var pinned = before > 0 && known!.Pinned is not null && !entries.Skip(before).Any(e => e.Fact is Fact.PlaybookChosen)
            ? known.Pinned
            : await PinnedAsync(partition, entries, cancellationToken);
        var file = new IncidentFile(head, row.ETag, entries, pinned);
        _memory.Keep(file);
        return file;
    }

    private static bool Continues(List<JournalEntry> entries, int before, Incident head) =>
        entries.Count == head.LastSequence
        && entries[^1].Hash == head.LastHash
        && (entries.Count == before || entries[before].PreviousHash == entries[before - 1].Hash);

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

    private static string KeyRow(string key) => $"key-{RowKey.Escape(key)}";

    private static string EntryRow(int sequence) => $"{EntryPrefix}{sequence:D6}";

    private static string PlaybookRow(string hash) => $"playbook-{hash}";

    private async Task<PinnedPlaybook?> PinnedAsync(string partition, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
    {
        var chosen = entries.Select(e => e.Fact).OfType<Fact.PlaybookChosen>().LastOrDefault();
        return chosen is not null && await store.ReadAsync(partition, PlaybookRow(chosen.Hash), cancellationToken) is { } row
            ? OpsJson.Read<PinnedPlaybook>(row.Body)
            : null;
    }

    internal (Incident Head, JournalEntry Entry) Next(Incident head, NewEntry wanted)
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

    private async Task CommitAsync(
        Incident head, IReadOnlyList<DraftedEntry> entries, string announce, RecordChange headChange, CancellationToken cancellationToken)
    {
        var partition = IncidentRun.Partition(head.Id);

        // One row per outbox key: what the caller names and what the entry implies may be the same work.
        var work = entries.SelectMany(e => RunWork.For(head, e.Entry).Concat(e.Wanted.Outbox ?? [])).DistinctBy(item => item.Key, StringComparer.Ordinal);
        RecordChange[] changes =
        [
            headChange,
            .. entries.SelectMany(e => new RecordChange[]
            {
                new RecordChange.Insert(EntryRow(e.Entry.Sequence), OpsJson.Write(e.Entry)),
                new RecordChange.Insert(KeyRow(e.Wanted.Key), OpsJson.Write(e.Entry.Sequence)),
            }),
            .. entries.Select(e => e.Wanted.Pin).OfType<PinnedPlaybook>().DistinctBy(p => p.Hash, StringComparer.Ordinal)
                .Select(p => new RecordChange.Upsert(PlaybookRow(p.Hash), OpsJson.Write(p))),
            .. work.Select(Outbox.Row),
        ];
        await store.CommitInOrderAsync([outbox.Announcement(partition, announce), new RecordBatch(partition, changes)], cancellationToken);
        foreach (var entry in entries)
        {
            IncidentMeasures.Take(head, entry.Entry);
        }
    }
}
