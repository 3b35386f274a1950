using System.Text.Json;

namespace OpsAutomation.Cli.Composition;

/// <summary>Files with secrets: JSON that its owner alone can read, from the first byte.</summary>
internal static class SecretFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a file in one go: a crash in between leaves the one that was there.</summary>
    public static void Write<T>(string path, T value)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        var partial = path + ".new";
        File.Delete(partial);
        using (var file = new FileStream(partial, options))
        {
            JsonSerializer.Serialize(file, value, JsonSerializerOptions.Web);
            file.Flush(flushToDisk: true);
        }

        File.Move(partial, path, overwrite: true);
    }

    /// <summary>Takes from others what they may do with a file: a copy that was restored may be readable by them.</summary>
    public static void Close(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }
    }
}
