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
    private Dictionary<BodyPrint, Known> _young = [];
    private Dictionary<BodyPrint, Known> _old = [];

    /// <summary>The ids of a body that is known to be on disk, or null.</summary>
    public IReadOnlyList<string>? Find(BodyPrint key, DateTimeOffset now)
    {
        lock (_gate)
        {
            return (_young.TryGetValue(key, out var known) || _old.TryGetValue(key, out known)) && now < known.Until ? known.Ids : null;
        }
    }

    /// <summary>Remembers a body until the same bytes are another delivery; call after its alerts are on disk, never before.</summary>
    public void Add(BodyPrint key, DateTimeOffset until, IReadOnlyList<string> ids)
    {
        if (ids.Count > MaxAlerts)
        {
            return;
        }

        lock (_gate)
        {
            if (_young.Count >= Generation)
            {
                (_old, _young) = (_young, new Dictionary<BodyPrint, Known>(Generation));
            }

            _young[key] = new Known(until, ids);
        }
    }

    private sealed record Known(DateTimeOffset Until, IReadOnlyList<string> Ids);
}

/// <summary>What tells a body of a source from every other. SHA-256: a sender must not be able to make another body that counts as known.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BodyPrint
{
    private readonly string _source;
    private readonly UInt128 _first;
    private readonly UInt128 _second;

    private BodyPrint(string source, UInt128 first, UInt128 second) => (_source, _first, _second) = (source, first, second);

    /// <summary>The print of a body as it was sent.</summary>
    public static BodyPrint Of(string source, ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return new BodyPrint(source, BinaryPrimitives.ReadUInt128LittleEndian(hash), BinaryPrimitives.ReadUInt128LittleEndian(hash[16..]));
    }
}
