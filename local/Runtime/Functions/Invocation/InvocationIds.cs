using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OpsAutomation.Runtime.Functions.Invocation;

/// <summary>
/// Ids of runs. With a seed the same sequence comes again; without one a random start keeps the ids of different
/// processes apart.
/// </summary>
internal sealed class InvocationIds
{
    private readonly byte[] _start = new byte[32];
    private long _count;

    /// <summary>Makes a sequence.</summary>
    /// <param name="seed">Where it starts; null is anywhere.</param>
    internal InvocationIds(int? seed)
    {
        if (seed is { } value)
        {
            BinaryPrimitives.WriteInt32LittleEndian(_start, value);
        }
        else
        {
            RandomNumberGenerator.Fill(_start);
        }
    }

    internal string Next()
    {
        Span<byte> text = stackalloc byte[40];
        _start.CopyTo(text);
        BinaryPrimitives.WriteInt64LittleEndian(text[32..], Interlocked.Increment(ref _count));
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(text, hash);
        return new Guid(hash[..16]).ToString("D");
    }
}
