using System.Globalization;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Telemetry.Drills;

/// <summary>
/// Keeps how drills fared, in the partition <c>synthetic</c>: one row <c>state</c>, and a row <c>h-yyyyMMddHH</c> for each hour
/// of the last 28 days, 672 at most.
/// </summary>
public sealed class DrillLedger(IRecordStore store)
{
    private const string Partition = "synthetic";
    private const string StateRow = "state";
    private const string HourPrefix = "h-";

    // State and hour stand in the same batch.
    private const int MostDeleted = IRecordStore.MaxBatch - 2;

    /// <summary>The state, with its version.</summary>
    public async Task<(DrillState State, string? Tag)> ReadAsync(CancellationToken cancellationToken = default) =>
        await store.ReadAsync(Partition, StateRow, cancellationToken) is { } record
            ? (OpsJson.Read<DrillState>(record.Body), record.ETag)
            : (DrillState.Empty, null);

    /// <summary>The hours of a window that ends now.</summary>
    public async Task<IReadOnlyList<DrillHour>> ReadHoursAsync(DateTimeOffset now, TimeSpan window, CancellationToken cancellationToken = default)
    {
        var hours = new List<DrillHour>();
        await foreach (var record in store.RangeAsync(Partition, Row(now - window), HourPrefix + "~", cancellationToken))
        {
            hours.Add(OpsJson.Read<DrillHour>(record.Body));
        }

        return hours;
    }

    /// <summary>Keeps a state, and counts outcomes and missed drills in the hour of now, whole or not at all. Old hours go.</summary>
    /// <exception cref="RecordConflictException">Another instance was faster; what is kept is its.</exception>
    public async Task KeepAsync(
        DrillState state, string? tag, IReadOnlyCollection<DrillOutcome> outcomes, long missed, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        var changes = new List<RecordChange> { Put(StateRow, OpsJson.Write(state), tag) };
        if (outcomes.Count > 0 || missed > 0)
        {
            var row = Row(now);
            var record = await store.ReadAsync(Partition, row, cancellationToken);
            var hour = record is null ? DrillHour.Empty : OpsJson.Read<DrillHour>(record.Body);
            changes.Add(Put(row, OpsJson.Write(hour.With(outcomes, missed)), record?.ETag));
            if (record is null)
            {
                changes.AddRange(await OldAsync(now, cancellationToken));
            }
        }

        await store.CommitAsync(Partition, changes, cancellationToken);
    }

    private async Task<IReadOnlyList<RecordChange>> OldAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var old = new List<RecordChange>();
        await foreach (var record in store.RangeAsync(Partition, HourPrefix, Row(now - DrillObjective.LongestWindow), cancellationToken))
        {
            old.Add(new RecordChange.Delete(record.Row));
            if (old.Count == MostDeleted)
            {
                break;
            }
        }

        return old;
    }

    private static string Row(DateTimeOffset time) => HourPrefix + time.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture);

    private static RecordChange Put(string row, string body, string? tag) =>
        tag is null ? new RecordChange.Insert(row, body) : new RecordChange.Replace(row, body, tag);
}
