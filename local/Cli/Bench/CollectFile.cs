namespace OpsAutomation.Cli.Bench;

/// <summary>
/// Collects garbage, and gives free memory back to the system, when a file appears; deletes the file when that is done. A benchmark
/// of memory asks for it, so that what it reads is what the process holds and not what it has not cleaned up yet.
/// </summary>
internal sealed class CollectFile : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);
    private readonly ITimer _timer;

    /// <summary>Begins to look for the file.</summary>
    /// <param name="path">The file.</param>
    public CollectFile(string path) => _timer = TimeProvider.System.CreateTimer(
        _ =>
        {
            if (File.Exists(path))
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                File.Delete(path);
            }
        },
        null,
        Every,
        Every);

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();
}
