namespace OpsAutomation.Core.Records;

/// <summary>One stored row: a JSON body under a partition and a row key, with the version that a change must name.</summary>
/// <param name="Partition">The partition, for example <c>incident-INC-20261124-3fa9c1</c>.</param>
/// <param name="Row">The row key, ordered by ordinal comparison inside its partition.</param>
/// <param name="Body">The JSON text of the row.</param>
/// <param name="ETag">The version of the row; opaque, never empty.</param>
/// <param name="Schema">The schema number that the body was written with.</param>
public sealed record Record(string Partition, string Row, string Body, string ETag, int Schema);
