namespace OpsAutomation.Core.Records;

/// <summary>A conditional change did not find the row as it expected; nothing of its batch was written.</summary>
/// <param name="partition">The partition of the batch.</param>
/// <param name="row">The first row that did not fit.</param>
/// <param name="reason">What was expected and what was found, without the row's content.</param>
public sealed class RecordConflictException(string partition, string row, string reason)
    : Exception($"Conflict in partition '{partition}', row '{row}': {reason}")
{
    /// <summary>The partition of the batch.</summary>
    public string Partition { get; } = partition;

    /// <summary>The first row that did not fit.</summary>
    public string Row { get; } = row;
}
