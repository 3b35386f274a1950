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
    public Task DrainAsync(string partition, Func<OutboxItem, CancellationToken, Task> handle, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return DrainAsync(
            partition, (items, token) => handle(items[0], token), _ => null, _ => false, (_, _) => Task.FromResult<IReadOnlyList<RecordBatch>>([]), [], cancellationToken);
    }

    /// <summary>
    /// Hands the stored items of a partition to <paramref name="handle"/>, in order, neighbours of the same kin together; after
    /// them the rows of lists are written. What was handled is deleted in one commit at the end, which retires the pointers
    /// too. A failure is thrown after what was handled before it has been deleted: what is left stays for the sweeper.
    /// </summary>
    /// <param name="partition">The partition.</param>
    /// <param name="handle">Does the work of items that go together, all of it or none.</param>
    /// <param name="kin">Neighbours for which this is the same text go together; null for an item that goes alone.</param>
    /// <param name="isList">Items that only write rows of lists: they come after all others, since who finds an alert in a list must find its incident too.</param>
    /// <param name="rows">The rows of at most <see cref="IRecordStore.MaxBatch"/> such items.</param>
    /// <param name="keys">Pointers to the partition that are retired when all is done.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task DrainAsync(
        string partition,
        Func<IReadOnlyList<OutboxItem>, CancellationToken, Task> handle,
        Func<OutboxItem, string?> kin,
        Func<OutboxItem, bool> isList,
        Func<IReadOnlyList<OutboxItem>, CancellationToken, Task<IReadOnlyList<RecordBatch>>> rows,
        IReadOnlyList<string> keys,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handle);
        ArgumentNullException.ThrowIfNull(kin);
        ArgumentNullException.ThrowIfNull(isList);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(keys);
        var (ordered, lists) = (new List<Pending>(), new List<Pending>());
        await foreach (var record in store.PrefixAsync(partition, Prefix, cancellationToken))
        {
            var item = OpsJson.Read<OutboxItem>(record.Body);
            (isList(item) ? lists : ordered).Add(new Pending(record, item));
        }

        var handled = new List<Pending>();
        try
        {
            foreach (var group in Kin(ordered, kin))
            {
                await handle([.. group.Select(p => p.Item)], cancellationToken);
                handled.AddRange(group);
            }
        }
        catch when (handled.Count > 0)
        {
            // Not done again because of one that failed.
            await FinishAsync(partition, [], handled, [], cancellationToken);
            throw;
        }

        if (lists.Count == 0)
        {
            await FinishAsync(partition, [], handled, keys, cancellationToken);
            return;
        }

        for (var next = 0; next < lists.Count; next += IRecordStore.MaxBatch)
        {
            var chunk = lists.GetRange(next, Math.Min(IRecordStore.MaxBatch, lists.Count - next));
            handled.AddRange(chunk);
            var last = next + chunk.Count == lists.Count;
            await FinishAsync(partition, await rows([.. chunk.Select(p => p.Item)], cancellationToken), handled, last ? keys : [], cancellationToken);
            handled.Clear();
        }
    }

    private static IEnumerable<IReadOnlyList<Pending>> Kin(List<Pending> items, Func<OutboxItem, string?> kin)
    {
        for (var next = 0; next < items.Count;)
        {
            var (name, end) = (kin(items[next].Item), next + 1);
            while (name is not null && end < items.Count && end - next < IRecordStore.MaxBatch && kin(items[end].Item) == name)
            {
                end++;
            }

            yield return items[next..end];
            next = end;
        }
    }

    // List rows, then the items, then the pointers: in this order, and where the store can, in one go.
    private async Task FinishAsync(
        string partition, IReadOnlyList<RecordBatch> rows, IReadOnlyList<Pending> handled, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var chunks = handled.Chunk(IRecordStore.MaxBatch).ToArray();
        RecordBatch[] batches =
        [
            .. rows,
            .. chunks.Select(c => new RecordBatch(partition, Deletes(c))),
            .. keys.Chunk(IRecordStore.MaxBatch).Select(k => DuePointers.Retirement(partition, k)),
        ];
        try
        {
            if (batches.Length > 0)
            {
                await store.CommitInOrderAsync(batches, cancellationToken);
            }
        }
        catch (RecordConflictException)
        {
            // One was written again meanwhile. The rows stand; the rest one by one.
            foreach (var chunk in chunks)
            {
                await DeleteAsync(partition, chunk, cancellationToken);
            }

            await RetireAllAsync(partition, keys, cancellationToken);
        }
    }

    private static RecordChange[] Deletes(IEnumerable<Pending> handled) =>
        [.. handled.Select(h => new RecordChange.Delete(h.Record.Row, h.Record.ETag))];

    // Only the items that were handled: the same key may have been written again meanwhile, by newer work.
    private async Task DeleteAsync(string partition, IReadOnlyList<Pending> handled, CancellationToken cancellationToken)
    {
        try
        {
            await store.CommitAsync(partition, Deletes(handled), cancellationToken);
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

    private sealed record Pending(Record Record, OutboxItem Item);
}
