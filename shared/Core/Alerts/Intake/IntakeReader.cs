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

    // Most alerts fit at once.
    private const int FirstBuffer = 8 * 1024;

    /// <summary>Checks the headers: 415 for what is not JSON, or has an encoding that we do not read.</summary>
    public static IntakeProblem? CheckHeaders(string? contentType, string? contentEncoding)
    {
        if (contentType is "application/json" && string.IsNullOrEmpty(contentEncoding))
        {
            return null;
        }

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
    public static Task<(ReadOnlyMemory<byte> Bytes, IntakeProblem? Problem)> ReadBytesAsync(Stream body, string? contentEncoding, CancellationToken cancellationToken) =>
        ReadBytesAsync(body, contentEncoding, announced: null, cancellationToken);

    /// <summary>The same of a body whose length its sender announces: where that is wrong it costs a copy, and nothing else.</summary>
    public static async Task<(ReadOnlyMemory<byte> Bytes, IntakeProblem? Problem)> ReadBytesAsync(
        Stream body, string? contentEncoding, long? announced, CancellationToken cancellationToken)
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
            // One byte more, so that the read that finds the end has room. Nobody gets memory for what he only announces.
            var kept = new byte[announced is > 0 and < FirstBuffer ? (int)announced.Value + 1 : FirstBuffer];
            var (length, read) = (0, 0);
            while ((read = await plain.ReadAsync(kept.AsMemory(length), cancellationToken)) > 0)
            {
                length += read;
                if (length > MaxBytes)
                {
                    return (default, new IntakeProblem(413, "body", $"The body may have {MaxBytes / 1024} KiB after decompression."));
                }

                if (length == kept.Length)
                {
                    // One byte more than is allowed shows that it is too large.
                    Array.Resize(ref kept, Math.Min(kept.Length * 4, MaxBytes + 1));
                }
            }

            return (kept.AsMemory(0, length), null);
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

        if (TryParseAtOnce(bytes.Span) is { } clean)
        {
            return new IntakeReading(clean, null);
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

    // What nearly every body is: JSON of a sane depth without a flaw, read once. For all else the careful way says what is wrong.
    private static JsonElement? TryParseAtOnce(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var root = JsonElement.Parse(bytes, new JsonDocumentOptions { MaxDepth = JsonFlaws.MaxDepth });
            return JsonCleanliness.IsClean(root) ? root : null;
        }
        catch (JsonException)
        {
            return null;
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
