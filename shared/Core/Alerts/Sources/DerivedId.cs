using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OpsAutomation.Core.Alerts.Sources;

/// <summary>Deterministic ids of alerts: the same parts give the same id, so that a redelivery is known again.</summary>
internal static class DerivedId
{
    // 26 characters of 5 bits: 130 bits, so a collision is not a case to handle.
    private const int Characters = 26;

    /// <summary>The id of an event that has a name of its own.</summary>
    public static string Of(string source, params IEnumerable<string?> parts) => "al-" + LengthPrefixedHash.Base32(Characters, [source, .. parts]);

    /// <summary>The id of something that only its content names.</summary>
    public static string OfContent(string source, JsonElement body) => Of(source, "content", Hash(body));

    /// <summary>The id of something that its sender says again with nothing changed: a repeat is one per period, not a redelivery for ever.</summary>
    /// <param name="id">The id of the content.</param>
    /// <param name="period">How long the same content is the same delivery.</param>
    /// <param name="receivedAt">When it was received.</param>
    public static string Repeat(string id, TimeSpan period, DateTimeOffset receivedAt) =>
        Of("repeat", id, (receivedAt.UtcTicks / period.Ticks).ToString(CultureInfo.InvariantCulture));

    /// <summary>When the period that a time falls into is over.</summary>
    public static DateTimeOffset PeriodEnd(TimeSpan period, DateTimeOffset time) =>
        new(((time.UtcTicks / period.Ticks) + 1) * period.Ticks, TimeSpan.Zero);

    /// <summary>A hash of an element's content, whatever blanks its sender wrote between the tokens.</summary>
    public static string Hash(JsonElement element) => Convert.ToHexString(SHA256.HashData(Compact(element).WrittenSpan));

    /// <summary>An element's content, whatever blanks its sender wrote between the tokens.</summary>
    public static string Text(JsonElement element) => Encoding.UTF8.GetString(Compact(element).WrittenSpan);

    private static ArrayBufferWriter<byte> Compact(JsonElement element)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        element.WriteTo(writer);
        writer.Flush();
        return buffer;
    }
}
