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
        var all = new PurgeResult(await new AlertRetention(store).AgainAsync(cancellationToken), true);
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
                var (rows, used, empty) = await EmptyAsync(rule, partition, maxBatches - batches, cancellationToken);
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

    private async Task<(int Rows, int Batches, bool Empty)> EmptyAsync(RetentionRule rule, string partition, int maxBatches, CancellationToken cancellationToken)
    {
        var (rows, batches) = (0, 0);
        while (true)
        {
            var batch = new List<Record>();
            await foreach (var record in store.RangeAsync(partition, cancellationToken: cancellationToken))
            {
                batch.Add(record);
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

            batches++;
            await (rule.GoesWith?.Invoke(store, batch, cancellationToken) ?? Task.CompletedTask);
            try
            {
                await store.CommitAsync(partition, [.. batch.Select(r => new RecordChange.Delete(r.Row, r.ETag))], cancellationToken);
                rows += batch.Count;
            }
            catch (RecordConflictException)
            {
                // One was written again meanwhile; the next look sees it as it is now.
            }
        }
    }
}

/// <summary>How far a rule has purged.</summary>
/// <param name="Next">The first time that has not been purged.</param>
internal sealed record RetentionBookmark(DateTimeOffset Next);
