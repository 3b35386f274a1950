using System.Diagnostics.Metrics;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Integrations.Records.Sqlite;

/// <summary>
/// What the record file is asked for, as counters of the meter <c>OpsAutomation.Records</c>: commits, and rows and characters
/// of bodies by direction and by the kind of partition. Free while nobody listens.
/// </summary>
internal static class RecordMetrics
{
    private static readonly Meter Meter = new("OpsAutomation.Records");
    private static readonly Counter<long> Commits = Meter.CreateCounter<long>("commits", description: "Transactions that were put on disk, each with one flush.");
    private static readonly Counter<long> RowsWritten = Meter.CreateCounter<long>("rows_written", description: "Rows inserted, replaced or deleted.");
    private static readonly Counter<long> CharsWritten = Meter.CreateCounter<long>("chars_written", description: "Characters of the bodies written.");
    private static readonly Counter<long> RowsRead = Meter.CreateCounter<long>("rows_read", description: "Rows that were found and handed out.");
    private static readonly Counter<long> CharsRead = Meter.CreateCounter<long>("chars_read", description: "Characters of the bodies read.");
    private static readonly Counter<long> Reads = Meter.CreateCounter<long>("reads", description: "Key reads and pages of ranges, found or not.");

    public static void Committed() => Commits.Add(1);

    public static void Written(RecordBatch batch)
    {
        if (RowsWritten.Enabled)
        {
            RowsWritten.Add(batch.Changes.Count, Kind(batch.Partition));
            CharsWritten.Add(batch.Changes.Sum(c => (long)(c is RecordChange.Insert i ? i.Body.Length : c is RecordChange.Replace r ? r.Body.Length : c is RecordChange.Upsert u ? u.Body.Length : 0)), Kind(batch.Partition));
        }
    }

    public static void Read(string partition, int rows, long chars)
    {
        if (Reads.Enabled)
        {
            Reads.Add(1, Kind(partition));
            RowsRead.Add(rows, Kind(partition));
            CharsRead.Add(chars, Kind(partition));
        }
    }

    // The word before the first hyphen: control, scope, incident, due, ix, intake and so on.
    private static KeyValuePair<string, object?> Kind(string partition) =>
        new("partition", partition.IndexOf('-', StringComparison.Ordinal) is > 0 and var end ? partition[..end] : partition);
}
