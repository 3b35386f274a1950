namespace OpsAutomation.Runtime.Hosting;

/// <summary>Files that their owner alone can read, from the first moment: a file that is closed to others later was open before.</summary>
internal static class OwnerFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Opens a file. One that is there already loses what others may do with it.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="mode">How to open it.</param>
    /// <param name="share">What others may do with it meanwhile.</param>
    /// <exception cref="IOException">It cannot be opened like that.</exception>
    internal static FileStream Open(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (OperatingSystem.IsWindows())
        {
            return new FileStream(path, options);
        }

        options.UnixCreateMode = OwnerOnly;
        var file = new FileStream(path, options);
        if (File.GetUnixFileMode(file.SafeFileHandle) != OwnerOnly)
        {
            File.SetUnixFileMode(file.SafeFileHandle, OwnerOnly);
        }

        return file;
    }

    /// <summary>Makes an SQLite file where it is missing. SQLite gives the files beside it the same permissions.</summary>
    internal static void Ensure(string path) => Open(path, FileMode.OpenOrCreate, FileShare.ReadWrite | FileShare.Delete).Dispose();
}
