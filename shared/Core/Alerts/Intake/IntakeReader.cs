using System.IO.Compression;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace OpsAutomation.Core.Alerts.Intake;

/// <summary>
/// Reads a request's body strictly: JSON content type, a size limit that counts after decompression, valid UTF-8, valid
/// JSON. What is wrong inside one element of an array is left to splitting, so that its neighbours survive.
/// </summary>
public static class IntakeReader
{
    /// <summary>The most bytes of a body, after decompression: 1 MiB, the event size limit of Event Grid.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Checks the headers: 415 for what is not JSON, or has an encoding that we do not read.</summary>
    public static IntakeProblem? CheckHeaders(string? contentType, string? contentEncoding)
    {
        ContentType? type = null;
        try
        {
            type = string.IsNullOrWhiteSpace(contentType) ? null : new ContentType(contentType);
        }
        catch (FormatException)
        {
            // Answered below like any other type that is not JSON.
        }

        if (type is null || !(type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.MediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase)))
        {
            return new IntakeProblem(415, "Content-Type", "Send 'Content-Type: application/json'.");
        }

        if (type.CharSet is { Length: > 0 } charset && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return new IntakeProblem(415, "Content-Type", "JSON is UTF-8; no other charset is read.");
        }

        return contentEncoding?.Trim().ToLowerInvariant() is null or "" or "identity" or "gzip" or "br" or "deflate"
            ? null
            : new IntakeProblem(415, "Content-Encoding", "Only gzip, br, deflate or no encoding are read.");
    }

    /// <summary>Reads the whole body within the limit: 413 when it is larger, 400 when the compression is broken.</summary>
    public static async Task<(ReadOnlyMemory<byte> Bytes, IntakeProblem? Problem)> ReadBytesAsync(
        Stream body, string? contentEncoding, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        var plain = contentEncoding?.Trim().ToLowerInvariant() switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Decompress, leaveOpen: true),
            "br" => new BrotliStream(body, CompressionMode.Decompress, leaveOpen: true),
            "deflate" => new ZLibStream(body, CompressionMode.Decompress, leaveOpen: true),
            _ => body,
        };
        try
        {
            using var kept = new MemoryStream();
            var buffer = new byte[16 * 1024];
            int read;
            while ((read = await plain.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (kept.Length + read > MaxBytes)
                {
                    return (default, new IntakeProblem(413, "body", $"The body may have {MaxBytes / 1024} KiB after decompression."));
                }

                kept.Write(buffer, 0, read);
            }

            return (kept.ToArray(), null);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException && plain != body)
        {
            return (default, new IntakeProblem(400, "body", $"The body is not valid {contentEncoding}."));
        }
        finally
        {
            if (plain != body)
            {
                await plain.DisposeAsync();
            }
        }
    }

    /// <summary>Parses bytes as one JSON value.</summary>
    public static IntakeReading Parse(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            return IntakeReading.Refuse(413, "body", $"The body may have {MaxBytes / 1024} KiB.");
        }

        if (bytes.Span.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        if (bytes.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            return IntakeReading.Refuse(400, "body", "The body is empty.");
        }

        if (!Utf8.IsValid(bytes.Span))
        {
            return IntakeReading.Refuse(400, "body", $"The body is not valid UTF-8, from byte {FirstInvalid(bytes.Span) + 1}.");
        }

        try
        {
            // Depth is judged by JsonFlaws per alert: one deep element must not cost its neighbours.
            using var document = JsonDocument.Parse(DepthCut.Apply(bytes), new JsonDocumentOptions { MaxDepth = DepthCut.KeptDepth + 1 });
            var root = document.RootElement.Clone();
            return root.ValueKind != JsonValueKind.Array && JsonFlaws.Find(root) is { } flaw
                ? IntakeReading.Refuse(400, flaw.Path, flaw.Message)
                : new IntakeReading(root, null);
        }
        catch (JsonException e)
        {
            return IntakeReading.Refuse(400, "body", $"The body is not JSON: line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}.");
        }
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var position = 0;
        while (Rune.DecodeFromUtf8(bytes[position..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            position += length;
        }

        return position;
    }
}
