using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Core.Correlation.Standings;
using OpsAutomation.Core.Correlation.Storms;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Core.Backtests;

/// <summary>
/// The correlation of a running system on records in memory and a clock of its own: the same ledgers, the same timers,
/// nobody else. What follows a commit is done at once; incidents are kept in a book instead of being run.
/// </summary>
internal sealed class BacktestSystem
{
    // As the timers of a running system: scopes at 5, 15, 25 and so on seconds of each minute, at most 50 at a time; storms at 15 and 45.
    private const int MostAtOnce = 50;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Offset = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StormBeat = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StormOffset = TimeSpan.FromSeconds(15);

    private readonly MemoryRecordStore _store = new();
    private readonly Outbox _outbox;
    private readonly ClimateLedger _climate;
    private readonly SettleQueue _queue;
    private readonly StormLedger _storms;
    private readonly StormKeeper _keeper;
    private readonly ScopeSettler _settler;
    private readonly Dictionary<string, RecentAlert> _decided = new(StringComparer.Ordinal);
    private DateTimeOffset _purged;

    public BacktestSystem(OpsCatalog catalog)
    {
        _outbox = new Outbox(_store, new DuePointers(_store, Clock));
        var judge = StandingRules.Of(catalog.Correlation, catalog.Services, catalog.Classification);
        _climate = new ClimateLedger(_store, Clock, catalog.Calendars.Windows, judge);
        _queue = new SettleQueue(_store, Clock);
        _storms = new StormLedger(_store, _climate, _queue, Clock);
        _keeper = new StormKeeper(catalog.Correlation, judge, _climate, _storms, _queue, Clock);
        Scopes = new ScopeLedger(_store, _outbox, Clock, new Random(0), new Surroundings(catalog.Correlation, judge, _climate, _queue, _storms));
        _settler = new ScopeSettler(Scopes, _climate, _queue, _storms, Clock);
        Book = new IncidentBook(catalog, Clock);
    }

    public BacktestClock Clock { get; } = new();

    public ScopeLedger Scopes { get; }

    public IncidentBook Book { get; }

    /// <summary>The last disposition of an alert.</summary>
    public RecentAlert? Decided(string alertId) => _decided.GetValueOrDefault(alertId);

    /// <summary>Lets time pass, and does what the timers would do in it.</summary>
    /// <param name="time">Until when.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task PassAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        while (await NextLookAsync(cancellationToken) is { } look && look <= time)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Clock.MoveTo(look);
            await LookAsync(cancellationToken);
        }

        Clock.MoveTo(time);
    }

    /// <summary>Does what a call of the ledger owes.</summary>
    public async Task FollowAsync(ScopeResult result, CancellationToken cancellationToken)
    {
        await DrainAsync(result.Partition, cancellationToken);
        await _outbox.RetireAllAsync(result.Partition, result.OutboxKeys, cancellationToken);
        if (result.Settle is { } order)
        {
            await SettleAsync(order, cancellationToken);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var order in await _queue.DueAsync(MostAtOnce, cancellationToken))
        {
            await SettleAsync(order, cancellationToken);
        }

        if (Clock.Now == Next(Clock.Now, StormBeat, StormOffset))
        {
            await WatchAsync(cancellationToken);
        }

        if (Clock.Now - _purged > TimeSpan.FromHours(1))
        {
            _purged = Clock.Now;
            await _settler.PurgeAsync(cancellationToken);
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        foreach (var look in await _keeper.LookAsync(cancellationToken))
        {
            OpenStorm(look.Storm);
            if (look.Over)
            {
                Book.Clear(look.Storm.IncidentId);
                await _keeper.EndAsync(look, cancellationToken);
            }
        }
    }

    // When a timer next finds something to do; null where nothing waits.
    private async Task<DateTimeOffset?> NextLookAsync(CancellationToken cancellationToken)
    {
        var after = Clock.Now.AddTicks(1);
        var storm = (await _storms.ActiveAsync(cancellationToken)).Count > 0 ? Next(after, StormBeat, StormOffset) : (DateTimeOffset?)null;
        var settle = await _queue.FirstAsync(cancellationToken) is { } order ? Next(order.At > after ? order.At : after, Beat, Offset) : (DateTimeOffset?)null;
        return storm is null || settle < storm ? settle : storm;
    }

    private static DateTimeOffset Next(DateTimeOffset at, TimeSpan beat, TimeSpan offset)
    {
        var beats = (at.UtcTicks - offset.Ticks + beat.Ticks - 1) / beat.Ticks;
        return new DateTimeOffset((beats * beat.Ticks) + offset.Ticks, TimeSpan.Zero);
    }

    private async Task SettleAsync(SettleOrder order, CancellationToken cancellationToken)
    {
        var result = await _settler.SettleAsync(order, cancellationToken);
        if (result.OutboxKeys.Count > 0)
        {
            await FollowAsync(result, cancellationToken);
        }

        await _settler.DoneAsync(order, cancellationToken);
    }

    private async Task DrainAsync(string partition, CancellationToken cancellationToken)
    {
        var orders = new List<SettleOrder>();
        var cleared = new List<string>();
        Book.Climate = await _climate.RecentAsync(cancellationToken);
        await _outbox.DrainAsync(partition, (item, token) => DoAsync(item, orders, cleared, token), cancellationToken);
        foreach (var incidentId in cleared)
        {
            await CloseAsync(incidentId, cancellationToken);
        }

        foreach (var order in orders)
        {
            await SettleAsync(order, cancellationToken);
        }
    }

    private async Task DoAsync(OutboxItem item, List<SettleOrder> orders, List<string> cleared, CancellationToken cancellationToken)
    {
        switch (item.Kind)
        {
            case ScopeOutbox.Climate:
                var update = OpsJson.Read<ClimateUpdate>(item.Body);
                orders.AddRange(await _settler.TellAsync(update, cancellationToken));
                foreach (var storm in await _settler.StormsOfAsync(update, cancellationToken))
                {
                    OpenStorm(storm);
                }

                break;
            case ScopeOutbox.OpenIncident:
                Book.Open(OpsJson.Read<OpenIncident>(item.Body));
                break;
            case ScopeOutbox.AlertJoined:
                var joined = OpsJson.Read<JoinIncident>(item.Body);
                Book.Join(joined.IncidentId, joined.Alert);
                break;
            case ScopeOutbox.AllClear:
                cleared.Add(OpsJson.Read<ClearIncident>(item.Body).IncidentId);
                break;
            case ScopeOutbox.IndexAlert:
                var indexed = OpsJson.Read<IndexAlert>(item.Body);
                _decided[indexed.AlertId] = indexed.Recent ?? _decided[indexed.AlertId];
                break;
            default:
                break;
        }
    }

    private void OpenStorm(ClimateStorm storm) =>
        Book.Open(new OpenIncident(storm.IncidentId, $"storm-{storm.Key}", StormLedger.AlertOf(storm)));

    // Nothing is remediated here, so nothing has to be verified before it closes.
    private async Task CloseAsync(string incidentId, CancellationToken cancellationToken)
    {
        Book.Clear(incidentId);
        if (Book.ScopeOf(incidentId) is { } scope && (await Scopes.TryCloseAsync(scope, incidentId, int.MaxValue, cancellationToken)).Closed)
        {
            await DrainAsync(ScopeKey.Partition(scope), cancellationToken);
        }
    }
}
