using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Records;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Core.Correlation.Rehoming;

/// <summary>
/// Says in which scope an alert is decided. That is a function of alert and catalogue, but for what was begun under another
/// catalogue: a scope goes on to serve its open incidents and what it holds back until they are over, so that no repeat opens a
/// second incident and every end finds its beginning (docs/adr/0006). Which conditions these are is written down once, by the
/// first process that starts with a catalogue that puts resources elsewhere, before it decides anything.
/// </summary>
public sealed class ScopeRouter(IRecordStore store, ServiceCatalog services, ScopeDirectory directory, TimeProvider clock)
{
    /// <summary>How old the routes may be that an alert is decided by.</summary>
    public static readonly TimeSpan ReadAgain = TimeSpan.FromMinutes(1);

    /// <summary>For how long after a change scopes are looked through again: a process of the old catalogue may still be at work.</summary>
    public static readonly TimeSpan LookAgainFor = TimeSpan.FromMinutes(15);

    /// <summary>How long a route is kept at least: Event Grid delivers again for a day.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(2);

    private const string Partition = "routes";
    private const string Head = "head";
    private static readonly TimeSpan LookAgainEvery = TimeSpan.FromMinutes(5);

    // Which services there are and which resources belong to them: two catalogues with the same one put every alert into the same place.
    private readonly string _places = LengthPrefixedHash.Hex(
        32,
        services.All.OrderBy(s => s.Name, StringComparer.Ordinal).SelectMany(s => (IEnumerable<string?>)
        [
            s.Name, null, .. s.Resources.Select(r => r.Text).Order(StringComparer.Ordinal), null, .. s.Credentials.SelectMany(c => new[] { c.SecretId, c.Opens, c.Application }), null,
        ]));

    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile RouteTable? _table;
    private DateTimeOffset? _lookedAt;

    /// <summary>The scope of an alert.</summary>
    public async ValueTask<string> OfAsync(Alert alert, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(alert);
        var home = ScopeKey.Of(alert, services);
        var table = _table is { } known && (clock.GetUtcNow() - known.ReadAt).Duration() < ReadAgain ? known : await RefreshAsync(cancellationToken);
        return table.IsEmpty ? home : await OfAsync(alert, home, table, cancellationToken);
    }

    /// <summary>Reads the routes, and finds them first where the catalogue is another than the one that they are for.</summary>
    public Task EnsureAsync(CancellationToken cancellationToken = default) => RefreshAsync(cancellationToken);

    /// <summary>Deletes routes that have been kept for long enough and lead to nothing open any more.</summary>
    public async Task PurgeAsync(CancellationToken cancellationToken = default)
    {
        var old = new List<(Record Record, ScopeRoute Route)>();
        await foreach (var record in store.RangeAsync(Partition, cancellationToken: cancellationToken))
        {
            if (record.Row != Head && OpsJson.Read<ScopeRoute>(record.Body) is var route && route.At + KeptFor <= clock.GetUtcNow())
            {
                old.Add((record, route));
            }
        }

        foreach (var (record, route) in old)
        {
            var state = (await ScopeTransaction.ReadAsync(store, route.Scope, route.Fingerprint is { } f ? [f] : [], cancellationToken)).State;
            if (route.Fingerprint is { } fingerprint ? Holds(state, fingerprint) : HasResource(state, route.Resource))
            {
                continue;
            }

            try
            {
                await store.CommitAsync(Partition, [new RecordChange.Delete(record.Row, record.ETag)], cancellationToken);
            }
            catch (RecordConflictException)
            {
                // Found again meanwhile, so it is new.
            }
        }
    }

    private async Task<string> OfAsync(Alert alert, string home, RouteTable table, CancellationToken cancellationToken)
    {
        foreach (var scope in table.Of(alert).Where(s => s != home))
        {
            var state = (await ScopeTransaction.ReadAsync(store, scope, [alert.Fingerprint], cancellationToken)).State;
            if (state.Fingerprints.GetValueOrDefault(alert.Fingerprint) is { } known
                && (Correlator.EventTime(alert) <= known.LastEventAt || Holds(state, alert.Fingerprint) || await EndsThereAsync(alert, home, known, cancellationToken)))
            {
                return scope;
            }
        }

        foreach (var scope in alert.Status == AlertStatus.Information ? [] : table.OfResource(alert).Where(s => s != home))
        {
            if (HasResource((await ScopeTransaction.ReadAsync(store, scope, [], cancellationToken)).State, alert.Resource))
            {
                // What begins there must find its way back when the incident is closed and the resource leads nowhere.
                await store.CommitAsync(Partition, [new ScopeRoute(scope, alert.Fingerprint, null, clock.GetUtcNow()).Change], cancellationToken);
                _table = null;
                return scope;
            }
        }

        return home;
    }

    // It fires in an incident there, is held back there, or its incident is open and takes it back.
    private static bool Holds(ScopeState state, string fingerprint) => state.Fingerprints.GetValueOrDefault(fingerprint) is { } known
        && (known.IsWithheld || Correlator.FiringIn(state, fingerprint) is not null || (known.IncidentId is { } id && state.Open.ContainsKey(id)));

    private static bool HasResource(ScopeState state, string? resource) =>
        resource is not null && state.Open.Values.Any(i => i.Resources.Contains(resource, StringComparer.Ordinal));

    // A person closed its incident while it fired, and it has not begun again at home: its end belongs there.
    private async Task<bool> EndsThereAsync(Alert alert, string home, FingerprintState known, CancellationToken cancellationToken) =>
        alert.Status == AlertStatus.Resolved && known.Firing
        && (await ScopeTransaction.ReadAsync(store, home, [alert.Fingerprint], cancellationToken)).State.Fingerprints.GetValueOrDefault(alert.Fingerprint) is not { Firing: true };

    private async Task<RouteTable> RefreshAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var now = clock.GetUtcNow();
            if (_table is { } known && (now - known.ReadAt).Duration() < ReadAgain)
            {
                return known;
            }

            await FindAsync(now, cancellationToken);
            var routes = new List<ScopeRoute>();
            await foreach (var record in store.RangeAsync(Partition, cancellationToken: cancellationToken))
            {
                if (record.Row != Head)
                {
                    routes.Add(OpsJson.Read<ScopeRoute>(record.Body));
                }
            }

            return _table = new RouteTable(routes, now);
        }
        finally
        {
            _gate.Release();
        }
    }

    // The routes first, the head after them: whoever dies between finds them again.
    private async Task FindAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var there = await store.ReadAsync(Partition, Head, cancellationToken);
        var head = there is null ? null : OpsJson.Read<RouteHead>(there.Body);
        var changed = head?.Places != _places;
        if (!changed && !(now < head!.ChangedAt + LookAgainFor && !(now - _lookedAt < LookAgainEvery)))
        {
            return;
        }

        await foreach (var scope in directory.AllAsync(cancellationToken: cancellationToken))
        {
            var routes = await RoutesOutOfAsync(scope, now, cancellationToken);
            foreach (var batch in routes.DistinctBy(r => r.Row, StringComparer.Ordinal).Select(r => r.Change).Chunk(IRecordStore.MaxBatch))
            {
                await store.CommitAsync(Partition, batch, cancellationToken);
            }
        }

        _lookedAt = now;
        if (changed)
        {
            var body = OpsJson.Write(new RouteHead(_places, now));
            try
            {
                await store.CommitAsync(
                    Partition, [there is null ? new RecordChange.Insert(Head, body) : new RecordChange.Replace(Head, body, there.ETag)], cancellationToken);
            }
            catch (RecordConflictException)
            {
                // Another process was first, with this catalogue or another; the next look sees which.
            }
        }
    }

    private async Task<IReadOnlyList<ScopeRoute>> RoutesOutOfAsync(string scope, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var state = (await ScopeTransaction.ReadAsync(store, scope, null, cancellationToken)).State;
        var routes = new List<ScopeRoute>();
        foreach (var (fingerprint, known) in state.Fingerprints)
        {
            // What has ended names no resource any more, so it is not known where it belongs now: asked for when it comes again.
            var moved = known.Newest is { } alert ? ScopeKey.Of(alert, services) != scope : Holds(state, fingerprint) || known.UpdatedAt + KeptFor > now;
            if (moved)
            {
                routes.Add(new ScopeRoute(scope, fingerprint, null, now));
            }
        }

        routes.AddRange(state.Open.Values
            .SelectMany(i => i.Resources.Select(r => (Resource: r, i.Service)))
            .Where(r => (services.Find(r.Resource) ?? services.ByName(r.Service)) is not { } service || ScopeKey.OfService(service.Name) != scope)
            .Select(r => new ScopeRoute(scope, null, r.Resource, now)));
        return routes;
    }
}
