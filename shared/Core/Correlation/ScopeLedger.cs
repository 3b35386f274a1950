using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Rehoming;
using OpsAutomation.Core.Correlation.Standings;
using OpsAutomation.Core.Correlation.Storms;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Correlation;

/// <summary>
/// Decides alerts against the stored state of their scope and commits the decision whole: inbox row, correlation state,
/// disposition and outbox rows stand in one transaction, or none of them does.
/// </summary>
/// <param name="store">Where scopes are.</param>
/// <param name="outbox">What follows a commit.</param>
/// <param name="clock">The time.</param>
/// <param name="jitter">Spreads writers that met.</param>
/// <param name="surroundings">The rules and what scopes tell each other; null for scopes that know of nothing but themselves.</param>
public sealed class ScopeLedger(IRecordStore store, Outbox outbox, TimeProvider clock, Random jitter, Surroundings? surroundings = null)
{
    /// <summary>The most alerts of one call (DESIGN section 5).</summary>
    public const int MaxAlerts = 20;

    /// <summary>How often a conflict is tried again before it is thrown to the sender of the events, who delivers again.</summary>
    public const int MaxRetries = 8;

    // Inbox, history, current, open incident, fingerprint, one effect, one index row.
    private const int MaxRowsPerAlert = 7;

    // The timer looks twice a minute. A reminder that is later than this was lost, and nobody else would ever miss it.
    private static readonly TimeSpan Overdue = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    private readonly ScopeGate _gate = new();
    private readonly ScopeDirectory _directory = new(store);

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
        SettleOrder? settle = null;
        while (applied.Count < pending.Length)
        {
            var rest = pending[applied.Count..];
            var (done, key, order) = await RetryAsync(
                () => _gate.OneAtATimeAsync(scope, () => ApplyOnceAsync(scope, rest, cancellationToken), cancellationToken), cancellationToken);
            applied.AddRange(done);
            settle = order ?? settle;
            if (key is not null)
            {
                keys.Add(key);
            }
        }

        return new ScopeResult(ScopeKey.Partition(scope), applied, keys, settle);
    }

    /// <summary>
    /// Judges every condition of a scope again, because the world changed or because it is time. Where one has another
    /// standing now, its newest alert gets another disposition, and incidents are told. Nothing changed writes nothing.
    /// </summary>
    /// <exception cref="RecordConflictException">Others kept changing the scope; settle again later.</exception>
    public async Task<ScopeResult> SettleAsync(string scope, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(scope);
        var keys = new List<string>();
        SettleStep step;
        do
        {
            step = await RetryAsync(
                () => _gate.OneAtATimeAsync(scope, () => SettleOnceAsync(scope, cancellationToken), cancellationToken), cancellationToken);
            keys.AddRange(step.Key is { } key ? [key] : []);
        }
        while (!step.Complete);

        return new ScopeResult(ScopeKey.Partition(scope), [], keys);
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
    public async Task<IReadOnlyList<OpenIncidentState>> ReadOpenAsync(string scope, CancellationToken cancellationToken = default) => [.. (await ScopeTransaction.ReadAsync(store, scope, [], cancellationToken)).State.Open.Values];

    private async Task<(IReadOnlyList<AppliedAlert> Done, string? Key, SettleOrder? Settle)> ApplyOnceAsync(string scope, Alert[] alerts, CancellationToken cancellationToken)
    {
        // What is counted across the scope needs all of it; everything else only what the alerts are about.
        var whole = surroundings is not null && Array.Exists(alerts, surroundings.Judge.NeedsScope);
        var transaction = await ScopeTransaction.ReadAsync(store, scope, whole ? null : alerts.Select(a => a.Fingerprint), cancellationToken);
        var around = Around(surroundings is null ? Climate.Empty : await surroundings.Climate.RecentAsync(cancellationToken), transaction);
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

            var decision = Correlator.Decide(transaction.State, alert, around);
            if (Unbegun(decision.Next, alert.Fingerprint) is { } standing)
            {
                around = await BeginStormAsync(around, standing, cancellationToken);
                decision = Correlator.Decide(transaction.State, alert, around);
            }

            around = Learned(around, transaction, decision.Next, alert.Fingerprint, decision.Effects);
            transaction.State = decision.Next;
            transaction.Record(alert, decision.Disposition, decision.Effects);
            transaction.Happened(around.Judge.EventsOf(scope, alert));
            done.Add(new AppliedAlert(decision.Disposition, Redelivered: false));
            fresh.Add(alert.Id);
        }

        if (fresh.Count == 0)
        {
            return (done, null, null);
        }

        var due = transaction.Touched.Select(f => Settling.Due(transaction.State, f, around)).Min();
        if (transaction.SettleAt < around.Now - Overdue)
        {
            due = around.Now;
        }

        if (due is { } at && (transaction.SettleAt is null || transaction.SettleAt < around.Now - Overdue || SettleQueue.RoundUp(at) < transaction.SettleAt))
        {
            await RemindAsync(transaction, at, cancellationToken);
        }

        // One that reached what was counted to is told; those that were held before it must be looked at again.
        var settle = whole ? await surroundings!.Queue.AtOnceAsync(scope, around.Now, $"{scope}.{transaction.Sequence}", cancellationToken) : null;
        return (done, await CommitAsync(transaction, fresh, cancellationToken), settle);
    }

    private async Task<SettleStep> SettleOnceAsync(string scope, CancellationToken cancellationToken)
    {
        // The climate after the scope: whoever changes it after this read finds what is committed here, and settles again.
        var transaction = await ScopeTransaction.ReadAsync(store, scope, null, cancellationToken);
        var around = Around(surroundings is null ? Climate.Empty : await surroundings.Climate.FreshAsync(cancellationToken), transaction);
        var complete = true;
        foreach (var fingerprint in Settling.Candidates(transaction.State))
        {
            if (transaction.Size + MaxRowsPerAlert > IRecordStore.MaxBatch)
            {
                complete = false;
                break;
            }

            if (Settling.Decide(transaction.State, fingerprint, around) is { } decision)
            {
                var alert = transaction.State.Fingerprints[fingerprint].Newest;
                if (Unbegun(decision.Next, fingerprint) is { } standing)
                {
                    around = await BeginStormAsync(around, standing, cancellationToken);
                    decision = Settling.Decide(transaction.State, fingerprint, around) ?? decision;
                }

                around = Learned(around, transaction, decision.Next, fingerprint, decision.Effects);
                var current = decision.Disposition is null || alert is null
                    ? null
                    : await store.ReadAsync(ScopeKey.Partition(scope), ScopeRows.Current(alert.Id), cancellationToken);
                transaction.State = decision.Next;
                transaction.Supersede(decision, alert, current);
            }
        }

        complete &= Forget(transaction, around.Now);
        var due = complete ? Settling.Candidates(transaction.State).Select(f => Settling.Due(transaction.State, f, around)).Min() : around.Now;
        var reminded = due is { } at ? SettleQueue.RoundUp(Later(at, around.Now)) : (DateTimeOffset?)null;
        if (reminded == transaction.SettleAt && !transaction.Touched.Any() && !transaction.Forgotten.Any() && complete)
        {
            return new SettleStep(null, true);
        }

        transaction.SettleAt = null;
        if (due is { } wanted)
        {
            await RemindAsync(transaction, Later(wanted, around.Now), cancellationToken);
        }

        return new SettleStep(await CommitAsync(transaction, [$"settle-{transaction.Sequence}"], cancellationToken), complete);
    }

    // Whatever fits into this commit; whether that was all.
    private static bool Forget(ScopeTransaction transaction, DateTimeOffset now)
    {
        foreach (var fingerprint in Settling.Outlived(transaction.State, now))
        {
            if (transaction.Size + 1 > IRecordStore.MaxBatch)
            {
                return false;
            }

            transaction.State = transaction.State with { Fingerprints = transaction.State.Fingerprints.Remove(fingerprint) };
        }

        return true;
    }

    private Circumstances Around(Climate climate, ScopeTransaction transaction) => surroundings is null
        ? Circumstances.At(clock.GetUtcNow())
        : new Circumstances(surroundings.Settings, surroundings.Judge, climate, clock.GetUtcNow(), transaction.Sequence);

    // What is decided in one commit knows of each other at once, before the climate is written.
    private static Circumstances Learned(Circumstances around, ScopeTransaction transaction, ScopeState after, string fingerprint, IReadOnlyList<CorrelationEffect> effects)
    {
        var (old, now) = (ScopeTransaction.Facts(around.Judge, transaction.State, fingerprint), ScopeTransaction.Facts(around.Judge, after, fingerprint));
        var opened = effects.OfType<CorrelationEffect.Open>().SelectMany(o => around.Judge.OpenedFacts(o.Alert, o.IncidentId, around.Climate, around.Now)).ToArray();
        transaction.Happened(opened);
        var climate = now.Concat(opened)
            .Concat(old.Where(o => !now.Exists(n => n.Row == o.Row)).Select(o => o with { Body = null }))
            .Aggregate(around.Climate, (c, f) => c.With(f));
        return around with { Climate = climate };
    }

    // Gathered, and no incident yet that gathers: this is the first alert of the storm.
    private static Standing? Unbegun(ScopeState state, string fingerprint) =>
        state.Fingerprints.GetValueOrDefault(fingerprint) is { Withheld: { Gathers: not null, IncidentId: null } standing } ? standing : null;

    private async Task<Circumstances> BeginStormAsync(Circumstances around, Standing standing, CancellationToken cancellationToken)
    {
        var storm = await surroundings!.Storms.BeginAsync(standing, cancellationToken);
        return around with { Climate = around.Climate.With(StormLedger.Fact(storm)) };
    }

    // The reminder first: should the process die after it, a look too many is all that comes of it.
    private async Task RemindAsync(ScopeTransaction transaction, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (surroundings is not null)
        {
            transaction.SettleAt = (await surroundings.Queue.AddAsync(transaction.Scope, at, cancellationToken)).At;
        }
    }

    private static DateTimeOffset Later(DateTimeOffset at, DateTimeOffset now) => at > now ? at : now + SettleQueue.Grain;

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
        transaction.Record(null, disposition, []);
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

        if (incident.Firing.Count > 0)
        {
            // Others may have been led by what fires in it: its fingerprints are needed to tell them.
            transaction = await ScopeTransaction.ReadAsync(store, scope, incident.Firing.Keys, cancellationToken);
            if (transaction.State.Open.GetValueOrDefault(incidentId) is not { } again)
            {
                return new CloseVerdict(true, "It was not open.", 0, []);
            }

            incident = again;
        }

        var unseen = incident.Firing.Values.Where(f => f.Number > seenAlertCount).OrderBy(f => f.Number).Select(f => f.AlertId).ToArray();
        if (unseen.Length > 0)
        {
            return new CloseVerdict(false, $"{unseen.Length} of its alerts fire that came after the {seenAlertCount} that the run has seen.", incident.AlertCount, unseen);
        }

        transaction.State = transaction.State with { Open = transaction.State.Open.Remove(incidentId) };
        if (transaction.Tell(surroundings?.Judge ?? StandingJudge.None) is { Count: > 0 } facts)
        {
            // Whoever swept the outbox tells it; nobody waits for it here.
            await outbox.AnnounceAsync(ScopeKey.Partition(scope), $"close-{incidentId}", cancellationToken);
            surroundings?.Climate.Learn(facts);
        }

        await store.CommitAsync(ScopeKey.Partition(scope), transaction.Changes(), cancellationToken);
        return new CloseVerdict(
            true, incident.Firing.Count == 0 ? "Nothing fires in it." : "What fires in it has been taken into account; a new firing opens a new incident.", incident.AlertCount, []);
    }

    private async Task<Disposition?> CurrentAsync(string scope, string alertId, CancellationToken cancellationToken) =>
        await store.ReadAsync(ScopeKey.Partition(scope), ScopeRows.Current(alertId), cancellationToken) is { } record ? OpsJson.Read<Disposition>(record.Body) : null;

    // The pointer first: should the process die after the commit, the sweeper finds the outbox.
    private async Task<string> CommitAsync(ScopeTransaction transaction, IReadOnlyList<string> alertIds, CancellationToken cancellationToken)
    {
        var facts = transaction.Tell(surroundings?.Judge ?? StandingJudge.None);
        var partition = ScopeKey.Partition(transaction.Scope);
        var key = $"c-{LengthPrefixedHash.Base32(20, alertIds)}";
        RecordBatch[] batches = [outbox.Announcement(partition, key), .. _directory.Listing(transaction.Scope), new RecordBatch(partition, transaction.Changes())];
        await store.CommitInOrderAsync(batches, cancellationToken);
        _directory.Listed(transaction.Scope);
        surroundings?.Climate.Learn(facts);
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

    /// <summary>What one commit of settling did: the outbox key, or null when nothing was written; and whether all was looked at.</summary>
    private sealed record SettleStep(string? Key, bool Complete);
}
