using System.Security.Cryptography;
using System.Text;

namespace OpsAutomation.Cli.Rehearsing;

/// <summary>Seeded chance by purpose: what is drawn for one purpose does not depend on how much was drawn for another.</summary>
internal static class Draws
{
    /// <summary>A source of numbers for one purpose under one seed.</summary>
    public static DrawSource Of(int seed, string purpose) => new($"{seed} {purpose}");
}

/// <summary>Numbers from a hash of the purpose and a counter: the same on every machine and every version of .NET.</summary>
/// <param name="purpose">What the numbers are for.</param>
internal sealed class DrawSource(string purpose)
{
    private int _drawn;

    /// <summary>A number from 0 to below <paramref name="bound"/>.</summary>
    public int Next(int bound)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{purpose} {_drawn++}"));
        return (int)(BitConverter.ToUInt32(hash) % (uint)bound);
    }

    /// <summary>One of several.</summary>
    public T Of<T>(IReadOnlyList<T> several) => several[Next(several.Count)];
}
