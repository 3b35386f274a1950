using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Retention;

/// <summary>
/// Deletes journals of incidents that were closed long ago and that an anchor has seen to their end. What was purged, with its head
/// and count, and why, is written before anything goes: the chain stays provable (docs/audit.md).
/// </summary>
public sealed class IncidentRetention(IRecordStore store, IAnchorStore anchors, ChangeLedger changes, TimeProvider clock)
{
    /// <summary>How long an incident is kept after it was closed.</summary>
    public static readonly TimeSpan Kept = PurgedChain.Kept;

    /// <summary>The most incidents of one run.</summary>
    public const int MaxIncidents = 100;

    // Their list, newest first (IncidentIndex).
    private const string RecentList = "ix-recent";

    private readonly ChainReader _chains = new(store);

    /// <summary>Purges once; doing it twice is doing it once.</summary>
    /// <returns>The number of rows that went.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken = default)
    {
        var before = clock.GetUtcNow() - Kept;
        var due = new List<(string Row, Incident Head)>();
        await foreach (var record in store.RangeAsync(RecentList, $"{DateTimeOffset.MaxValue.UtcTicks - before.UtcTicks:D19}", cancellationToken: cancellationToken))
        {
            var head = OpsJson.Read<Incident>(record.Body);
            if (head.Status == IncidentStatus.Closed && head.ClosedAt is { } closed && closed <= before)
            {
                due.Add((record.Row, head));
            }

            if (due.Count == MaxIncidents)
            {
                break;
            }
        }

        if (due.Count == 0)
        {
            return 0;
        }

        var seen = await SeenAsync(cancellationToken);
        var rows = 0;
        foreach (var (row, head) in due)
        {
            rows += await PurgeAsync(row, head, seen, cancellationToken);
        }

        return rows;
    }

    private async Task<int> PurgeAsync(string listRow, Incident listed, HashSet<ChainHead> seen, CancellationToken cancellationToken)
    {
        if (await _chains.HeadAsync(listed.Id, cancellationToken) is { } head)
        {
            // Not without a witness, and not what does not hold: a broken chain is evidence.
            var stored = await _chains.ReadAsync(listed.Id, cancellationToken);
            var begun = stored.Broken is not null && await BegunAsync(listed.Id, cancellationToken);
            if (!seen.Contains(head) || (stored.Broken is not null && !begun))
            {
                return 0;
            }

            if (!begun)
            {
                await changes.WriteAsync(
                    Actors.System, ChangeKinds.Purged, listed.Id, head, null, $"Closed on {listed.ClosedAt:yyyy-MM-dd}, and kept for {Kept.TotalDays:0} days.", cancellationToken);
            }
        }

        var rows = await EmptyAsync(IncidentRun.Partition(listed.Id), cancellationToken);
        await store.CommitAsync(RecentList, [new RecordChange.Delete(listRow)], cancellationToken);
        return rows + 1;
    }

    // Its head goes last: until then a run that was cut short finds it again.
    private async Task<int> EmptyAsync(string partition, CancellationToken cancellationToken)
    {
        var rows = new List<RecordChange>();
        RecordChange? head = null;
        await foreach (var record in store.RangeAsync(partition, cancellationToken: cancellationToken))
        {
            if (record.Row == ChainReader.HeadRow)
            {
                head = new RecordChange.Delete(record.Row);
            }
            else
            {
                rows.Add(new RecordChange.Delete(record.Row));
            }
        }

        foreach (var batch in rows.Append(head).OfType<RecordChange>().Chunk(IRecordStore.MaxBatch))
        {
            await store.CommitAsync(partition, batch, cancellationToken);
        }

        return rows.Count + (head is null ? 0 : 1);
    }

    private async Task<bool> BegunAsync(string id, CancellationToken cancellationToken)
    {
        await foreach (var entry in changes.ReadAsync(cancellationToken))
        {
            if (entry.Kind == ChangeKinds.Purged && entry.Subject == id)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<HashSet<ChainHead>> SeenAsync(CancellationToken cancellationToken)
    {
        var seen = new HashSet<ChainHead>();
        foreach (var day in await anchors.DaysAsync(cancellationToken))
        {
            if (await anchors.ReadAsync(day, cancellationToken) is { } text && Anchor.Read(text).Anchor is { } anchor)
            {
                seen.UnionWith(anchor.Heads);
            }
        }

        return seen;
    }
}
