using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OpsAutomation.SimulatedAzure.Metrics;

/// <summary>Chance without state: a number that is a function of the seed and of what it is for.</summary>
internal static class Chance
{
    /// <summary>A number from 0 (inclusive) to 1 (exclusive).</summary>
    public static double Unit(int seed, string purpose, long number)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{purpose}\n{number}"), hash);
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) * (1.0 / (1UL << 53));
    }
}
