using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Integrations.Records.Tables.Rows;

/// <summary>
/// A row as an entity: <c>Schema</c>, <c>Commit</c> (which batch wrote it), and the body in <c>Body</c>, <c>Body1</c>,
/// <c>Body2</c> and so on, as text, so that an operator can read it in any storage tool.
/// </summary>
internal static class EntityText
{
    /// <summary>The property that names the batch.</summary>
    public const string Commit = "Commit";

    /// <summary>The most characters of one property: 64 KiB of UTF-16 ("Understanding the Table service data model", as the next two).</summary>
    public const int MaxPiece = 32 * 1024;

    /// <summary>The most bytes of an entity, counted as <see cref="Size"/> does.</summary>
    public const int MaxEntity = 1024 * 1024;

    private const string Body = "Body";

    // Only what JSON itself needs is escaped: the payload of a batch is limited too. The text goes into no HTML.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The entity as JSON on one line.</summary>
    /// <exception cref="ArgumentException">It is larger than Table storage takes.</exception>
    public static byte[] Write(string partitionKey, string rowKey, string body, int schema, string commit)
    {
        var pieces = Split(body);
        var size = Size(partitionKey, rowKey, commit, pieces);
        if (size > MaxEntity)
        {
            throw new ArgumentException(
                $"The body of row '{rowKey}' has {body.Length} characters; with its keys it takes {size} bytes in Table storage, of at most {MaxEntity}.", nameof(body));
        }

        var buffer = new ArrayBufferWriter<byte>(body.Length + 512);
        using var json = new Utf8JsonWriter(buffer, Writing);
        json.WriteStartObject();
        json.WriteString("PartitionKey", partitionKey);
        json.WriteString("RowKey", rowKey);
        json.WriteNumber("Schema", schema);
        json.WriteString(Commit, commit);
        for (var i = 0; i < pieces.Count; i++)
        {
            json.WriteString(Name(i), pieces[i].Span);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The row of an entity.</summary>
    /// <param name="partition">The partition that was read.</param>
    /// <param name="entity">The entity, read with minimal metadata: that brings its <c>odata.etag</c>.</param>
    /// <exception cref="InvalidDataException">It is none of ours.</exception>
    public static Record Read(string partition, JsonElement entity)
    {
        var key = Text(entity, "RowKey") ?? throw Foreign("RowKey", "?");
        if (!entity.TryGetProperty("Schema", out var schema) || !schema.TryGetInt32(out var number))
        {
            throw Foreign("Schema", key);
        }

        var body = Text(entity, Body) ?? throw Foreign(Body, key);
        if (Text(entity, Name(1)) is not null)
        {
            body = string.Concat(Enumerable.Range(0, MaxEntity / MaxPiece).Select(i => Text(entity, Name(i))).TakeWhile(piece => piece is not null));
        }

        return new Record(partition, TableKey.Decode(key), body, Text(entity, "odata.etag") ?? throw Foreign("odata.etag", key), number);
    }

    private static List<ReadOnlyMemory<char>> Split(string body)
    {
        var pieces = new List<ReadOnlyMemory<char>>();
        var start = 0;
        do
        {
            var length = Math.Min(MaxPiece, body.Length - start);
            if (start + length < body.Length && char.IsHighSurrogate(body[start + length - 1]))
            {
                length--;
            }

            pieces.Add(body.AsMemory(start, length));
            start += length;
        }
        while (start < body.Length);
        return pieces;
    }

    // The formula of the service's documentation: 4 bytes, both keys, and per property 8 bytes, its name and its value; text
    // is 4 bytes and its UTF-16. The service's own Timestamp counts as well.
    private static int Size(string partitionKey, string rowKey, string commit, List<ReadOnlyMemory<char>> pieces) =>
        4 + (2 * (partitionKey.Length + rowKey.Length))
        + Property("Timestamp", 8) + Property("Schema", 4) + Property(Commit, 4 + (2 * commit.Length))
        + pieces.Select((piece, i) => Property(Name(i), 4 + (2 * piece.Length))).Sum();

    private static int Property(string name, int value) => 8 + (2 * name.Length) + value;

    private static string Name(int piece) => piece == 0 ? Body : $"{Body}{piece}";

    private static string? Text(JsonElement entity, string name) =>
        entity.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static InvalidDataException Foreign(string property, string key) =>
        new($"The row '{key}' of the table has no readable {property}: this program did not write it.");
}
