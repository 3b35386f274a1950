namespace OpsAutomation.Integrations.Records.Tables;

/// <summary>Addresses inside one table; keys are encoded ones.</summary>
internal sealed class TableAddress(Uri endpoint, string table)
{
    private readonly string _root = endpoint.AbsoluteUri.TrimEnd('/');

    /// <summary>The list of tables.</summary>
    public Uri Tables => new($"{_root}/Tables");

    /// <summary>Where batches are sent.</summary>
    public Uri Batch => new($"{_root}/$batch");

    /// <summary>Where rows are inserted.</summary>
    public Uri Rows => new($"{_root}/{table}");

    /// <summary>One row.</summary>
    public Uri Row(string partitionKey, string rowKey) =>
        new($"{_root}/{table}(PartitionKey='{Uri.EscapeDataString(partitionKey)}',RowKey='{Uri.EscapeDataString(rowKey)}')");

    /// <summary>A query, from its start or from a continuation.</summary>
    public Uri Query(string filter, Continuation? next)
    {
        var query = $"{_root}/{table}()?$filter={Uri.EscapeDataString(filter)}";
        if (next is not null)
        {
            query += $"&NextPartitionKey={Uri.EscapeDataString(next.Partition)}";
        }

        return new Uri(next?.Row is null ? query : $"{query}&NextRowKey={Uri.EscapeDataString(next.Row)}");
    }
}
