using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace OpsAutomation.Core.Alerts.Intake;

/// <summary>
/// Bodies that this process has put on disk lately, byte for byte, with the ids that their alerts got: a sender that repeats
/// itself is answered without reading the body again. It only spares work; what it does not know goes the whole way.
/// </summary>
internal sealed class RecentBodies
{
    // Two generations: when the young one is full the old one is dropped, so that at least this many are remembered.
    private const int Generation = 4_096;

    // A body of very many alerts is not worth its place.
    private const int MaxAlerts = 20;

    private readonly Lock _gate = new();
    private Dictionary<Key, Known> _young = [];
    private Dictionary<Key, Known> _old = [];

    /// <summary>The ids of a body that is known to be on disk, or null.</summary>
    public IReadOnlyList<string>? Find(string source, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var key = Key.Of(source, body);
        lock (_gate)
        {
            return (_young.TryGetValue(key, out var known) || _old.TryGetValue(key, out known)) && now < known.Until ? known.Ids : null;
        }
    }

    /// <summary>Remembers a body until the same bytes are another delivery; call after its alerts are on disk, never before.</summary>
    public void Add(string source, ReadOnlySpan<byte> body, DateTimeOffset until, IReadOnlyList<string> ids)
    {
        if (ids.Count > MaxAlerts)
        {
            return;
        }

        var key = Key.Of(source, body);
        lock (_gate)
        {
            if (_young.Count >= Generation)
            {
                (_old, _young) = (_young, new Dictionary<Key, Known>(Generation));
            }

            _young[key] = new Known(until, ids);
        }
    }

    private sealed record Known(DateTimeOffset Until, IReadOnlyList<string> Ids);

    // SHA-256: a sender must not be able to make another body that counts as known.
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Key(string Source, UInt128 First, UInt128 Second)
    {
        public static Key Of(string source, ReadOnlySpan<byte> body)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(body, hash);
            return new Key(source, BinaryPrimitives.ReadUInt128LittleEndian(hash), BinaryPrimitives.ReadUInt128LittleEndian(hash[16..]));
        }
    }
}
