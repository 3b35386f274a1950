using OpsAutomation.Cli.Verbs;

namespace OpsAutomation.Cli.Composition;

/// <summary>The folder of the local state. Every file in it is its owner's alone; the folder too, when it is made here.</summary>
internal static class DataDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>
    /// Makes the folder when it is absent. One that is there keeps its permissions, since it may be anybody's, the home folder
    /// or <c>/tmp</c>; but where others may write they could put a key file of their own in place of ours.
    /// </summary>
    /// <exception cref="CliException">Others may write in it, or its path is a file's.</exception>
    public static void Ensure(string path)
    {
        if (File.Exists(path))
        {
            throw new CliException($"{path} is a file; --data names a folder.", ExitCodes.Usage);
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
        else if ((File.GetUnixFileMode(path) & OthersWrite) != UnixFileMode.None)
        {
            throw new CliException($"Others may write in {path}, where the keys are kept. Choose another folder with --data, or take that from them: chmod go-w.", ExitCodes.Usage);
        }
    }
}
