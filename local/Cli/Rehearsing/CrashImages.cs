using OpsAutomation.Core.Records;

namespace OpsAutomation.Cli.Rehearsing;

/// <summary>The data of a running system as a kill would have left it at one moment.</summary>
/// <param name="Moment">Which moment it was, in words.</param>
/// <param name="At">The time that the clock showed.</param>
/// <param name="Folder">The image.</param>
internal sealed record CrashImage(string Moment, DateTimeOffset At, string Folder);

/// <summary>
/// Keeps an image after every commit of records and after every answer of Azure: between the two lie all the gaps into
/// which a crash can fall. Nothing else writes at those moments, since time stands while work runs.
/// </summary>
internal sealed class CrashImages(string data, Func<DateTimeOffset> now)
{
    private readonly Lock _lock = new();
    private readonly List<CrashImage> _all = [];

    /// <summary>The images in order.</summary>
    public IReadOnlyList<CrashImage> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _all];
            }
        }
    }

    /// <summary>Keeps one.</summary>
    public void Keep(string moment)
    {
        lock (_lock)
        {
            _all.Add(new CrashImage($"{_all.Count}: {moment}", now(), RehearsalFolders.Image(data)));
        }
    }
}

/// <summary>A record store that says when something of an incident was committed.</summary>
internal sealed class WatchedRecordStore(IRecordStore inner, Action<string> committed) : IRecordStore
{
    /// <inheritdoc/>
    public Task<Record?> ReadAsync(string partition, string row, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(partition, row, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Record> RangeAsync(
        string partition, string? from = null, string? to = null, CancellationToken cancellationToken = default) =>
        inner.RangeAsync(partition, from, to, cancellationToken);

    /// <inheritdoc/>
    public async Task CommitAsync(string partition, IReadOnlyList<RecordChange> changes, CancellationToken cancellationToken = default)
    {
        await inner.CommitAsync(partition, changes, cancellationToken);
        committed(partition);
    }
}
