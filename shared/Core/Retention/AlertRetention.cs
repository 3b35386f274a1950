using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Retention;

/// <summary>
/// Forgets alerts whose row of the recent ones is going: their inbox, their dispositions and where they were decided. An alert that
/// something open still needs, because it fires or its incident is open, stays; it is noted in the partition
/// <c>retention-kept</c> and asked for again by every run.
/// </summary>
public sealed class AlertRetention(IRecordStore store)
{
    private const string Kept = "retention-kept";

    // So many that were kept are asked for again by a run.
    private const int MaxAgain = 1_000;

    /// <summary>Forgets alerts, or notes that they are needed still. Doing it twice is doing it once.</summary>
    public async Task ForgetAsync(IEnumerable<RecentAlert> alerts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(alerts);
        foreach (var scope in alerts.GroupBy(a => a.Scope, StringComparer.Ordinal))
        {
            string[] ids = [.. scope.Select(a => a.Alert.Id).Distinct(StringComparer.Ordinal)];
            var needed = await ForgetAsync(scope.Key, ids, cancellationToken);
            foreach (var batch in needed.Select(id => new RecordChange.Upsert(Row(scope.Key, id), OpsJson.Write(new KeptAlert(scope.Key, id)))).Chunk(IRecordStore.MaxBatch))
            {
                await store.CommitAsync(Kept, batch, cancellationToken);
            }
        }
    }

    /// <summary>Asks again for alerts that were needed; how many of them are forgotten now.</summary>
    public async Task<int> AgainAsync(CancellationToken cancellationToken = default)
    {
        var kept = new List<KeptAlert>();
        await foreach (var record in store.RangeAsync(Kept, cancellationToken: cancellationToken))
        {
            kept.Add(OpsJson.Read<KeptAlert>(record.Body));
            if (kept.Count == MaxAgain)
            {
                break;
            }
        }

        var forgotten = 0;
        foreach (var scope in kept.GroupBy(k => k.Scope, StringComparer.Ordinal))
        {
            var needed = (await ForgetAsync(scope.Key, [.. scope.Select(k => k.AlertId)], cancellationToken)).ToHashSet(StringComparer.Ordinal);
            foreach (var batch in scope.Where(k => !needed.Contains(k.AlertId)).Select(k => new RecordChange.Delete(Row(k.Scope, k.AlertId))).Chunk(IRecordStore.MaxBatch))
            {
                await store.CommitAsync(Kept, batch, cancellationToken);
                forgotten += batch.Length;
            }
        }

        return forgotten;
    }

    // The alerts of a scope that are needed still.
    private async Task<IReadOnlyList<string>> ForgetAsync(string scope, IReadOnlyList<string> alertIds, CancellationToken cancellationToken)
    {
        var state = (await ScopeTransaction.ReadAsync(store, scope, null, cancellationToken)).State;
        var live = state.Fingerprints.Values.Select(f => f.Newest?.Id)
            .Concat(state.Open.Values.SelectMany(i => i.Firing.Values).SelectMany(f => new[] { f.AlertId, f.EndedBy }))
            .ToHashSet(StringComparer.Ordinal);
        var (needed, gone) = (new List<string>(), new List<string>());
        foreach (var id in alertIds)
        {
            var current = await store.ReadAsync(ScopeKey.Partition(scope), ScopeRows.Current(id), cancellationToken);
            var disposition = current is null ? null : OpsJson.Read<Disposition>(current.Body);
            if (live.Contains(id) || (disposition?.IncidentId is { } incident && state.Open.ContainsKey(incident))
                || !await DeleteAsync(scope, id, disposition, current, cancellationToken))
            {
                needed.Add(id);
            }
            else
            {
                gone.Add(id);
            }
        }

        // Where it was decided goes last: whoever dies before finds the way again.
        foreach (var batch in gone.Select(id => new RecordChange.Delete(id)).Chunk(IRecordStore.MaxBatch))
        {
            await store.CommitAsync(RecentAlerts.Places, batch, cancellationToken);
        }

        return needed;
    }

    // The row that says which disposition is the current one is the only one that ever changes; under its version all go.
    private async Task<bool> DeleteAsync(string scope, string id, Disposition? disposition, Record? current, CancellationToken cancellationToken)
    {
        var history = Enumerable.Range(1, disposition?.Number ?? 1).Select(n => (RecordChange)new RecordChange.Delete(ScopeRows.History(id, n))).ToList();
        try
        {
            for (; history.Count > IRecordStore.MaxBatch - 2; history.RemoveRange(0, IRecordStore.MaxBatch - 2))
            {
                await store.CommitAsync(ScopeKey.Partition(scope), history[..(IRecordStore.MaxBatch - 2)], cancellationToken);
            }

            RecordChange[] rest = [.. history, new RecordChange.Delete(ScopeRows.Inbox(id)), .. current is null ? (RecordChange[])[] : [new RecordChange.Delete(current.Row, current.ETag)]];
            await store.CommitAsync(ScopeKey.Partition(scope), rest, cancellationToken);
            return true;
        }
        catch (RecordConflictException)
        {
            // It was judged again meanwhile: somebody needs it.
            return false;
        }
    }

    private static string Row(string scope, string alertId) => $"{scope}~{alertId}";
}

/// <summary>An alert that is kept although its time is over.</summary>
/// <param name="Scope">The scope that decided it.</param>
/// <param name="AlertId">The alert.</param>
internal sealed record KeptAlert(string Scope, string AlertId);
