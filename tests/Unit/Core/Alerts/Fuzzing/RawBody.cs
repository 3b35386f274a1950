using System.IO.Compression;
using System.Text;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Fuzzing;

/// <summary>Bytes as they may arrive in a request: a sample with its bytes broken, in an encoding that may be broken too. Its seed alone makes it.</summary>
internal static class RawBody
{
    private const int Megabyte = 1024 * 1024;

    private static readonly (string Name, string Source, string Body)[] Samples = [.. ReadingTable.Samples];

    // Small when packed, far above the limit when unpacked.
    private static readonly byte[] Bomb = Packed("gzip", [.. Enumerable.Repeat((byte)' ', 32 * Megabyte)]);

    private static readonly byte[][] Hostile =
    [
        [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xFF, 0xFE], [0xEF, 0xBB, 0xBF], [0x00], "\\ud800"u8.ToArray(), "\"a\":1,\"a\":2,"u8.ToArray(), "[[[["u8.ToArray(),
        "1e99999"u8.ToArray(), "\\u0000"u8.ToArray(), "/*"u8.ToArray(), ",,"u8.ToArray(),
    ];

    /// <summary>Source, content encoding and bytes.</summary>
    public static (string Source, string? Encoding, byte[] Bytes) Of(int seed)
    {
        var random = new Random(seed);
        var (_, source, text) = Samples[seed % Samples.Length];
        var encoding = random.Next(6) switch { 0 => "gzip", 1 => "br", 2 => "deflate", _ => null };
        var body = random.Next(40) switch
        {
            0 => Encoding.UTF8.GetBytes($"{{\"a\":{new string('[', random.Next(1, 200_000))}"),
            1 => Encoding.UTF8.GetBytes($"{new string('[', 5_000)}{new string(']', 5_000)}"),
            2 => Encoding.UTF8.GetBytes($"{{{string.Join(',', Enumerable.Range(0, random.Next(1, 20_000)).Select(i => $"\"k{i}\":0"))}}}"),
            3 => Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(text, random.Next(1, 40)))}]"),
            _ => Encoding.UTF8.GetBytes(text),
        };
        body = Broken(body, random, random.Next(4));
        if (encoding is null)
        {
            return (source, random.Next(20) == 0 ? "gzip" : null, body);
        }

        return (source, encoding, random.Next(60) == 0 ? Bomb : Broken(Packed(encoding, body), random, random.Next(3)));
    }

    private static byte[] Broken(byte[] bytes, Random random, int changes)
    {
        for (var i = 0; i < changes && bytes.Length > 0; i++)
        {
            var at = random.Next(bytes.Length);
            var other = random.Next(bytes.Length);
            bytes = random.Next(5) switch
            {
                0 => bytes[..at],
                1 => [.. bytes[..at], .. Hostile[random.Next(Hostile.Length)], .. bytes[at..]],
                2 => [.. bytes[..Math.Max(at, other)], .. bytes[Math.Min(at, other)..]],
                3 => [.. bytes, .. bytes[at..]],
                _ => Flipped(bytes, at, (byte)(1 << random.Next(8))),
            };
        }

        return bytes;
    }

    private static byte[] Flipped(byte[] bytes, int at, byte bit)
    {
        var changed = bytes.ToArray();
        changed[at] ^= bit;
        return changed;
    }

    private static byte[] Packed(string encoding, byte[] body)
    {
        using var packed = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            stream.Write(body);
        }

        return packed.ToArray();
    }
}
