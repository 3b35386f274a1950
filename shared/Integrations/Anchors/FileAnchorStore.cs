using System.Globalization;
using OpsAutomation.Core.Audit;

namespace OpsAutomation.Integrations.Anchors;

/// <summary>
/// Anchors as files of a folder, one a day, made exclusively and readable alone. It keeps a slip away, not the owner of the machine:
/// whoever must be able to prove something copies the folder elsewhere, or uses Azure.
/// </summary>
public sealed class FileAnchorStore(string folder) : IAnchorStore
{
    private const string Form = "yyyy-MM-dd";
    private const string Extension = ".json";

    // The folder is one process's own, and a move does not see that another makes its target at the same moment.
    private static readonly SemaphoreSlim Turn = new(1, 1);

    /// <inheritdoc/>
    public async Task<bool> TryAddAsync(DateOnly day, string text, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(folder);
        var (target, draft) = (PathOf(day), Path.Combine(folder, $".{Path.GetRandomFileName()}"));
        await Turn.WaitAsync(cancellationToken);
        try
        {
            // Beside it first, then by its name: a file that is half written would be an anchor that does not hold for ever.
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead;
            }

            await using (var file = new FileStream(draft, options))
            {
                await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, target, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(target))
        {
            return false;
        }
        finally
        {
            Turn.Release();
            File.Delete(draft);
        }
    }

    /// <inheritdoc/>
    public async Task<string?> ReadAsync(DateOnly day, CancellationToken cancellationToken = default) =>
        File.Exists(PathOf(day)) ? await File.ReadAllTextAsync(PathOf(day), cancellationToken) : null;

    /// <inheritdoc/>
    public Task<IReadOnlyList<DateOnly>> DaysAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<DateOnly>>(Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*" + Extension).Select(DayOf).OfType<DateOnly>().Order()] : []);

    /// <summary>The day that a name says, or null where it says none.</summary>
    internal static DateOnly? DayOf(string name) =>
        DateOnly.TryParseExact(Path.GetFileNameWithoutExtension(name), Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>The name of a day.</summary>
    internal static string NameOf(DateOnly day) => day.ToString(Form, CultureInfo.InvariantCulture) + Extension;

    private string PathOf(DateOnly day) => Path.Combine(folder, NameOf(day));
}
