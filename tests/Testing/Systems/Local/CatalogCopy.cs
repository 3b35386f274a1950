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

    /// <summary>Takes a section at the top of a YAML file out: its key, and all lines below it that are indented or lists.</summary>
    /// <exception cref="ArgumentException">There is no such section: the test no longer changes what it means to.</exception>
    public CatalogCopy Without(string file, string section)
    {
        var path = Path.Combine(Folder, file);
        var lines = File.ReadAllLines(path);
        var first = Array.FindIndex(lines, l => l.StartsWith($"{section}:", StringComparison.Ordinal));
        if (first < 0)
        {
            throw new ArgumentException($"{file} has no section '{section}'.", nameof(section));
        }

        var next = Array.FindIndex(lines, first + 1, l => l.Length > 0 && l[0] is not (' ' or '#' or '-'));
        File.WriteAllLines(path, [.. lines[..first], .. next < 0 ? [] : lines[next..]]);
        return this;
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
