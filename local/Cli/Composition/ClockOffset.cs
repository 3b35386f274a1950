using System.Globalization;

namespace OpsAutomation.Cli.Composition;

/// <summary>
/// How far the local clock is ahead of the real one, in a file: a system whose clock was pushed on must not find itself in
/// the past after a restart, with timers and links from its future.
/// </summary>
internal sealed class ClockOffset(string path)
{
    private readonly Lock _gate = new();

    /// <summary>The offset; zero when none was kept.</summary>
    public TimeSpan Read() =>
        File.Exists(path) && TimeSpan.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, out var offset) ? offset : TimeSpan.Zero;

    /// <summary>Keeps the offset of a clock that shows <paramref name="now"/>.</summary>
    public void Keep(DateTimeOffset now)
    {
        lock (_gate)
        {
            File.WriteAllText(path + ".new", (now - TimeProvider.System.GetUtcNow()).ToString("c", CultureInfo.InvariantCulture));
            File.Move(path + ".new", path, overwrite: true);
        }
    }
}
