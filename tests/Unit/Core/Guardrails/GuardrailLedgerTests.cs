using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Records;
using OpsAutomation.Testing.Records;

namespace OpsAutomation.Unit.Core.Guardrails;

public sealed class GuardrailLedgerTests
{
    private static readonly PlaybookLimits Limits = new(6, TimeSpan.FromMinutes(15), 2);
    private readonly InMemoryRecordStore _store = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));
    private readonly GuardrailLedger _ledger;
    private readonly KillSwitch _switch;

    public GuardrailLedgerTests()
    {
        _ledger = new GuardrailLedger(_store, _clock, new GuardrailSettings(5, TimeSpan.FromMinutes(5), "protected", ["true"]));
        _switch = new KillSwitch(_store, _clock);
    }

    [Fact]
    public async Task The_same_step_of_the_same_incident_gets_the_same_fence_again()
    {
        var first = await Reserve("I1");
        var again = await Reserve("I1");

        Assert.True(first.Granted);
        Assert.Equal(first.Fence, again.Fence);
        Assert.Single(await _ledger.LeasesAsync());
    }

    [Fact]
    public async Task Of_sixty_four_incidents_at_once_one_holds_the_resource()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => Reserve($"I{i}"))));

        Assert.Single(results, r => r.Granted);
        Assert.All(results.Where(r => !r.Granted), r => Assert.Contains(r.Refusals, reason => reason.StartsWith("lease: /vm is held by I", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task All_resources_or_none_are_taken()
    {
        await Reserve("I1", "/b");

        Assert.False((await Reserve("I2", "/a", "/b", "/c")).Granted);
        Assert.Equal(["/b"], (await _ledger.LeasesAsync()).Select(l => l.Resource));
    }

    [Fact]
    public async Task Letter_case_and_order_of_resources_do_not_matter()
    {
        var result = await Reserve("I1", "/B", "/a", "/b");

        Assert.Equal(["/a", "/b"], result.Resources);
        Assert.False((await Reserve("I2", "/A")).Granted);
    }

    [Fact]
    public async Task A_run_that_acted_starts_the_cooldown_when_it_ends_and_one_that_did_not_does_not()
    {
        var fence = (await Reserve("I1")).Fence!.Value;
        await _ledger.ReleaseAsync("I1");
        fence = (await Reserve("I2")).Fence!.Value;
        await _ledger.MarkExecutingAsync("I2", fence, ["/vm"], "op");
        await _ledger.MarkFinishedAsync("I2", "op");
        _clock.Advance(TimeSpan.FromMinutes(30));
        await _ledger.ReleaseAsync("I2");

        _clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Contains((await Reserve("I3")).Refusals, r => r.StartsWith("cooldown: I2", StringComparison.Ordinal));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await Reserve("I3")).Granted);
    }

    [Fact]
    public async Task After_its_runs_of_24_hours_a_resource_is_left_to_people()
    {
        for (var i = 0; i < 2; i++)
        {
            await Act($"I{i}");
            _clock.Advance(TimeSpan.FromHours(2));
        }

        Assert.Contains((await Reserve("I9")).Refusals, r => r.StartsWith("runs-per-day", StringComparison.Ordinal));
        _clock.Advance(TimeSpan.FromHours(21));
        Assert.True((await Reserve("I9")).Granted);
    }

    [Fact]
    public async Task The_tenant_has_only_so_many_actions_an_hour()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.True((await Reserve($"I{i}", $"/vm{i}")).Granted);
        }

        Assert.Contains((await Reserve("I9", "/vm9")).Refusals, r => r.StartsWith("actions-per-hour", StringComparison.Ordinal));
        _clock.Advance(TimeSpan.FromMinutes(61));
        Assert.True((await Reserve("I9", "/vm9")).Granted);
    }

    [Fact]
    public async Task A_lease_stays_while_an_operation_is_unfinished_unless_a_person_decides()
    {
        var fence = (await Reserve("I1")).Fence!.Value;
        Assert.Empty((await _ledger.MarkExecutingAsync("I1", fence, ["/vm"], "op-1")).Refusals());
        _clock.Advance(TimeSpan.FromDays(30));

        Assert.False((await _ledger.ReleaseAsync("I1")).Released);
        Assert.False((await Reserve("I2")).Granted);
        Assert.True((await _ledger.ReleaseAsync("I1", personDecided: true)).Released);
        Assert.Empty(await _ledger.LeasesAsync());
    }

    [Fact]
    public async Task Before_sending_a_lost_or_renewed_lease_is_refused()
    {
        var fence = (await Reserve("I1")).Fence!.Value;
        Assert.Empty((await _ledger.RecheckAsync("I1", fence, ["/vm"])).Refusals());

        Assert.NotEmpty((await _ledger.RecheckAsync("I1", fence + 1, ["/vm"])).Refusals());
        Assert.NotEmpty((await _ledger.RecheckAsync("I2", fence, ["/vm"])).Refusals());
        Assert.NotEmpty((await _ledger.RecheckAsync("I1", fence, [])).Refusals());
        await _ledger.ReleaseAsync("I1");
        Assert.NotEmpty((await _ledger.MarkExecutingAsync("I1", fence, ["/vm"], "op")).Refusals());
    }

    [Fact]
    public async Task The_kill_switch_stops_reserving_and_sending_and_remembers_who_and_why()
    {
        var fence = (await Reserve("I1")).Fence!.Value;
        await _switch.SetAsync(true, "ana", "autoscale storm");

        Assert.Contains((await Reserve("I2", "/other")).Refusals, r => r.Contains("ana stopped all automation", StringComparison.Ordinal) && r.Contains("autoscale storm", StringComparison.Ordinal));
        Assert.NotEmpty((await _ledger.RecheckAsync("I1", fence, ["/vm"])).Refusals());
        await _switch.SetAsync(false, "ben", "over");
        Assert.True((await Reserve("I2", "/other")).Granted);
        Assert.False((await _switch.ReadAsync()).On);
    }

    [Theory]
    [InlineData("kill-switch", "kill-switch")]
    [InlineData("fence", "lease")]
    [InlineData("hour", "actions-per-hour")]
    [InlineData("lease-", "lease")]
    [InlineData("ran-", "cooldown")]
    public async Task A_row_that_cannot_be_read_refuses(string row, string rule)
    {
        await _switch.SetAsync(false, "ana", "test");
        await Reserve("I1");
        var found = _store.Rows("control").First(r => r.Row.StartsWith(row, StringComparison.Ordinal));
        await _store.CommitAsync("control", [new RecordChange.Upsert(found.Row, "{not json")]);

        var result = await _ledger.ReserveAsync(new ReservationRequest("I2", "s", ["/vm"], Limits));

        Assert.False(result.Granted);
        Assert.Contains(result.Refusals, r => r.StartsWith(rule, StringComparison.Ordinal) && r.Contains("cannot be read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_resource_nothing_is_reserved() =>
        Assert.False((await _ledger.ReserveAsync(new ReservationRequest("I1", "s", [], Limits))).Granted);

    private Task<ReservationResult> Reserve(string incident, params string[] resources) =>
        _ledger.ReserveAsync(new ReservationRequest(incident, "s", resources.Length == 0 ? ["/vm"] : resources, Limits));

    private async Task Act(string incident)
    {
        var fence = (await Reserve(incident)).Fence!.Value;
        await _ledger.MarkExecutingAsync(incident, fence, ["/vm"], "op");
        await _ledger.MarkFinishedAsync(incident, "op");
        Assert.True((await _ledger.ReleaseAsync(incident)).Released);
    }
}
