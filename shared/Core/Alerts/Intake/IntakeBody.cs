using System.Buffers;
using System.Text;
using System.Text.Json;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Alerts.Intake;

/// <summary>
/// Writes a <see cref="StoredItem"/> as <see cref="OpsJson"/> would, with the body redacted on the way: one pass, instead of
/// one to redact, one to read that again and one to write it.
/// </summary>
internal static class IntakeBody
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    /// <summary>The JSON of the row.</summary>
    public static string Write(string source, SplitItem item, DateTimeOffset receivedAt, DateTimeOffset expiresAt)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(8 * 1024);
        buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("alertId", item.Id);
            writer.WriteString("source", source);
            writer.WriteString("receivedAt", receivedAt);
            writer.WriteString("expiresAt", expiresAt);
            writer.WritePropertyName("body");
            Redaction.Json(writer, item.Body);
            if (item.Unparseable is { } letter)
            {
                writer.WritePropertyName("unparseable");
                JsonSerializer.Serialize(writer, letter, OpsJson.Options);
            }

            writer.WriteEndObject();
        }

        var json = Encoding.UTF8.GetString(buffer.WrittenSpan);
        if (buffer.Capacity > MaxKept)
        {
            _buffer = null;
        }

        return json;
    }

    // One large body must not stay in memory for every thread that ever wrote one.
    private const int MaxKept = 256 * 1024;
}
