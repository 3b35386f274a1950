namespace OpsAutomation.Cli.Rehearsing;

/// <summary>The folders of a rehearsal: the catalogue that was built in, copies of it, and data.</summary>
internal static class RehearsalFolders
{
    // A file system in memory: a rehearsal is over long before a power cut would matter, and waits for no disk.
    private const string InMemory = "/dev/shm";
    private const long EnoughBytes = 1L << 30;

    /// <summary>The catalogue that was built in.</summary>
    public static string Catalog { get; } = Path.Combine(AppContext.BaseDirectory, "catalog");

    /// <summary>A data folder of its own.</summary>
    public static string Data()
    {
        const string prefix = "ops-rehearsal-";
        return OperatingSystem.IsLinux() && HasRoom()
            ? Directory.CreateDirectory(Path.Combine(InMemory, prefix + Path.GetRandomFileName()), OwnerOnly).FullName
            : Directory.CreateTempSubdirectory(prefix).FullName;
    }

    /// <summary>A catalogue with some texts replaced, in a folder of its own; the given one when there is nothing to replace.</summary>
    /// <exception cref="RehearsalException">A text is not there: the rehearsal would rehearse nothing.</exception>
    public static string CatalogWith(string catalog, string data, IReadOnlyList<(string File, string Find, string Replace)> edits)
    {
        if (edits.Count == 0)
        {
            return catalog;
        }

        var copy = Path.Combine(data, "catalog");
        foreach (var file in Directory.EnumerateFiles(catalog, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(catalog, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }

        foreach (var (name, find, replace) in edits)
        {
            var path = Path.Combine(copy, name);
            if (!File.Exists(path) || File.ReadAllText(path) is not { } text || !text.Contains(find, StringComparison.Ordinal))
            {
                throw new RehearsalException($"{name} of the catalogue does not hold '{find}'.");
            }

            File.WriteAllText(path, text.Replace(find, replace, StringComparison.Ordinal));
        }

        return copy;
    }

    /// <summary>
    /// Copies data as a kill at this moment would leave it. Without what belongs to the living process: the owner's lock,
    /// and the shared memory that SQLite builds anew.
    /// </summary>
    public static string Image(string data)
    {
        var image = Data();
        foreach (var file in Directory.EnumerateFiles(data))
        {
            if (!file.EndsWith(".owner", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal))
            {
                File.Copy(file, Path.Combine(image, Path.GetFileName(file)));
            }
        }

        return image;
    }

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static bool HasRoom()
    {
        try
        {
            return Directory.Exists(InMemory) && new DriveInfo(InMemory).AvailableFreeSpace > EnoughBytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
