namespace OpsAutomation.Testing.Systems.Local;

/// <summary>A copy of the built-in catalogue that a test may change.</summary>
public sealed class CatalogCopy : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ops-catalog-");

    /// <summary>Copies the catalogue.</summary>
    public CatalogCopy()
    {
        var from = Path.Combine(AppContext.BaseDirectory, "catalog");
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(Folder, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }

    /// <summary>Where it is.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Replaces a text in a file.</summary>
    /// <exception cref="ArgumentException">The text is not there: the test no longer changes what it means to.</exception>
    public CatalogCopy Replace(string file, string old, string @new)
    {
        var path = Path.Combine(Folder, file);
        var text = File.ReadAllText(path);
        if (!text.Contains(old, StringComparison.Ordinal))
        {
            throw new ArgumentException($"{file} does not contain '{old}'.", nameof(old));
        }

        File.WriteAllText(path, text.Replace(old, @new, StringComparison.Ordinal));
        return this;
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
