using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace OpsAutomation.Runtime.Durable.Store;

/// <summary>A place beside a commit where a test can stop the engine, as a crash would.</summary>
internal enum CommitPoint
{
    /// <summary>Everything is written, nothing is durable.</summary>
    Before = 0,

    /// <summary>Everything is durable, nobody has been told.</summary>
    After = 1,
}

/// <summary>The store was closed, or abandoned by a simulated crash: whether the write became durable is not known.</summary>
internal sealed class StoreClosedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// The only thread that writes. Whatever waits in its queue goes into one transaction and one flush (group commit);
/// each caller's task completes after that flush, never before.
/// </summary>
internal sealed class StoreWriter : IDisposable
{
    // One group: enough that a flush is shared by all who wait, small enough that the first of them does not wait long.
    private const int MaxGroup = 256;

    private readonly BlockingCollection<IWrite> _queue = [];
    private readonly SqlSession _session;
    private readonly Thread _thread;
    private readonly Action<CommitPoint>? _commitHook;
    private volatile Exception? _dead;

    internal StoreWriter(SqlSession session, Action<CommitPoint>? commitHook)
    {
        _session = session;
        _commitHook = commitHook;
        _thread = new Thread(Loop) { IsBackground = true, Name = "durable-store-writer" };
        _thread.Start();
    }

    private interface IWrite
    {
        void Do(SqlSession session);

        void Succeed();

        void Fail(Exception exception);
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _session.Dispose();
        _queue.Dispose();
    }

    /// <summary>Does work in a transaction and completes when it is durable. A failing work item does not disturb the others of its group.</summary>
    internal Task<T> WriteAsync<T>(Func<SqlSession, T> work)
    {
        var write = new Write<T>(work);
        try
        {
            if (_dead is { } reason)
            {
                write.Fail(new StoreClosedException("The durable store is closed.", reason));
            }
            else
            {
                _queue.Add(write);
            }
        }
        catch (InvalidOperationException)
        {
            write.Fail(new StoreClosedException("The durable store is closed."));
        }

        return write.Task;
    }

    private void Loop()
    {
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            var group = new List<IWrite> { first };
            while (group.Count < MaxGroup && _queue.TryTake(out var next))
            {
                group.Add(next);
            }

            if (_dead is { } reason)
            {
                group.ForEach(w => w.Fail(new StoreClosedException("The durable store is closed.", reason)));
                continue;
            }

            Commit(group);
        }
    }

    private void Commit(List<IWrite> group)
    {
        var written = new List<IWrite>(group.Count);
        var failed = new List<(IWrite Write, Exception Error)>();
        try
        {
            _session.Run("BEGIN IMMEDIATE");

            // One alone has no others to be kept from: what it met undoes all there is.
            var alone = group.Count == 1;
            foreach (var write in group)
            {
                if (!alone)
                {
                    _session.Run("SAVEPOINT one");
                }

                try
                {
                    write.Do(_session);
                    if (!alone)
                    {
                        _session.Run("RELEASE one");
                    }

                    written.Add(write);
                }
                catch (Exception e) when (!alone && IsOfOneWrite(e))
                {
                    _session.Script("ROLLBACK TO one; RELEASE one");
                    failed.Add((write, e));
                }
            }

            _commitHook?.Invoke(CommitPoint.Before);
            _session.Run("COMMIT");
            StoreMetrics.Commits.Add(1);
            StoreMetrics.Writes.Add(group.Count);
        }
        catch (Exception e)
        {
            Undo();
            var closed = e is StoreClosedException;
            if (closed)
            {
                _dead = e;
            }

            group.ForEach(w => w.Fail(e));
            return;
        }

        try
        {
            _commitHook?.Invoke(CommitPoint.After);
        }
        catch (StoreClosedException e)
        {
            _dead = e;
            group.ForEach(w => w.Fail(e));
            return;
        }

        failed.ForEach(f => f.Write.Fail(f.Error));
        written.ForEach(w => w.Succeed());
    }

    /// <summary>A full disk or a failing device concerns the whole group; anything else only the write that met it.</summary>
    private static bool IsOfOneWrite(Exception exception) =>
        exception is not StoreClosedException && (exception is not SqliteException sqlite || sqlite.SqliteErrorCode == SqliteConstraint);

    private const int SqliteConstraint = 19;

    private void Undo()
    {
        try
        {
            _session.Script("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has already rolled back by itself, as it does after a failure of the device.
        }
    }

    private sealed class Write<T>(Func<SqlSession, T> work) : IWrite
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        internal Task<T> Task => _done.Task;

        public void Do(SqlSession session) => _result = work(session);

        public void Succeed() => _done.TrySetResult(_result!);

        public void Fail(Exception exception) => _done.TrySetException(exception);
    }
}
