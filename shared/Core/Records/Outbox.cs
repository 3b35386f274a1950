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

    /// <summary>
    /// Hands every stored item of a partition to <paramref name="handle"/>, in order, and deletes it after. Stops at the
    /// first failure and throws it: what is left stays for the sweeper.
    /// </summary>
    public async Task DrainAsync(string partition, Func<OutboxItem, CancellationToken, Task> handle, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handle);
        var pending = new List<Record>();
        await foreach (var record in store.PrefixAsync(partition, Prefix, cancellationToken))
        {
            pending.Add(record);
        }

        foreach (var record in pending)
        {
            await handle(OpsJson.Read<OutboxItem>(record.Body), cancellationToken);
            try
            {
                // Only the item that was handled: the same key may have been written again meanwhile, by newer work.
                await store.CommitAsync(partition, [new RecordChange.Delete(record.Row, record.ETag)], cancellationToken);
            }
            catch (RecordConflictException)
            {
                // Written again, or drained by someone else: whoever wrote it drains it.
            }
        }
    }

    /// <summary>Deletes the pointer of a commit whose items were drained.</summary>
    public Task RetireAsync(string partition, string key, CancellationToken cancellationToken = default) =>
        due.RetireAsync(partition, key, cancellationToken);
}
