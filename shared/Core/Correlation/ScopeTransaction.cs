using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Core.Correlation.Standings;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Correlation;

/// <summary>What a scope looked like when it was read, with the versions that a commit must still find.</summary>
internal sealed class ScopeTransaction
{
    private readonly Dictionary<string, string> _tags = new(StringComparer.Ordinal);
    private readonly List<RecordChange> _changes = [];
    private readonly List<ClimateFact> _events = [];
    private int _place;

    private ScopeTransaction(string scope) => (Scope, Start, State) = (scope, ScopeState.Empty(scope), ScopeState.Empty(scope));

    public string Scope { get; }

    /// <summary>The state as read.</summary>
    public ScopeState Start { get; private set; }

    /// <summary>The state after the decisions so far.</summary>
    public ScopeState State { get; set; }

    /// <summary>The number of the commit that this will be.</summary>
    public long Sequence { get; private set; }

    /// <summary>When the scope is to be settled, as the head says; set it before the commit.</summary>
    public DateTimeOffset? SettleAt { get; set; }

    /// <summary>Number of rows that the commit would change now: these, the head, and what other scopes are told.</summary>
    public int Size => _changes.Count + ChangedOpen.Count() + GoneOpen.Count() + Touched.Count() + Forgotten.Count() + 2;

    /// <summary>The fingerprints that the decisions so far changed.</summary>
    public IEnumerable<string> Touched =>
        State.Fingerprints.Where(f => !ReferenceEquals(Start.Fingerprints.GetValueOrDefault(f.Key), f.Value)).Select(f => f.Key);

    /// <summary>The fingerprints of which the scope has lost sight.</summary>
    public IEnumerable<string> Forgotten => Start.Fingerprints.Keys.Where(f => !State.Fingerprints.ContainsKey(f));

    /// <summary>
    /// Reads head, open incidents and the fingerprints in question, or all where none are given. The head comes first:
    /// whoever commits after that read changes it, so what was read here is consistent if the commit finds the head unchanged.
    /// </summary>
    public static async Task<ScopeTransaction> ReadAsync(IRecordStore store, string scope, IEnumerable<string>? fingerprints, CancellationToken cancellationToken)
    {
        var partition = ScopeKey.Partition(scope);
        var transaction = new ScopeTransaction(scope) { Sequence = 1 };
        if (await store.ReadAsync(partition, ScopeRows.Head, cancellationToken) is { } head)
        {
            var read = OpsJson.Read<ScopeHead>(head.Body);
            (transaction.Sequence, transaction.SettleAt) = (read.Sequence + 1, read.SettleAt);
            transaction._tags[ScopeRows.Head] = head.ETag;
        }

        var state = transaction.State;
        await foreach (var record in store.PrefixAsync(partition, ScopeRows.OpenPrefix, cancellationToken))
        {
            var incident = OpsJson.Read<OpenIncidentState>(record.Body);
            state = state with { Open = state.Open.Add(incident.IncidentId, incident) };
            transaction._tags[record.Row] = record.ETag;
        }

        if (fingerprints is null)
        {
            await foreach (var record in store.PrefixAsync(partition, ScopeRows.FingerprintPrefix, cancellationToken))
            {
                state = transaction.Known(state, record.Row[ScopeRows.FingerprintPrefix.Length..], record);
            }
        }

        foreach (var fingerprint in (fingerprints ?? []).Distinct(StringComparer.Ordinal))
        {
            if (await store.ReadAsync(partition, ScopeRows.FingerprintRow(fingerprint), cancellationToken) is { } record)
            {
                state = transaction.Known(state, fingerprint, record);
            }
        }

        transaction.Start = transaction.State = state;
        return transaction;
    }

    /// <summary>Adds the rows of one decided alert: inbox, history, current, outbox. What was never an alert has none.</summary>
    public void Record(Alert? alert, Disposition disposition, IReadOnlyList<CorrelationEffect> effects)
    {
        var id = disposition.AlertId;
        var body = OpsJson.Write(disposition);
        _changes.Add(new RecordChange.Insert(ScopeRows.Inbox(id), OpsJson.Write(new InboxEntry(disposition.At))));
        _changes.Add(new RecordChange.Insert(ScopeRows.History(id, 1), body));
        _changes.Add(new RecordChange.Insert(ScopeRows.Current(id), body));
        Emit(id, effects, occasion: null);
        _changes.Add(Outbox.Row(Item(ScopeOutbox.IndexAlert, id, new IndexAlert(id, Scope, alert is null ? null : RecentAlert.Of(alert, Scope, disposition)))));
    }

    /// <summary>Adds the rows of a condition that was judged again: a newer entry of its alert's history, which becomes the current one, and outbox.</summary>
    /// <param name="decision">What was decided.</param>
    /// <param name="alert">The condition's newest firing alert; null when it does not fire.</param>
    /// <param name="current">The row of that alert's current disposition; null when there is none, or when it stays.</param>
    public void Supersede(SettleDecision decision, Alert? alert, Record? current)
    {
        var alertId = alert?.Id ?? "none";
        if (decision.Disposition is { } disposition && alert is not null && current is not null)
        {
            var before = OpsJson.Read<Disposition>(current.Body);
            var body = OpsJson.Write(disposition with { Supersedes = before.Kind, Number = before.Number + 1 });
            _changes.Add(new RecordChange.Insert(ScopeRows.History(alertId, before.Number + 1), body));
            _changes.Add(new RecordChange.Replace(ScopeRows.Current(alertId), body, current.ETag));
            _changes.Add(Outbox.Row(Item(ScopeOutbox.IndexAlert, alertId, new IndexAlert(alertId, Scope, RecentAlert.Of(alert, Scope, disposition)))));
        }

        Emit(alertId, decision.Effects, Sequence);
    }

    /// <summary>Something happened that others must know of.</summary>
    public void Happened(IEnumerable<ClimateFact> events) => _events.AddRange(events);

    /// <summary>Adds what other scopes must know of the conditions that changed and of what happened, as one outbox row.</summary>
    /// <returns>The facts, for whoever caches them.</returns>
    public IReadOnlyCollection<ClimateFact> Tell(StandingJudge judge)
    {
        var facts = new List<ClimateFact>(_events);
        var withheld = false;

        // What fired in an incident that was closed leads nobody any more, though it is as it was.
        var left = Start.Open.Where(o => !State.Open.ContainsKey(o.Key)).SelectMany(o => o.Value.Firing.Keys).Where(State.Fingerprints.ContainsKey);
        foreach (var fingerprint in Touched.Union(left, StringComparer.Ordinal))
        {
            var (before, after) = (Facts(judge, Start, fingerprint), Facts(judge, State, fingerprint));
            facts.AddRange(after.Where(a => !before.Contains(a)));
            facts.AddRange(before.Where(b => !after.Exists(a => a.Row == b.Row && a.Partition == b.Partition)).Select(b => b with { Body = null }));
            withheld |= State.Fingerprints[fingerprint].IsWithheld;
        }

        foreach (var id in Start.Open.Keys.Union(State.Open.Keys, StringComparer.Ordinal))
        {
            var (before, after) = (Incident(judge, Start, id), Incident(judge, State, id));
            facts.AddRange(after.Where(a => !before.Contains(a)));
            facts.AddRange(before.Where(b => !after.Exists(a => a.Row == b.Row)).Select(b => b with { Body = null }));
        }

        if (facts.Count > 0)
        {
            _changes.Add(Outbox.Row(Item(ScopeOutbox.Climate, "all", new ClimateUpdate(Scope, Sequence, facts, withheld))));
        }

        return facts;
    }

    /// <summary>What one condition tells other scopes, as a state has it.</summary>
    public static List<ClimateFact> Facts(StandingJudge judge, ScopeState state, string fingerprint) =>
        state.Fingerprints.GetValueOrDefault(fingerprint) is { Firing: true, Newest: not null } known ? [.. judge.FactsOf(state.Scope, known, Correlator.FiringIn(state, fingerprint)?.IncidentId)] : [];

    private static List<ClimateFact> Incident(StandingJudge judge, ScopeState state, string id) =>
        state.Open.GetValueOrDefault(id) is { } incident ? [.. judge.IncidentFacts(incident)] : [];

    /// <summary>Everything that the commit writes.</summary>
    public IReadOnlyList<RecordChange> Changes() =>
        [Put(ScopeRows.Head, OpsJson.Write(new ScopeHead(Sequence, SettleAt))), .. StateChanges(), .. _changes];

    private ScopeState Known(ScopeState state, string fingerprint, Record record)
    {
        _tags[record.Row] = record.ETag;
        return state with { Fingerprints = state.Fingerprints.Add(fingerprint, OpsJson.Read<FingerprintState>(record.Body)) };
    }

    private void Emit(string alertId, IReadOnlyList<CorrelationEffect> effects, long? occasion)
    {
        foreach (var effect in effects)
        {
            _changes.Add(Outbox.Row(effect switch
            {
                CorrelationEffect.Open open => Item(
                    ScopeOutbox.OpenIncident,
                    alertId,
                    new OpenIncident(open.IncidentId, Scope, open.Alert, open.Because is null ? null : State.Open[open.IncidentId].OpenedAt, open.Because, open.PersonOnly)),
                CorrelationEffect.Join join => Item(ScopeOutbox.AlertJoined, alertId, new JoinIncident(join.IncidentId, join.Alert, occasion, join.Because)),
                CorrelationEffect.AllClear clear => Item(ScopeOutbox.AllClear, alertId, new ClearIncident(clear.IncidentId, clear.AlertId, occasion, clear.Because, clear.Withdrawn)),
                CorrelationEffect.Note note => Item(
                    ScopeOutbox.Note,
                    alertId,
                    new NoteIncident(
                        note.IncidentId,
                        note.Alert.Id,
                        note.AcknowledgedBy is { } by ? $"{by} acknowledged it in {note.Alert.Source}." : $"The {note.Alert.Severity} alert '{note.Alert.Rule}' of {Places.About(note.Alert)} is taken for a part or a consequence of this incident, and has none of its own: {note.Alert.Summary}",
                        note.AcknowledgedBy)),
                _ => throw new ArgumentOutOfRangeException(nameof(effects), effect, "Unknown effect."),
            }));
        }
    }

    private OutboxItem Item<T>(string kind, string alertId, T body) => ScopeRows.Outbox(Sequence, _place++, kind, alertId, body);

    private IEnumerable<OpenIncidentState> ChangedOpen => State.Open.Values.Where(i => !ReferenceEquals(Start.Open.GetValueOrDefault(i.IncidentId), i));

    private IEnumerable<string> GoneOpen => Start.Open.Keys.Where(id => !State.Open.ContainsKey(id));

    private IEnumerable<RecordChange> StateChanges() =>
        ChangedOpen.Select(incident => Put(ScopeRows.Open(incident.IncidentId), OpsJson.Write(incident)))
            .Concat(GoneOpen.Select(id => new RecordChange.Delete(ScopeRows.Open(id), _tags[ScopeRows.Open(id)])))
            .Concat(Forgotten.Select(fingerprint => new RecordChange.Delete(ScopeRows.FingerprintRow(fingerprint), _tags[ScopeRows.FingerprintRow(fingerprint)])))
            .Concat(Touched.Select(fingerprint => Put(ScopeRows.FingerprintRow(fingerprint), OpsJson.Write(State.Fingerprints[fingerprint]))));

    private RecordChange Put(string row, string body) =>
        _tags.TryGetValue(row, out var tag) ? new RecordChange.Replace(row, body, tag) : new RecordChange.Insert(row, body);
}
