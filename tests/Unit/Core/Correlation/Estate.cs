using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Core.Correlation.Settings;
using OpsAutomation.Core.Correlation.Standings;
using OpsAutomation.Core.Correlation.Storms;
using OpsAutomation.Core.Records;
using OpsAutomation.Core.Services;
using OpsAutomation.Testing.Records;

namespace OpsAutomation.Unit.Core.Correlation;

/// <summary>Several scopes that tell each other what matters, on a store in memory, with everything carried out at once.</summary>
internal sealed class Estate
{
    private readonly ServiceCatalog _services;
    private readonly Outbox _outbox;
    private readonly ClimateLedger _climate;
    private readonly SettleQueue _queue;
    private readonly ScopeSettler _settler;

    public Estate(string yaml, ServiceCatalog? services = null, CorrelationSettings? settings = null)
    {
        settings ??= Settings(yaml);
        _outbox = new Outbox(Store, new DuePointers(Store, Clock));
        _services = services ?? ServiceCatalog.Empty;
        var judge = StandingRules.Of(settings, _services);
        _climate = new ClimateLedger(Store, Clock, [], judge);
        _queue = new SettleQueue(Store, Clock);
        var storms = new StormLedger(Store, _climate, _queue, Clock);
        Ledger = new ScopeLedger(Store, _outbox, Clock, new Random(3), new Surroundings(settings, judge, _climate, _queue, storms));
        _settler = new ScopeSettler(Ledger, _climate, _queue, storms, Clock);
        Calendars = new CalendarWatch(Store, _climate, new RecentAlerts(Store), Clock);
        Keeper = new StormKeeper(settings, judge, _climate, storms, _queue, Clock);
    }

    public InMemoryRecordStore Store { get; } = new();

    public FakeTimeProvider Clock { get; } = new(SomeAlert.Noon);

    public ScopeLedger Ledger { get; }

    public StormKeeper Keeper { get; }

    public CalendarWatch Calendars { get; }

    /// <summary>Incidents of storms that would have been opened.</summary>
    public HashSet<string> Storms { get; } = new(StringComparer.Ordinal);

    /// <summary>What incidents were told, in order: opened, joined, cleared.</summary>
    public List<OutboxItem> Told { get; } = [];

    public static CorrelationSettings Settings(string yaml)
    {
        var bag = new DiagnosticBag();
        var root = YamlFile.Read("correlation.yaml", $"apiVersion: ops/v1\nkind: Correlation\n{yaml}", bag);
        var settings = root is null ? null : CorrelationReader.Read(root);
        Assert.True(settings is not null, string.Join('\n', bag.All));
        return settings;
    }

    /// <summary>The scope of an alert here: that of its service where there is a catalogue, else its service or resource.</summary>
    public string ScopeOf(Alert alert) => alert.Service is { } service && _services.ByName(service) is not null ? ScopeKey.OfService(service) : alert.Service ?? alert.Resource ?? "none";

    /// <summary>Alerts are decided in order, each alone, and what follows is done.</summary>
    public async Task<IReadOnlyList<Disposition>> ReceiveAsync(params Alert[] alerts)
    {
        var dispositions = new List<Disposition>();
        foreach (var alert in alerts)
        {
            var result = await Ledger.ApplyAsync(ScopeOf(alert), [alert]);
            dispositions.AddRange(result.Alerts.Select(a => a.Disposition));
            await DrainAsync(result.Partition);
            if (result.Settle is { } order)
            {
                await SettleAsync(order);
            }
        }

        return dispositions;
    }

    /// <summary>Alerts are decided, and nothing that follows is done: the process died.</summary>
    public async Task DecideOnlyAsync(params Alert[] alerts)
    {
        foreach (var alert in alerts)
        {
            await Ledger.ApplyAsync(ScopeOf(alert), [alert]);
        }
    }

    /// <summary>Time passes, and the timer settles what is due.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        foreach (var order in await _settler.DueAsync(500))
        {
            await SettleAsync(order);
        }
    }

    /// <summary>The orders to settle that wait.</summary>
    public IEnumerable<SettleOrder> Waiting => Store.Rows("settle").Select(r => OpsJson.Read<SettleOrder>(r.Body));

    /// <summary>The history of an alert's dispositions.</summary>
    public Task<IReadOnlyList<Disposition>> HistoryAsync(Alert alert) => Ledger.ReadDispositionsAsync(ScopeOf(alert), alert.Id);

    /// <summary>What fires in the open incidents of a scope, one text per incident in which anything does.</summary>
    public async Task<IReadOnlyList<string>> FiringAsync(string scope) =>
        [.. (await Ledger.ReadOpenAsync(scope)).Where(i => i.Firing.Count > 0).Select(i => string.Join('+', i.Firing.Keys.Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal)];

    /// <summary>Does what waits in a scope's outbox and in those that it leads to.</summary>
    public async Task DrainAsync(string partition)
    {
        var orders = new List<SettleOrder>();
        await _outbox.DrainAsync(partition, async (item, token) =>
        {
            if (item.Kind == ScopeOutbox.Climate)
            {
                var update = OpsJson.Read<ClimateUpdate>(item.Body);
                orders.AddRange(await _settler.TellAsync(update, token));
                Storms.UnionWith((await _settler.StormsOfAsync(update, token)).Select(s => s.IncidentId));
            }
            else if (item.Kind == ScopeOutbox.IndexAlert)
            {
                await new RecentAlerts(Store).PutAsync(OpsJson.Read<IndexAlert>(item.Body).Recent!, token);
            }
            else
            {
                Told.Add(item);
            }
        });
        foreach (var order in orders)
        {
            await SettleAsync(order);
        }
    }

    private async Task SettleAsync(SettleOrder order)
    {
        var result = await _settler.SettleAsync(order);
        if (result.OutboxKeys.Count > 0)
        {
            await DrainAsync(result.Partition);
        }

        await _settler.DoneAsync(order);
    }
}
