namespace OpsAutomation.Testing.Rehearsals;

/// <summary>The folders of a rehearsal: the repository's catalogue, copies of it, and data.</summary>
internal static class RehearsalFolders
{
    /// <summary>The repository's catalogue.</summary>
    public static string Catalog { get; } = Path.Combine(Root(), "catalog");

    /// <summary>A data folder of its own.</summary>
    public static string Data() => Directory.CreateTempSubdirectory("ops-rehearsal-").FullName;

    /// <summary>The catalogue with some texts replaced, in a folder of its own; the repository's when there is nothing to replace.</summary>
    /// <exception cref="InvalidOperationException">A text is not there: the rehearsal would rehearse nothing.</exception>
    public static string CatalogWith(string data, IReadOnlyList<(string File, string Find, string Replace)> edits)
    {
        if (edits.Count == 0)
        {
            return Catalog;
        }

        var copy = Path.Combine(data, "catalog");
        foreach (var file in Directory.EnumerateFiles(Catalog, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(Catalog, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }

        foreach (var (name, find, replace) in edits)
        {
            var path = Path.Combine(copy, name);
            var text = File.ReadAllText(path);
            if (!text.Contains(find, StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"{name} does not hold '{find}'.");
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

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OpsAutomation.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
