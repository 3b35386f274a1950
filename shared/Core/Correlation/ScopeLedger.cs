using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Correlation;

/// <summary>
/// Decides alerts against the stored state of their scope and commits the decision whole: inbox row, correlation state,
/// disposition and outbox rows stand in one transaction, or none of them does.
/// </summary>
public sealed class ScopeLedger(IRecordStore store, Outbox outbox, TimeProvider clock, Random jitter)
{
    /// <summary>The most alerts of one call (DESIGN section 5).</summary>
    public const int MaxAlerts = 20;

    /// <summary>How often a conflict is tried again before it is thrown to the sender of the events, who delivers again.</summary>
    public const int MaxRetries = 8;

    // Inbox, history, current, open incident, fingerprint, one effect, one index row.
    private const int MaxRowsPerAlert = 7;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Decides alerts in the order given. An alert that was decided before keeps its disposition. Where the rows of all
    /// would not fit into one batch, several are committed, each whole for its alerts.
    /// </summary>
    /// <param name="scope">The scope of all of them, by <see cref="ScopeKey.Of"/>.</param>
    /// <param name="alerts">At most <see cref="MaxAlerts"/>.</param>
    /// <param name="cancellationToken">Ends the call between commits.</param>
    /// <exception cref="RecordConflictException">Others kept changing the scope; deliver again later.</exception>
    public async Task<ScopeResult> ApplyAsync(string scope, IReadOnlyList<Alert> alerts, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(scope);
        ArgumentNullException.ThrowIfNull(alerts);
        if (alerts.Count > MaxAlerts)
        {
            throw new ArgumentException($"At most {MaxAlerts} alerts a call, not {alerts.Count}.", nameof(alerts));
        }

        var pending = alerts.DistinctBy(a => a.Id, StringComparer.Ordinal).ToArray();
        var applied = new List<AppliedAlert>();
        var keys = new List<string>();
        while (applied.Count < pending.Length)
        {
            var rest = pending[applied.Count..];
            var (done, key) = await RetryAsync(() => ApplyOnceAsync(scope, rest, cancellationToken), cancellationToken);
            applied.AddRange(done);
            if (key is not null)
            {
                keys.Add(key);
            }
        }

        return new ScopeResult(ScopeKey.Partition(scope), applied, keys);
    }

    /// <summary>Gives what could never become an alert its disposition, once.</summary>
    public Task<ScopeResult> DeadLetterAsync(string alertId, DeadLetter letter, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(alertId);
        ArgumentNullException.ThrowIfNull(letter);
        return RetryAsync(() => DeadLetterOnceAsync(alertId, letter, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Lets go of an incident, so that nothing joins it any more. Refused while something fires in it that came after what the
    /// run has seen: that alert would be swallowed. Closing what is not open is fine.
    /// </summary>
    /// <param name="scope">The incident's scope.</param>
    /// <param name="incidentId">The incident.</param>
    /// <param name="seenAlertCount">How many of its alerts the run has taken into account: the opening one and those that joined.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<CloseVerdict> TryCloseAsync(string scope, string incidentId, int seenAlertCount, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(scope);
        ArgumentException.ThrowIfNullOrEmpty(incidentId);
        return RetryAsync(() => TryCloseOnceAsync(scope, incidentId, seenAlertCount, cancellationToken), cancellationToken);
    }

    /// <summary>The history of an alert's dispositions, oldest first; empty when the scope does not know it.</summary>
    public async Task<IReadOnlyList<Disposition>> ReadDispositionsAsync(string scope, string alertId, CancellationToken cancellationToken = default)
    {
        var history = new List<Disposition>();
        await foreach (var record in store.PrefixAsync(ScopeKey.Partition(scope), ScopeRows.HistoryPrefix(alertId), cancellationToken))
        {
            history.Add(OpsJson.Read<Disposition>(record.Body));
        }

        return history;
    }

    /// <summary>The incidents of a scope that alerts can join now.</summary>
    public async Task<IReadOnlyList<OpenIncidentState>> ReadOpenAsync(string scope, CancellationToken cancellationToken = default) =>
        [.. (await ScopeTransaction.ReadAsync(store, scope, [], cancellationToken)).State.Open.Values];

    private async Task<(IReadOnlyList<AppliedAlert> Done, string? Key)> ApplyOnceAsync(string scope, Alert[] alerts, CancellationToken cancellationToken)
    {
        var transaction = await ScopeTransaction.ReadAsync(store, scope, alerts.Select(a => a.Fingerprint), cancellationToken);
        var now = clock.GetUtcNow();
        var done = new List<AppliedAlert>();
        var fresh = new List<string>();
        foreach (var alert in alerts)
        {
            if (await CurrentAsync(scope, alert.Id, cancellationToken) is { } before)
            {
                done.Add(new AppliedAlert(before, Redelivered: true));
                continue;
            }

            if (transaction.Size + MaxRowsPerAlert > IRecordStore.MaxBatch)
            {
                break;
            }

            var decision = Correlator.Decide(transaction.State, alert, now);
            transaction.State = decision.Next;
            transaction.Record(decision.Disposition, decision.Effects);
            done.Add(new AppliedAlert(decision.Disposition, Redelivered: false));
            fresh.Add(alert.Id);
        }

        return (done, fresh.Count == 0 ? null : await CommitAsync(transaction, fresh, cancellationToken));
    }

    private async Task<ScopeResult> DeadLetterOnceAsync(string alertId, DeadLetter letter, CancellationToken cancellationToken)
    {
        var partition = ScopeKey.Partition(ScopeKey.DeadLetter);
        var transaction = await ScopeTransaction.ReadAsync(store, ScopeKey.DeadLetter, [], cancellationToken);
        if (await CurrentAsync(ScopeKey.DeadLetter, alertId, cancellationToken) is { } before)
        {
            return new ScopeResult(partition, [new AppliedAlert(before, Redelivered: true)], []);
        }

        var disposition = new Disposition(
            alertId,
            DispositionKind.DeadLettered,
            $"It could not be read. {letter.Field}: {letter.Reason}",
            letter.Nearest is { } nearest ? $"It looks nearest to: {nearest}. Read as that, it would have been correlated." : "Had it been readable, it would have been correlated.",
            null,
            clock.GetUtcNow());
        transaction.Record(disposition, []);
        var key = await CommitAsync(transaction, [alertId], cancellationToken);
        return new ScopeResult(partition, [new AppliedAlert(disposition, Redelivered: false)], [key]);
    }

    private async Task<CloseVerdict> TryCloseOnceAsync(string scope, string incidentId, int seenAlertCount, CancellationToken cancellationToken)
    {
        var transaction = await ScopeTransaction.ReadAsync(store, scope, [], cancellationToken);
        if (transaction.State.Open.GetValueOrDefault(incidentId) is not { } incident)
        {
            return new CloseVerdict(true, "It was not open.", 0, []);
        }

        var unseen = incident.Firing.Values.Where(f => f.Number > seenAlertCount).OrderBy(f => f.Number).Select(f => f.AlertId).ToArray();
        if (unseen.Length > 0)
        {
            return new CloseVerdict(false, $"{unseen.Length} of its alerts fire that came after the {seenAlertCount} that the run has seen.", incident.AlertCount, unseen);
        }

        transaction.State = transaction.State with { Open = transaction.State.Open.Remove(incidentId) };
        await store.CommitAsync(ScopeKey.Partition(scope), transaction.Changes(), cancellationToken);
        var reason = incident.Firing.Count == 0 ? "Nothing fires in it." : "What fires in it has been taken into account; a new firing opens a new incident.";
        return new CloseVerdict(true, reason, incident.AlertCount, []);
    }

    private async Task<Disposition?> CurrentAsync(string scope, string alertId, CancellationToken cancellationToken) =>
        await store.ReadAsync(ScopeKey.Partition(scope), ScopeRows.Current(alertId), cancellationToken) is { } record
            ? OpsJson.Read<Disposition>(record.Body)
            : null;

    // The pointer first: should the process die after the commit, the sweeper finds the outbox.
    private async Task<string> CommitAsync(ScopeTransaction transaction, IReadOnlyList<string> alertIds, CancellationToken cancellationToken)
    {
        var partition = ScopeKey.Partition(transaction.Scope);
        var key = $"c-{LengthPrefixedHash.Base32(20, alertIds)}";
        await store.CommitInOrderAsync([outbox.Announcement(partition, key), new RecordBatch(partition, transaction.Changes())], cancellationToken);
        return key;
    }

    private async Task<T> RetryAsync<T>(Func<Task<T>> once, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await once();
            }
            catch (RecordConflictException) when (attempt < MaxRetries)
            {
                await Task.Delay(Delay(attempt), clock, cancellationToken);
            }
        }
    }

    // Full jitter between half and one and a half times the doubled delay: writers that met once must not meet again.
    private TimeSpan Delay(int attempt)
    {
        var doubled = TimeSpan.FromTicks(Math.Min(LongestDelay.Ticks, FirstDelay.Ticks << attempt));
        lock (jitter)
        {
            return doubled * (0.5 + jitter.NextDouble());
        }
    }
}
