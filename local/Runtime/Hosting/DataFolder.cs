namespace OpsAutomation.Runtime.Hosting;

/// <summary>The folder that holds keys and state.</summary>
internal static class DataFolder
{
    /// <summary>Makes the folder when it is absent: for its owner only.</summary>
    internal static void Ensure(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
