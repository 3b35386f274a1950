using System.Text;

namespace OpsAutomation.Integrations.Records.Tables.Rows;

/// <summary>The <c>$filter</c> of a range read. Encoded keys hold no apostrophe, so nothing has to be doubled.</summary>
internal static class RangeFilter
{
    /// <summary>Rows of a partition from a key (inclusive) up to another (exclusive); null where nothing can be in between.</summary>
    public static string? Of(string partition, string? from, string? to)
    {
        if (to is not null && string.CompareOrdinal(from ?? string.Empty, to) >= 0)
        {
            return null;
        }

        var filter = new StringBuilder($"PartitionKey eq '{TableKey.EncodeStored(partition)}'");
        if (!string.IsNullOrEmpty(from))
        {
            filter.Append(Bound(from, "ge", "gt"));
        }

        if (to is not null)
        {
            filter.Append(Bound(to, "lt", "le"));
        }

        return filter.ToString();
    }

    // A bound may be longer than any key. No key stands between it and its first 512 characters, these included below it.
    private static string Bound(string bound, string exact, string cut)
    {
        var key = TableKey.Encode(bound);
        return key.Length <= TableKey.MaxLength ? $" and RowKey {exact} '{key}'" : $" and RowKey {cut} '{key[..TableKey.MaxLength]}'";
    }
}
