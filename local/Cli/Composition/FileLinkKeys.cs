using System.Security.Cryptography;
using System.Text.Json;
using OpsAutomation.Core.Approvals;

namespace OpsAutomation.Cli.Composition;

/// <summary>
/// The key ring of links in a file that its owner alone can read; made at first use. The first key signs, every key is
/// accepted: to rotate, put a new one in front, and drop the old one when its links have expired.
/// </summary>
internal sealed class FileLinkKeys : ILinkKeys
{
    private const int KeyBytes = 32;
    private readonly List<LinkKey> _keys;

    private FileLinkKeys(List<LinkKey> keys) => _keys = keys;

    /// <inheritdoc/>
    public LinkKey Current => _keys[0];

    /// <summary>Opens the ring, or makes it with one random key.</summary>
    /// <exception cref="InvalidDataException">The file is there and is no key ring.</exception>
    public static FileLinkKeys Open(string path)
    {
        if (!File.Exists(path))
        {
            Create(path);
        }
        else if (!OperatingSystem.IsWindows())
        {
            // A copy that was restored may be readable by others.
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var ring = Read(path);
        return ring.Count > 0
            ? new FileLinkKeys(ring)
            : throw new InvalidDataException($"{path} is not a key ring. Restore it, or delete it: links that were sent then stop working.");
    }

    /// <inheritdoc/>
    public LinkKey? Find(string id) => _keys.Find(k => string.Equals(k.Id, id, StringComparison.Ordinal));

    // Empty for whatever is no ring: an inner exception would quote the secret.
    private static List<LinkKey> Read(string path)
    {
        try
        {
            var stored = JsonSerializer.Deserialize<List<StoredKey?>>(File.ReadAllText(path), JsonSerializerOptions.Web) ?? [];
            return stored.ConvertAll(k => new LinkKey(k?.Id ?? string.Empty, Convert.FromBase64String(k?.Secret ?? string.Empty)));
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException)
        {
            return [];
        }
    }

    private static void Create(string path)
    {
        List<StoredKey> ring = [new("k1", Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)))];
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Written whole under another name first: a crash in between leaves no half ring.
        var partial = path + ".new";
        File.Delete(partial);
        using (var file = new FileStream(partial, options))
        {
            JsonSerializer.Serialize(file, ring, JsonSerializerOptions.Web);
            file.Flush(flushToDisk: true);
        }

        File.Move(partial, path);
    }

    private sealed record StoredKey(string? Id, string? Secret);
}
