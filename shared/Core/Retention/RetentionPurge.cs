using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Retention;

/// <summary>What one run of the purge did.</summary>
/// <param name="Deleted">Number of rows that it deleted.</param>
/// <param name="Complete">Whether nothing is left that may go; otherwise the next run goes on.</param>
public sealed record PurgeResult(int Deleted, bool Complete);

/// <summary>
/// Deletes what has been kept long enough, oldest first, a bounded number of rows a run. Bookmarks stand in the partition
/// <c>retention</c>, one row for each rule: a system that was off for weeks catches up, and one that stops in the middle goes on.
/// </summary>
public sealed class RetentionPurge(IRecordStore store, TimeProvider clock)
{
    /// <summary>The most batches of <see cref="IRecordStore.MaxBatch"/> rows that a run deletes for one rule.</summary>
    public const int MaxBatches = 200;

    private const string Bookmarks = "retention";

    // So many empty partitions are looked into by a run: each is a request.
    private const int MaxTimes = 200;

    /// <summary>Purges once by every rule.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="cancellationToken">Ends the run between batches.</param>
    /// <param name="maxBatches">The most batches for one rule.</param>
    public async Task<PurgeResult> RunAsync(IEnumerable<RetentionRule> rules, CancellationToken cancellationToken = default, int maxBatches = MaxBatches)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var all = new PurgeResult(0, true);
        foreach (var rule in rules)
        {
            var one = await RunAsync(rule, maxBatches, cancellationToken);
            all = new PurgeResult(all.Deleted + one.Deleted, all.Complete && one.Complete);
        }

        return all;
    }

    private async Task<PurgeResult> RunAsync(RetentionRule rule, int maxBatches, CancellationToken cancellationToken)
    {
        var before = await store.ReadAsync(Bookmarks, rule.Name, cancellationToken) is { } record ? OpsJson.Read<RetentionBookmark>(record.Body).Next : (DateTimeOffset?)null;
        var (deleted, batches, times, complete) = (0, 0, 0, true);
        var next = before;
        foreach (var time in rule.Due(before, clock.GetUtcNow()))
        {
            if (times++ == MaxTimes)
            {
                complete = false;
                break;
            }

            foreach (var partition in rule.PartitionsOf(time))
            {
                var (rows, used, empty) = await EmptyAsync(partition, maxBatches - batches, cancellationToken);
                deleted += rows;
                batches += used;
                complete &= empty;
            }

            if (!complete)
            {
                break;
            }

            next = time + rule.Grain;
        }

        if (next is { } mark && mark != before)
        {
            await store.CommitAsync(Bookmarks, [new RecordChange.Upsert(rule.Name, OpsJson.Write(new RetentionBookmark(mark)))], cancellationToken);
        }

        return new PurgeResult(deleted, complete);
    }

    private async Task<(int Rows, int Batches, bool Empty)> EmptyAsync(string partition, int maxBatches, CancellationToken cancellationToken)
    {
        var (rows, batches) = (0, 0);
        while (true)
        {
            var batch = new List<RecordChange>();
            await foreach (var record in store.RangeAsync(partition, cancellationToken: cancellationToken))
            {
                batch.Add(new RecordChange.Delete(record.Row));
                if (batch.Count == IRecordStore.MaxBatch)
                {
                    break;
                }
            }

            if (batch.Count == 0)
            {
                return (rows, batches, true);
            }

            if (batches == maxBatches)
            {
                return (rows, batches, false);
            }

            await store.CommitAsync(partition, batch, cancellationToken);
            rows += batch.Count;
            batches++;
        }
    }
}

/// <summary>How far a rule has purged.</summary>
/// <param name="Next">The first time that has not been purged.</param>
internal sealed record RetentionBookmark(DateTimeOffset Next);
