using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace OpsAutomation.Integrations.Records.Sqlite;

/// <summary>
/// The one writer of a file, on its own thread. It takes every batch that waits, writes them in one transaction, and tells
/// the callers after COMMIT: one fsync for all. Each batch stands in a savepoint, so a conflict undoes that batch alone.
/// </summary>
internal sealed class RecordWriter : IDisposable
{
    private const int MaxBatchesPerCommit = 512;
    private const int MaxBytesPerCommit = 16 * 1024 * 1024;

    // With so many in the last commit, the next waits a moment for more: each commit writes the same few pages again and waits for the
    // disk, and while many are under way the processors have other work meanwhile. Time of the machine, like that of the disk.
    private const int Crowd = 8;
    private const int Enough = 32;
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(1);

    private readonly BlockingCollection<PendingBatch> _queue = [];
    private readonly BatchStatements _statements;
    private readonly Thread _thread;

    public RecordWriter(SqliteConnection connection, PartitionNumbers partitions)
    {
        _statements = new BatchStatements(connection, partitions);
        _thread = new Thread(Run) { IsBackground = true, Name = "record-writer" };
        _thread.Start();
    }

    /// <summary>Queues a batch.</summary>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    public void Enqueue(PendingBatch batch)
    {
        try
        {
            _queue.Add(batch);
        }
        catch (Exception e) when (e is InvalidOperationException or ObjectDisposedException)
        {
            throw new ObjectDisposedException("The record store is closed.", e);
        }
    }

    /// <summary>Writes what waits and stops.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _statements.Dispose();
        _queue.Dispose();
    }

    private void Run()
    {
        var group = new List<PendingBatch>();
        using var never = new SemaphoreSlim(0);
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            // The last group stands for how many come at once: after a crowd one commit may wait for nobody, and who comes alone after that does not.
            if (group.Count >= Crowd && _queue.Count < Enough)
            {
                never.Wait(Gathering);
            }

            group.Clear();
            var bytes = 0;
            for (var next = first; ;)
            {
                if (next.Take())
                {
                    group.Add(next);
                    bytes += next.Bytes;
                }

                if (group.Count >= MaxBatchesPerCommit || bytes >= MaxBytesPerCommit || !_queue.TryTake(out next!))
                {
                    break;
                }
            }

            if (group.Count > 0)
            {
                Commit(group);
            }
        }
    }

    private void Commit(List<PendingBatch> group)
    {
        Exception? failure = null;
        try
        {
            _statements.Begin(group.Sum(b => b.Count));
            foreach (var batch in group)
            {
                for (var part = 0; part < batch.Parts.Count && batch.Conflict is null; part++)
                {
                    batch.Conflict = _statements.Apply(batch.Parts[part].Partition, batch.Parts[part].Changes);
                }
            }

            _statements.Commit();
            RecordMetrics.Committed();
        }
        catch (Exception e)
        {
            // A full disk or an I/O error: nothing of the group stands, and every caller must know.
            failure = new IOException($"The record store could not write: {e.Message}", e);
            _statements.Abandon();
        }

        foreach (var batch in group)
        {
            batch.Finish(failure);
        }
    }
}
