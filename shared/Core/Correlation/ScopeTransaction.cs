using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Correlation;

/// <summary>What a scope looked like when it was read, with the versions that a commit must still find.</summary>
internal sealed class ScopeTransaction
{
    private readonly Dictionary<string, string> _tags = new(StringComparer.Ordinal);
    private readonly List<RecordChange> _changes = [];
    private int _place;

    private ScopeTransaction(string scope) => (Scope, Start, State) = (scope, ScopeState.Empty(scope), ScopeState.Empty(scope));

    public string Scope { get; }

    /// <summary>The state as read.</summary>
    public ScopeState Start { get; private set; }

    /// <summary>The state after the decisions so far.</summary>
    public ScopeState State { get; set; }

    /// <summary>The number of the commit that this will be.</summary>
    public long Sequence { get; private set; }

    /// <summary>Number of rows that the commit would change now.</summary>
    public int Size => _changes.Count + StateChanges().Count() + 1;

    /// <summary>
    /// Reads head, open incidents and the fingerprints in question. The head comes first: whoever commits after that read
    /// changes it, so what was read here is consistent if the commit finds the head unchanged.
    /// </summary>
    public static async Task<ScopeTransaction> ReadAsync(IRecordStore store, string scope, IEnumerable<string> fingerprints, CancellationToken cancellationToken)
    {
        var partition = ScopeKey.Partition(scope);
        var transaction = new ScopeTransaction(scope) { Sequence = 1 };
        if (await store.ReadAsync(partition, ScopeRows.Head, cancellationToken) is { } head)
        {
            transaction.Sequence = OpsJson.Read<ScopeHead>(head.Body).Sequence + 1;
            transaction._tags[ScopeRows.Head] = head.ETag;
        }

        var state = transaction.State;
        await foreach (var record in store.PrefixAsync(partition, ScopeRows.OpenPrefix, cancellationToken))
        {
            var incident = OpsJson.Read<OpenIncidentState>(record.Body);
            state = state with { Open = state.Open.Add(incident.IncidentId, incident) };
            transaction._tags[record.Row] = record.ETag;
        }

        foreach (var fingerprint in fingerprints.Distinct(StringComparer.Ordinal))
        {
            if (await store.ReadAsync(partition, ScopeRows.FingerprintRow(fingerprint), cancellationToken) is { } record)
            {
                state = state with { Fingerprints = state.Fingerprints.Add(fingerprint, OpsJson.Read<FingerprintState>(record.Body)) };
                transaction._tags[record.Row] = record.ETag;
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
        foreach (var effect in effects)
        {
            _changes.Add(Outbox.Row(effect switch
            {
                CorrelationEffect.Open open => Item(ScopeOutbox.OpenIncident, id, new OpenIncident(open.IncidentId, Scope, open.Alert)),
                CorrelationEffect.Join join => Item(ScopeOutbox.AlertJoined, id, new JoinIncident(join.IncidentId, join.Alert)),
                CorrelationEffect.AllClear clear => Item(ScopeOutbox.AllClear, id, new ClearIncident(clear.IncidentId, clear.AlertId)),
                _ => throw new ArgumentOutOfRangeException(nameof(effects), effect, "Unknown effect."),
            }));
        }

        _changes.Add(Outbox.Row(Item(ScopeOutbox.IndexAlert, id, new IndexAlert(id, Scope, alert is null ? null : RecentAlert.Of(alert, Scope, disposition)))));
    }

    /// <summary>Everything that the commit writes.</summary>
    public IReadOnlyList<RecordChange> Changes() =>
        [Put(ScopeRows.Head, OpsJson.Write(new ScopeHead(Sequence))), .. StateChanges(), .. _changes];

    private OutboxItem Item<T>(string kind, string alertId, T body) => ScopeRows.Outbox(Sequence, _place++, kind, alertId, body);

    private IEnumerable<RecordChange> StateChanges()
    {
        foreach (var (id, incident) in State.Open)
        {
            if (!ReferenceEquals(Start.Open.GetValueOrDefault(id), incident))
            {
                yield return Put(ScopeRows.Open(id), OpsJson.Write(incident));
            }
        }

        foreach (var id in Start.Open.Keys.Where(id => !State.Open.ContainsKey(id)))
        {
            yield return new RecordChange.Delete(ScopeRows.Open(id), _tags[ScopeRows.Open(id)]);
        }

        foreach (var (fingerprint, known) in State.Fingerprints)
        {
            if (!ReferenceEquals(Start.Fingerprints.GetValueOrDefault(fingerprint), known))
            {
                yield return Put(ScopeRows.FingerprintRow(fingerprint), OpsJson.Write(known));
            }
        }
    }

    private RecordChange Put(string row, string body) =>
        _tags.TryGetValue(row, out var tag) ? new RecordChange.Replace(row, body, tag) : new RecordChange.Insert(row, body);
}
