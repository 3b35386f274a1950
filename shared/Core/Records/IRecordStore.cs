namespace OpsAutomation.Core.Records;

/// <summary>
/// Partitions of rows with ETags, atomic batches inside one partition, key reads and range reads; nothing else,
/// so that Table storage and SQLite pass the same exam (DESIGN section 5).
/// </summary>
public interface IRecordStore
{
    /// <summary>The most changes that one batch may hold (Table storage's limit).</summary>
    const int MaxBatch = 100;

    /// <summary>Reads one row, or null when there is none.</summary>
    Task<Record?> ReadAsync(string partition, string row, CancellationToken cancellationToken = default);

    /// <summary>Reads rows in ordinal order of their keys, from <paramref name="from"/> (inclusive) up to <paramref name="to"/> (exclusive).</summary>
    /// <param name="partition">The partition to read.</param>
    /// <param name="from">The first key, or null for the start of the partition.</param>
    /// <param name="to">The key to stop before, or null for the end of the partition.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    IAsyncEnumerable<Record> RangeAsync(string partition, string? from = null, string? to = null, CancellationToken cancellationToken = default);

    /// <summary>Commits all changes or none. When the call returns, they are on disk.</summary>
    /// <exception cref="RecordConflictException">A row existed that must not, was absent that must be, or had changed.</exception>
    /// <exception cref="ArgumentException">The batch is empty, holds more than <see cref="MaxBatch"/> changes, or names a row twice.</exception>
    Task CommitAsync(string partition, IReadOnlyList<RecordChange> changes, CancellationToken cancellationToken = default);

    /// <summary>
    /// Commits several batches, in as many partitions, one after the other: a later one never stands where an earlier one does
    /// not. A store that can do so does it in one go. After a failure those before it may stand.
    /// </summary>
    /// <exception cref="RecordConflictException">A batch found a row otherwise than it must be; it and those after it do not stand.</exception>
    /// <exception cref="ArgumentException">One of the batches breaks a rule of <see cref="CommitAsync"/>.</exception>
    async Task CommitInOrderAsync(IReadOnlyList<RecordBatch> batches, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        foreach (var batch in batches)
        {
            await CommitAsync(batch.Partition, batch.Changes, cancellationToken);
        }
    }
}
