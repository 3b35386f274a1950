namespace OpsAutomation.Core.Records;

/// <summary>Changes that stand together or not at all, in one partition.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Changes">1 to <see cref="IRecordStore.MaxBatch"/> changes.</param>
public sealed record RecordBatch(string Partition, IReadOnlyList<RecordChange> Changes);
