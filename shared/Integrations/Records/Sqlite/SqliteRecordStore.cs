using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Integrations.Records.Sqlite;

/// <summary>
/// Records in one SQLite file: write-ahead log, synchronous FULL, one writer with group commit, readers beside it. For a
/// laptop, tests and rehearsals; beyond one machine records are in Table storage (DESIGN sections 3 and 5).
/// </summary>
public sealed class SqliteRecordStore : IRecordStore, IAsyncDisposable
{
    /// <summary>Rows that a range read takes at a time; nothing is locked between two pages.</summary>
    private const int PageSize = 256;

    // Readers that are kept: each holds pages of its own, and no more than a few can be at work at once.
    private static readonly int MaxReaders = 2 * Environment.ProcessorCount;

    private readonly RecordFile _file;
    private readonly PartitionNumbers _partitions = new();
    private readonly ConcurrentBag<RecordReader> _readers = [];
    private readonly RecordWriter _writer;
    private int _idle;
    private int _closed;

    private SqliteRecordStore(RecordFile file)
    {
        _file = file;
        _writer = new RecordWriter(file.OpenForWriting(), _partitions);
    }

    /// <summary>Opens a store, creating its file with permissions for the owner alone where it is missing.</summary>
    /// <param name="path">The file; its directory is created too.</param>
    /// <exception cref="InvalidDataException">The file is no record store, or a newer version of the program wrote it.</exception>
    public static SqliteRecordStore Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new RecordFile(path);
        file.Prepare();
        return new SqliteRecordStore(file);
    }

    /// <inheritdoc/>
    public Task<Record?> ReadAsync(string partition, string row, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(partition);
        ArgumentException.ThrowIfNullOrEmpty(row);
        cancellationToken.ThrowIfCancellationRequested();

        // A key read takes microseconds from the page cache: a thread switch would cost more than it saves.
        var record = WithReader(reader => reader.Read(partition, row));
        RecordMetrics.Read(partition, record is null ? 0 : 1, record?.Body.Length ?? 0);
        return Task.FromResult(record);
    }

    /// <inheritdoc/>
    /// <remarks>Read in pages: a row written meanwhile ahead of the reading position is seen, one behind it is not.</remarks>
    public async IAsyncEnumerable<Record> RangeAsync(
        string partition, string? from = null, string? to = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(partition);
        string? after = null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = WithReader(reader => reader.Page(partition, from, after, to, PageSize));
            RecordMetrics.Read(partition, page.Count, page.Sum(r => (long)r.Body.Length));
            foreach (var record in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return record;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            after = page[^1].Row;

            // A long range lets others have the thread between two pages.
            await Task.Yield();
        }
    }

    /// <inheritdoc/>
    /// <remarks>A cancellation counts until the writer takes the batch; after that the call ends with the batch's own outcome.</remarks>
    public Task CommitAsync(string partition, IReadOnlyList<RecordChange> changes, CancellationToken cancellationToken = default)
    {
        var bytes = BatchRules.Check(partition, changes);

        // A copy: the caller may change its list while the batch waits.
        return CommitAsync([new RecordBatch(partition, [.. changes])], bytes, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>All of them stand in one transaction, so they cost one fsync.</remarks>
    public Task CommitInOrderAsync(IReadOnlyList<RecordBatch> batches, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        var bytes = batches.Sum(b => BatchRules.Check(b.Partition, b.Changes));
        return batches.Count == 0 ? Task.CompletedTask : CommitAsync([.. batches.Select(b => b with { Changes = [.. b.Changes] })], bytes, cancellationToken);
    }

    private async Task CommitAsync(RecordBatch[] batches, int bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var batch = new PendingBatch(batches, bytes);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _closed) != 0, this);
        _writer.Enqueue(batch);
        foreach (var part in batches)
        {
            RecordMetrics.Written(part);
        }

        if (!cancellationToken.CanBeCanceled)
        {
            await batch.Done;
            return;
        }

        await using var registration = cancellationToken.UnsafeRegister(static (state, token) => ((PendingBatch)state!).Withdraw(token), batch);
        await batch.Done;
    }

    /// <summary>Writes what waits, folds the log into the file and closes it.</summary>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            while (_readers.TryTake(out var reader))
            {
                reader.Dispose();
            }

            _writer.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private T WithReader<T>(Func<RecordReader, T> read)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _closed) != 0, this);
        if (_readers.TryTake(out var reader))
        {
            Interlocked.Decrement(ref _idle);
        }
        else
        {
            reader = new RecordReader(_file.OpenForReading(), _partitions);
        }

        try
        {
            return read(reader);
        }
        finally
        {
            if (Interlocked.Increment(ref _idle) > MaxReaders)
            {
                Interlocked.Decrement(ref _idle);
                reader.Dispose();
            }
            else
            {
                _readers.Add(reader);
            }

            if (Volatile.Read(ref _closed) != 0 && _readers.TryTake(out var late))
            {
                late.Dispose();
            }
        }
    }
}
