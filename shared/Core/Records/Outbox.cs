namespace OpsAutomation.Core.Records;

/// <summary>
/// Work that follows a commit, stored by that commit as rows <c>out-…</c> of the same partition. Drained right after it,
/// and by the sweeper when the process died in between. Doing the work must be idempotent: it is done at least once.
/// </summary>
public sealed class Outbox(IRecordStore store, DuePointers due)
{
    private const string Prefix = "out-";

    /// <summary>The row that a batch inserts for an item. The same work has the same key and stands once.</summary>
    public static RecordChange Row(OutboxItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new RecordChange.Upsert(Prefix + item.Key, OpsJson.Write(item));
    }

    /// <summary>Points the sweeper at the partition; call before the commit, with a key of this commit.</summary>
    public Task AnnounceAsync(string partition, string key, CancellationToken cancellationToken = default) =>
        due.AnnounceAsync("outbox", partition, key, cancellationToken);

    /// <summary>The batch that does so; for a commit in order, before the batch that writes the items.</summary>
    public RecordBatch Announcement(string partition, string key) => due.Announcement("outbox", partition, key);

    /// <summary>
    /// Hands every stored item of a partition to <paramref name="handle"/>, in order, and deletes what was handled. Stops at
    /// the first failure and throws it: what is left stays for the sweeper.
    /// </summary>
    /// <param name="partition">The partition.</param>
    /// <param name="handle">Does the work of one item.</param>
    /// <param name="independent">Items of which nothing before or after depends: neighbours of that kind are handled side by side. Null for none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task DrainAsync(
        string partition, Func<OutboxItem, CancellationToken, Task> handle, Func<OutboxItem, bool>? independent = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handle);
        var pending = new List<(Record Record, OutboxItem Item)>();
        await foreach (var record in store.PrefixAsync(partition, Prefix, cancellationToken))
        {
            pending.Add((record, OpsJson.Read<OutboxItem>(record.Body)));
        }

        for (var next = 0; next < pending.Count;)
        {
            var end = next + 1;
            while (independent is not null && independent(pending[next].Item) && end < pending.Count && end - next < IRecordStore.MaxBatch && independent(pending[end].Item))
            {
                end++;
            }

            var group = pending[next..end];
            await Task.WhenAll(group.Select(p => handle(p.Item, cancellationToken)));
            await DeleteAsync(partition, group, cancellationToken);
            next = end;
        }
    }

    // Only the items that were handled: the same key may have been written again meanwhile, by newer work.
    private async Task DeleteAsync(string partition, List<(Record Record, OutboxItem Item)> handled, CancellationToken cancellationToken)
    {
        try
        {
            await store.CommitAsync(partition, [.. handled.Select(h => new RecordChange.Delete(h.Record.Row, h.Record.ETag))], cancellationToken);
        }
        catch (RecordConflictException) when (handled.Count > 1)
        {
            foreach (var one in handled)
            {
                await DeleteAsync(partition, [one], cancellationToken);
            }
        }
        catch (RecordConflictException)
        {
            // Written again, or drained by someone else: whoever wrote it drains it.
        }
    }

    /// <summary>Deletes the pointers of several commits whose items were drained.</summary>
    public Task RetireAllAsync(string partition, IEnumerable<string> keys, CancellationToken cancellationToken = default) =>
        due.RetireAsync(keys.Select(key => (partition, key)), cancellationToken);

    /// <summary>Deletes the pointer of a commit whose items were drained.</summary>
    public Task RetireAsync(string partition, string key, CancellationToken cancellationToken = default) =>
        due.RetireAsync(partition, key, cancellationToken);
}
