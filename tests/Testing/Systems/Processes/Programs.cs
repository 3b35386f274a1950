namespace OpsAutomation.Testing.Systems.Processes;

/// <summary>Programs of this machine.</summary>
public static class Programs
{
    /// <summary>Where a program lies, on the PATH or where Debian puts it; null when it is not installed.</summary>
    /// <param name="names">Its names, the best first.</param>
    public static string? Find(params ReadOnlySpan<string> names)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Append("/usr/bin").ToArray();
        var ending = OperatingSystem.IsWindows() ? ".exe" : string.Empty;
        foreach (var name in names)
        {
            if (Array.Find(folders, folder => File.Exists(Path.Combine(folder, name + ending))) is { } folder)
            {
                return Path.Combine(folder, name + ending);
            }
        }

        return null;
    }
}
