using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Rehoming;
using OpsAutomation.Core.Records;
using OpsAutomation.Core.Services;
using OpsAutomation.Testing.Records;

namespace OpsAutomation.Unit.Core.Correlation.Rehoming;

/// <summary>A catalogue that puts a resource into another service neither opens a second incident nor loses an end.</summary>
public sealed class ScopeRouterTests
{
    private const string Vm = "/subscriptions/0a0a/resourcegroups/rg/providers/microsoft.compute/virtualmachines/vm-1";

    private readonly FakeTimeProvider _clock = new(SomeAlert.Noon);
    private readonly InMemoryRecordStore _store = new();
    private readonly ScopeLedger _ledger;

    public ScopeRouterTests() => _ledger = new ScopeLedger(_store, new Outbox(_store, new DuePointers(_store, _clock)), _clock, new Random(7));

    [Fact]
    public async Task Without_a_change_every_alert_is_decided_at_home_and_nothing_is_routed()
    {
        var before = Process("shop");
        await DecideAsync(before, Firing("al-1", "shop", 0));
        Assert.Equal("svc-shop", (await DecideAsync(Process("shop"), Firing("al-2", "shop", 1))).Scope);
        Assert.Equal(["head"], _store.Rows("routes").Select(r => r.Row));
    }

    [Fact]
    public async Task A_repeat_joins_the_incident_that_the_old_scope_has_open()
    {
        var opened = await DecideAsync(Process("shop"), Firing("al-1", "shop", 0));
        var (scope, repeat) = await DecideAsync(Process("checkout"), Firing("al-2", "checkout", 1));
        Assert.Equal(("svc-shop", DispositionKind.Deduplicated, opened.Disposition.IncidentId), (scope, repeat.Kind, repeat.IncidentId));
    }

    [Fact]
    public async Task An_end_finds_its_incident_and_what_begins_after_it_is_closed_is_at_home()
    {
        var opened = await DecideAsync(Process("shop"), Firing("al-1", "shop", 0));
        var after = Process("checkout");
        var ended = await DecideAsync(after, Resolved("al-2", "checkout", 1));
        Assert.Equal(("svc-shop", opened.Disposition.IncidentId), (ended.Scope, ended.Disposition.IncidentId));

        Assert.True((await _ledger.TryCloseAsync("svc-shop", opened.Disposition.IncidentId!, 1)).Closed);
        var again = await DecideAsync(after, Firing("al-3", "checkout", 2));
        Assert.Equal(("svc-checkout", DispositionKind.Opened), (again.Scope, again.Disposition.Kind));
    }

    [Fact]
    public async Task Another_rule_of_the_same_resource_joins_too_and_finds_its_way_back_afterwards()
    {
        var opened = await DecideAsync(Process("shop"), Firing("al-1", "shop", 0));
        var after = Process("checkout");
        var joined = await DecideAsync(after, Firing("al-2", "checkout", 1, "memory-high"));
        Assert.Equal(("svc-shop", DispositionKind.Merged, opened.Disposition.IncidentId), (joined.Scope, joined.Disposition.Kind, joined.Disposition.IncidentId));

        Assert.True((await _ledger.TryCloseAsync("svc-shop", opened.Disposition.IncidentId!, 2)).Closed);
        Assert.Equal("svc-shop", (await DecideAsync(after, Resolved("al-3", "checkout", 2, "memory-high"))).Scope);
    }

    [Fact]
    public async Task What_was_decided_before_is_a_redelivery_after_the_change_too()
    {
        var first = Firing("al-1", "shop", 0);
        await DecideAsync(Process("shop"), first);
        await DecideAsync(Process("shop"), Resolved("al-2", "shop", 1));
        var scope = await Process("checkout").OfAsync(first with { Service = "checkout" });
        var again = await _ledger.ApplyAsync(scope, [first with { Service = "checkout" }]);
        Assert.True(again.Alerts[0].Redelivered);
    }

    [Fact]
    public async Task A_person_who_closed_it_while_it_fired_has_ended_the_old_way()
    {
        var opened = await DecideAsync(Process("shop"), Firing("al-1", "shop", 0));
        Assert.True((await _ledger.TryCloseAsync("svc-shop", opened.Disposition.IncidentId!, 1)).Closed);

        var after = Process("checkout");
        var again = await DecideAsync(after, Firing("al-2", "checkout", 1));
        Assert.Equal(("svc-checkout", DispositionKind.Opened), (again.Scope, again.Disposition.Kind));
        Assert.Equal("svc-checkout", (await DecideAsync(after, Resolved("al-3", "checkout", 2))).Scope);
    }

    [Fact]
    public async Task An_incident_that_a_process_of_the_old_catalogue_opened_meanwhile_is_found_soon()
    {
        var (before, after) = (Process("shop"), Process("checkout"));
        await after.EnsureAsync();
        var opened = await DecideAsync(before, Firing("al-1", "shop", 0));
        _clock.Advance(TimeSpan.FromMinutes(6));
        var repeat = await DecideAsync(after, Firing("al-2", "checkout", 5));
        Assert.Equal(("svc-shop", opened.Disposition.IncidentId), (repeat.Scope, repeat.Disposition.IncidentId));
    }

    [Fact]
    public async Task A_way_to_nothing_is_forgotten_and_one_to_an_open_incident_is_not()
    {
        var opened = await DecideAsync(Process("shop"), Firing("al-1", "shop", 0));
        var after = Process("checkout");
        await after.EnsureAsync();
        _clock.Advance(TimeSpan.FromDays(9));
        await after.PurgeAsync();
        Assert.Equal(3, _store.Rows("routes").Count());

        Assert.True((await _ledger.TryCloseAsync("svc-shop", opened.Disposition.IncidentId!, 1)).Closed);
        await after.PurgeAsync();
        Assert.Equal(["head"], _store.Rows("routes").Select(r => r.Row));
    }

    // A process with the catalogue in which the machine belongs to a service.
    private ScopeRouter Process(string service) => new(
        _store,
        new ServiceCatalog([new Service(service, "maria", null, 1, [], [new ResourcePattern(Vm)], [])]),
        new ScopeDirectory(_store),
        _clock);

    private async Task<(string Scope, Disposition Disposition)> DecideAsync(ScopeRouter router, Alert alert)
    {
        var scope = await router.OfAsync(alert);
        return (scope, (await _ledger.ApplyAsync(scope, [alert])).Alerts[0].Disposition);
    }

    private static Alert Firing(string id, string service, int minute, string rule = "cpu-high") => SomeAlert.Firing(id, Vm, service, rule, minute);

    private static Alert Resolved(string id, string service, int minute, string rule = "cpu-high") => SomeAlert.Resolved(id, Vm, service, rule, minute);
}
