namespace OpsAutomation.Core.Records;

/// <summary>Range reads by key prefix.</summary>
public static class RecordRange
{
    /// <summary>Reads every row whose key starts with <paramref name="prefix"/>, in order.</summary>
    public static IAsyncEnumerable<Record> PrefixAsync(this IRecordStore store, string partition, string prefix, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.RangeAsync(partition, prefix, prefix + '\uffff', cancellationToken);
    }
}
