using System.Text;
using OpsAutomation.Core.Records;
using OpsAutomation.Integrations.Records.Tables.Rows;

namespace OpsAutomation.Integrations.Records.Tables.Batches;

/// <summary>A change and the request that makes it, as a part of a batch.</summary>
/// <param name="Change">The change.</param>
/// <param name="RowKey">Its encoded key.</param>
/// <param name="Part">The bytes of the part.</param>
internal sealed record PreparedChange(RecordChange Change, string RowKey, ReadOnlyMemory<byte> Part)
{
    private const string Json = "Content-Type: application/json\r\n";
    private const string Common = "Accept: application/json;odata=minimalmetadata\r\nPrefer: return-no-content\r\nDataServiceVersion: 3.0;\r\n";

    /// <summary>Whether it writes the batch's name into its row, so that a read tells whether the batch took effect.</summary>
    public bool Witness => Change is not RecordChange.Delete;

    /// <summary>Prepares a change.</summary>
    /// <exception cref="ArgumentException">Key or body is larger than Table storage takes.</exception>
    /// <exception cref="RecordConflictException">It names a version that no table gives.</exception>
    public static PreparedChange Of(TableAddress address, string partition, RecordChange change, string commit)
    {
        var (partitionKey, rowKey) = (TableKey.EncodeStored(partition), TableKey.EncodeStored(change.Row));
        var row = address.Row(partitionKey, rowKey);
        byte[] Entity(string body, int schema) => EntityText.Write(partitionKey, rowKey, body, schema, commit);
        var (head, entity) = change switch
        {
            RecordChange.Insert insert => (Head("POST", address.Rows, Json), Entity(insert.Body, insert.Schema)),
            RecordChange.Replace replace => (Head("PUT", row, Json + IfMatch(partition, replace.Row, replace.ETag)), Entity(replace.Body, replace.Schema)),

            // PUT without If-Match is "Insert Or Replace Entity".
            RecordChange.Upsert upsert => (Head("PUT", row, Json), Entity(upsert.Body, upsert.Schema)),
            RecordChange.Delete delete => (Head("DELETE", row, IfMatch(partition, delete.Row, delete.ETag ?? "*")), []),
            _ => throw new ArgumentException($"A change of the kind {change.GetType().Name} is not known.", nameof(change)),
        };
        return new PreparedChange(change, rowKey, (byte[])[.. Encoding.ASCII.GetBytes(head), .. entity, .. "\r\n"u8]);
    }

    private static string Head(string verb, Uri address, string headers) =>
        $"Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n{verb} {address.AbsoluteUri} HTTP/1.1\r\n{headers}{Common}\r\n";

    // The service answers 400 to a version that it could not have given. To us that is a row that has changed; and nothing
    // but a version of the known form gets into a header.
    private static string IfMatch(string partition, string row, string etag) =>
        etag == "*" || (etag.StartsWith("W/\"datetime'", StringComparison.Ordinal) && etag.EndsWith("'\"", StringComparison.Ordinal)
            && etag.Length > 14 && etag.AsSpan(3, etag.Length - 4).IndexOfAnyExceptInRange('#', '~') < 0)
            ? $"If-Match: {etag}\r\n"
            : throw new RecordConflictException(partition, row, "the version it was to have was not given by this table.");
}
