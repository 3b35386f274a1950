using System.Runtime.CompilerServices;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Incidents.Similar;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// List rows, one partition per list, rebuildable from the truth: <c>ix-open</c> and <c>ix-recent</c> hold heads of
/// incidents, <c>ix-alerts</c> says in which scope an alert's dispositions are, <see cref="RecentAlerts"/> holds alerts by hour.
/// </summary>
public sealed class IncidentIndex(IRecordStore store, IncidentJournal journal)
{
    private const int MostLooked = 500;
    private const string OpenList = "ix-open";
    private const string RecentList = "ix-recent";
    private const string AlertList = RecentAlerts.Places;

    /// <summary>Writes the list rows of an incident as it stands now.</summary>
    public async Task ProjectAsync(string incidentId, CancellationToken cancellationToken) =>
        await store.CommitInOrderAsync([.. await RowsOfIncidentAsync(incidentId, cancellationToken)], cancellationToken);

    /// <summary>The list rows that outbox items stand for, as things are now. At most <see cref="IRecordStore.MaxBatch"/> items.</summary>
    public async Task<IReadOnlyList<RecordBatch>> RowsAsync(IReadOnlyList<OutboxItem> items, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        var batches = new List<RecordBatch>();
        foreach (var incident in items.Where(i => i.Kind == RunWork.Project).Select(i => OpsJson.Read<ProjectOrder>(i.Body).IncidentId).Distinct(StringComparer.Ordinal))
        {
            batches.AddRange(await RowsOfIncidentAsync(incident, cancellationToken));
        }

        var alerts = items.Where(i => i.Kind == ScopeOutbox.IndexAlert).Select(i => OpsJson.Read<IndexAlert>(i.Body)).ToArray();
        return [.. batches, .. RowsOfAlerts(alerts)];
    }

    private async Task<IReadOnlyList<RecordBatch>> RowsOfIncidentAsync(string incidentId, CancellationToken cancellationToken)
    {
        if (await journal.HeadAsync(incidentId, cancellationToken) is not { } head)
        {
            return [];
        }

        var body = OpsJson.Write(head);
        return
        [
            new RecordBatch(RecentList, [new RecordChange.Upsert(RecentRow(head), body)]),
            new RecordBatch(OpenList, [head.Status == IncidentStatus.Closed ? new RecordChange.Delete(head.Id) : new RecordChange.Upsert(head.Id, body)]),
        ];
    }

    // In which scope alerts were decided, and their rows among the recent ones.
    private static IEnumerable<RecordBatch> RowsOfAlerts(IReadOnlyList<IndexAlert> alerts)
    {
        if (alerts.Count == 0)
        {
            return [];
        }

        // One that was judged again stands twice, the newer after the older.
        var newest = alerts.Reverse().DistinctBy(a => a.AlertId, StringComparer.Ordinal).ToArray();
        var places = new RecordBatch(AlertList, [.. newest.Select(a => new RecordChange.Upsert(a.AlertId, OpsJson.Write(new AlertPlace(a.AlertId, a.Scope, a.Recent?.Alert.ReceivedAt))))]);
        return [places, .. RecentAlerts.Batches(newest.Select(a => a.Recent).OfType<RecentAlert>())];
    }

    /// <summary>Where an alert was decided, or null when it is not known.</summary>
    public async Task<AlertPlace?> FindPlaceAsync(string alertId, CancellationToken cancellationToken) =>
        await store.ReadAsync(AlertList, alertId, cancellationToken) is { } record ? OpsJson.Read<AlertPlace>(record.Body) : null;

    /// <summary>Heads of the incidents that are not closed, oldest id first.</summary>
    public IAsyncEnumerable<Incident> OpenAsync(CancellationToken cancellationToken) => ReadAsync(OpenList, cancellationToken);

    /// <summary>Heads of all incidents, newest first.</summary>
    public IAsyncEnumerable<Incident> RecentAsync(CancellationToken cancellationToken) => ReadAsync(RecentList, cancellationToken);

    /// <summary>Closed incidents like another one. Reads at most <see cref="MostLooked"/> rows, the newest ones, and none of before its time.</summary>
    public async Task<IReadOnlyList<SimilarIncident>> SimilarAsync(Incident subject, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var (looked, since) = (new List<Incident>(), subject.OpenedAt - SimilarIncidents.Back);
        await foreach (var incident in RecentAsync(cancellationToken))
        {
            if (incident.OpenedAt < since || looked.Count == MostLooked)
            {
                break;
            }

            looked.Add(incident);
        }

        return SimilarIncidents.Rank(subject, looked);
    }

    // Newest first, because a range is read in ascending order.
    private static string RecentRow(Incident head) => $"{DateTimeOffset.MaxValue.UtcTicks - head.OpenedAt.UtcTicks:D19}-{head.Id}";

    private async IAsyncEnumerable<Incident> ReadAsync(string list, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in store.RangeAsync(list, cancellationToken: cancellationToken))
        {
            yield return OpsJson.Read<Incident>(record.Body);
        }
    }
}

/// <summary>Where an alert was decided.</summary>
/// <param name="AlertId">The alert.</param>
/// <param name="Scope">The scope that holds its dispositions.</param>
/// <param name="ReceivedAt">When it was accepted, which names its row among the recent ones; null for what never became an alert.</param>
public sealed record AlertPlace(string AlertId, string Scope, DateTimeOffset? ReceivedAt = null);
