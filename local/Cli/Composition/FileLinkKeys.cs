using System.Security.Cryptography;
using System.Text.Json;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Approvals.Links;

namespace OpsAutomation.Cli.Composition;

/// <summary>
/// The key ring of links in a file that its owner alone can read; made at first use. The newest key signs; older ones are
/// accepted until nothing that they signed can be alive. This process has the file alone, so a new key signs at once.
/// </summary>
internal sealed class FileLinkKeys : ILinkKeyRing
{
    private const int KeyBytes = 32;
    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly TimeProvider _clock;
    private List<KeptKey> _keys;

    private FileLinkKeys(string path, TimeProvider clock, List<KeptKey> keys) => (_path, _clock, _keys) = (path, clock, keys);

    /// <inheritdoc/>
    public LinkKey Current => All[0];

    /// <inheritdoc/>
    public IReadOnlyList<LinkKey> All => KeyOrder.Of(Volatile.Read(ref _keys), _clock.GetUtcNow(), TimeSpan.Zero);

    /// <inheritdoc/>
    public string Home => _path;

    /// <summary>Opens the ring, or makes it with one random key.</summary>
    /// <exception cref="InvalidDataException">The file is there and is no key ring.</exception>
    public static FileLinkKeys Open(string path, TimeProvider clock)
    {
        if (!File.Exists(path))
        {
            Write(path, [New(1, clock.GetUtcNow())]);
        }

        SecretFile.Close(path);
        var ring = Read(path);
        return ring.Count > 0
            ? new FileLinkKeys(path, clock, ring)
            : throw new InvalidDataException($"{path} is not a key ring. Restore it, or delete it: links that were sent then stop working.");
    }

    /// <inheritdoc/>
    public LinkKey? Find(string id) => All.FirstOrDefault(k => string.Equals(k.Id, id, StringComparison.Ordinal));

    /// <inheritdoc/>
    public KeyRotation Rotate(DateTimeOffset now)
    {
        lock (_lock)
        {
            var accepted = All.Select(k => k.Id).ToHashSet(StringComparer.Ordinal);
            var number = _keys.Max(k => int.TryParse(k.Id.AsSpan(1), out var n) ? n : 0) + 1;
            List<KeptKey> ring = [New(number, now), .. _keys.Where(k => accepted.Contains(k.Id))];
            Write(_path, ring);
            Volatile.Write(ref _keys, ring);
            return new(Current, $"{Current.Id} signs now. What was signed before is accepted until {now + LinkKey.AcceptedAfter:yyyy-MM-dd HH:mm} UTC.");
        }
    }

    private static KeptKey New(int number, DateTimeOffset now) => new($"k{number}", RandomNumberGenerator.GetBytes(KeyBytes), now);

    // Empty for whatever is no ring: an inner exception would quote the secret.
    private static List<KeptKey> Read(string path)
    {
        try
        {
            var stored = JsonSerializer.Deserialize<List<StoredKey?>>(File.ReadAllText(path), JsonSerializerOptions.Web) ?? [];

            // A ring of before has no times: its keys stand in order, the newest first.
            var written = new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero);
            List<KeptKey> ring = [.. stored.Select((k, i) => new KeptKey(k?.Id ?? string.Empty, Convert.FromBase64String(k?.Secret ?? string.Empty), k?.MadeAt ?? written.AddSeconds(-i)))];
            _ = ring.ConvertAll(k => new LinkKey(k.Id, k.Secret.Span));
            return ring;
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException)
        {
            return [];
        }
    }

    private static void Write(string path, List<KeptKey> ring) =>
        SecretFile.Write(path, ring.ConvertAll(k => new StoredKey(k.Id, Convert.ToBase64String(k.Secret.Span), k.MadeAt)));

    private sealed record StoredKey(string? Id, string? Secret, DateTimeOffset? MadeAt = null);
}
