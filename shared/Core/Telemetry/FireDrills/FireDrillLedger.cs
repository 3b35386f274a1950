using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Telemetry.FireDrills;

/// <summary>
/// Keeps fire drills in the partition <c>fire-drills</c>: one row a run, and one row a drill with the number of its last. They are
/// kept apart from incidents: no measure of real ones counts them.
/// </summary>
public sealed class FireDrillLedger(IRecordStore store)
{
    private const string Partition = "fire-drills";
    private const string RunPrefix = "run-";
    private const string LastPrefix = "last-";
    private const string NoopPrefix = "noop-";

    /// <summary>A run by its id, with its version; null where there is none.</summary>
    public async Task<(FireDrillRun Run, string Tag)?> ReadAsync(string id, CancellationToken cancellationToken = default) =>
        await store.ReadAsync(Partition, Row(id), cancellationToken) is { } record ? (OpsJson.Read<FireDrillRun>(record.Body), record.ETag) : null;

    /// <summary>Every run that is kept, newest first.</summary>
    public async Task<IReadOnlyList<FireDrillRun>> ListAsync(CancellationToken cancellationToken = default)
    {
        var runs = new List<FireDrillRun>();
        await foreach (var record in store.RangeAsync(Partition, RunPrefix, RunPrefix + "~", cancellationToken))
        {
            runs.Add(OpsJson.Read<FireDrillRun>(record.Body));
        }

        return [.. runs.OrderByDescending(r => r.SentAt)];
    }

    /// <summary>Number of the last scheduled run of a drill; null before the first.</summary>
    public async Task<int?> LastAsync(string drill, CancellationToken cancellationToken = default) =>
        await store.ReadAsync(Partition, LastPrefix + RowKey.Escape(drill), cancellationToken) is { } record ? OpsJson.Read<int>(record.Body) : null;

    /// <summary>Notes that a scheduled run was begun, or passed over while nothing ran.</summary>
    public Task MarkAsync(string drill, int number, CancellationToken cancellationToken = default) =>
        store.CommitAsync(Partition, [new RecordChange.Upsert(LastPrefix + RowKey.Escape(drill), OpsJson.Write(number))], cancellationToken);

    /// <summary>Keeps a new run; false where it is there already.</summary>
    public async Task<bool> BeginAsync(FireDrillRun run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        try
        {
            await store.CommitAsync(Partition, [new RecordChange.Insert(Row(run.Id), OpsJson.Write(run))], cancellationToken);
            return true;
        }
        catch (RecordConflictException)
        {
            return false;
        }
    }

    /// <summary>Changes a run, on what then stands there; null where there is none.</summary>
    public async Task<FireDrillRun?> ChangeAsync(string id, Func<FireDrillRun, FireDrillRun> change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        while (await ReadAsync(id, cancellationToken) is var (run, tag))
        {
            var changed = change(run);
            if (changed == run)
            {
                return run;
            }

            try
            {
                await store.CommitAsync(Partition, [new RecordChange.Replace(Row(id), OpsJson.Write(changed), tag)], cancellationToken);
                return changed;
            }
            catch (RecordConflictException)
            {
                // Somebody answered it at the same moment.
            }
        }

        return null;
    }

    /// <summary>The action that changes nothing: writes a row of its own, reads it back and takes it away; whether all of that worked.</summary>
    public async Task<bool> ActAsync(string id, CancellationToken cancellationToken = default)
    {
        var row = NoopPrefix + RowKey.Escape(id);
        await store.CommitAsync(Partition, [new RecordChange.Upsert(row, OpsJson.Write(id))], cancellationToken);
        var there = await store.ReadAsync(Partition, row, cancellationToken) is { } record && OpsJson.Read<string>(record.Body) == id;
        await store.CommitAsync(Partition, [new RecordChange.Delete(row)], cancellationToken);
        return there;
    }

    private static string Row(string id) => RunPrefix + RowKey.Escape(id);
}
