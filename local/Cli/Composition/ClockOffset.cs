using System.Globalization;
using System.Text;

namespace OpsAutomation.Cli.Composition;

/// <summary>
/// How far the local clock is ahead of the real one, in a file: a system whose clock was pushed on must not find itself in
/// the past after a restart, with timers and links from its future.
/// </summary>
internal sealed class ClockOffset(string path)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private readonly Lock _gate = new();

    /// <summary>The offset; zero when none was kept.</summary>
    public TimeSpan Read() =>
        File.Exists(path) && TimeSpan.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, out var offset) ? offset : TimeSpan.Zero;

    /// <summary>Keeps the offset of a clock that shows <paramref name="now"/>.</summary>
    public void Keep(DateTimeOffset now)
    {
        lock (_gate)
        {
            using (var writer = new StreamWriter(path + ".new", Utf8, OwnersFile()))
            {
                writer.Write((now - TimeProvider.System.GetUtcNow()).ToString("c", CultureInfo.InvariantCulture));
            }

            File.Move(path + ".new", path, overwrite: true);
        }
    }

    private static FileStreamOptions OwnersFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
