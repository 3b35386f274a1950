using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Approvals.Links;

/// <summary>
/// What was taken back, one row each in the partition <c>links</c>. Every instance sees it with the next link that somebody
/// opens; what no living link can be held against any more is dropped when something else is taken back.
/// </summary>
public sealed class LinkRevocations(IRecordStore store, TimeProvider clock)
{
    private const string Partition = "links";

    /// <summary>Takes something back; a second time changes nothing but who and why.</summary>
    /// <param name="what">How much.</param>
    /// <param name="target">The link's mark, the incident's id or the key's id.</param>
    /// <param name="by">Who; required.</param>
    /// <param name="reason">Why; required.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<LinkRevocation> RevokeAsync(RevokedWhat what, string target, string by, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        var now = clock.GetUtcNow();

        // A key that leaked stays refused: nobody may put it back into the ring.
        var revocation = new LinkRevocation(what, target, by, reason, now, what == RevokedWhat.Key ? null : now + LinkKey.AcceptedAfter);
        var over = (await ListAsync(cancellationToken)).Where(r => r.Until < now && Row(r.What, r.Target) != Row(what, target)).Take(IRecordStore.MaxBatch - 1);
        await store.CommitAsync(
            Partition,
            [new RecordChange.Upsert(Row(what, target), OpsJson.Write(revocation)), .. over.Select(r => new RecordChange.Delete(Row(r.What, r.Target)))],
            cancellationToken);
        return revocation;
    }

    /// <summary>What holds for a link, or null.</summary>
    public async Task<LinkRevocation?> FindAsync(LinkMark mark, string incidentId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mark);
        foreach (var row in new[] { Row(RevokedWhat.Key, mark.KeyId), Row(RevokedWhat.Incident, incidentId), Row(RevokedWhat.Link, mark.Id) })
        {
            if (await store.ReadAsync(Partition, row, cancellationToken) is { } record
                && OpsJson.Read<LinkRevocation>(record.Body) is { } revocation
                && revocation.HoldsFor(mark, incidentId))
            {
                return revocation;
            }
        }

        return null;
    }

    /// <summary>Everything that was taken back and may still matter, newest first.</summary>
    public async Task<IReadOnlyList<LinkRevocation>> ListAsync(CancellationToken cancellationToken = default)
    {
        var all = new List<LinkRevocation>();
        await foreach (var record in store.RangeAsync(Partition, cancellationToken: cancellationToken))
        {
            all.Add(OpsJson.Read<LinkRevocation>(record.Body));
        }

        return [.. all.OrderByDescending(r => r.At)];
    }

    private static string Row(RevokedWhat what, string target) => $"{what}-{RowKey.Escape(target)}";
}
