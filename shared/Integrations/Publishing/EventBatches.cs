using System.Buffers;
using System.Text.Json;

namespace OpsAutomation.Integrations.Publishing;

/// <summary>
/// Writes published alerts as CloudEvents 1.0 in the JSON batch format (CloudEvents, "JSON Event Format", section 4), in as many
/// bodies as they need. Written here and not by the SDK's serialiser: an event is a few fields of ours, and there are very many.
/// </summary>
internal static class EventBatches
{
    private const string Source = "/opsautomation/ingress";

    // Most requests are a storm's; one event is a third of a kilobyte.
    private const int FirstBuffer = 4 * 1024;

    // An event whose last byte is at the limit still needs a comma and the closing bracket.
    private const int Brackets = 2;

    /// <summary>The bodies in order, each with the number of its events.</summary>
    /// <param name="alerts">What to publish.</param>
    /// <param name="at">Time of the events.</param>
    /// <param name="maxEvents">The most events of one body.</param>
    /// <param name="maxBytes">The most bytes of one body; a single event that is larger is sent alone.</param>
    public static IEnumerable<(ReadOnlyMemory<byte> Body, int Count)> Of(IEnumerable<PublishedAlert> alerts, DateTimeOffset at, int maxEvents, int maxBytes)
    {
        var one = new ArrayBufferWriter<byte>(FirstBuffer / 8);
        using var writer = new Utf8JsonWriter(one, new JsonWriterOptions { SkipValidation = true });
        var body = new ArrayBufferWriter<byte>(FirstBuffer);
        var count = 0;
        foreach (var alert in alerts)
        {
            one.ResetWrittenCount();
            writer.Reset(one);
            Write(writer, alert, at);
            writer.Flush();
            if (count > 0 && (count == maxEvents || body.WrittenCount + one.WrittenCount + Brackets > maxBytes))
            {
                body.Write("]"u8);
                yield return (body.WrittenMemory, count);
                (body, count) = (new ArrayBufferWriter<byte>(FirstBuffer), 0);
            }

            body.Write(count == 0 ? "["u8 : ","u8);
            body.Write(one.WrittenSpan);
            count++;
        }

        if (count > 0)
        {
            body.Write("]"u8);
            yield return (body.WrittenMemory, count);
        }
    }

    private static void Write(Utf8JsonWriter writer, PublishedAlert alert, DateTimeOffset at)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, alert.AlertId);
        writer.WriteString("source"u8, Source);
        writer.WriteString("type"u8, PublishedAlert.EventType);
        writer.WriteString("specversion"u8, "1.0"u8);
        writer.WriteString("time"u8, at);
        writer.WriteString("datacontenttype"u8, "application/json"u8);
        writer.WriteString("subject"u8, $"alerts/{alert.AlertId}");
        writer.WriteStartObject("data"u8);
        writer.WriteString("reference"u8, alert.Reference);
        writer.WriteString("alertId"u8, alert.AlertId);
        writer.WriteString("source"u8, alert.Source);
        if (alert.AcceptedAt is { } accepted)
        {
            writer.WriteString("acceptedAt"u8, accepted);
        }

        if (alert.Pointer is { } pointer)
        {
            writer.WriteString("pointer"u8, pointer);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
