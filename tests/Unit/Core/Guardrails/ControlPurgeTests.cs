using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Holds;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Records;
using OpsAutomation.Testing.Records;
using Record = OpsAutomation.Core.Records.Record;

namespace OpsAutomation.Unit.Core.Guardrails;

/// <summary>What no rule asks for any more goes, and nothing else.</summary>
public sealed class ControlPurgeTests
{
    private static readonly GuardrailSettings Then = new(10, TimeSpan.FromMinutes(5), "protected", ["true"]);
    private static readonly GuardrailSettings Now = Then with { MaxActionsPerHour = 9 };
    private readonly InMemoryRecordStore _store = new();
    private readonly FakeTimeProvider _clock = new(RuleFacts.Now);

    [Fact]
    public async Task Runs_go_when_their_cooldown_and_their_day_are_over_and_not_while_one_is_under_way()
    {
        await ActAsync("I1", "/a", cooldown: 5);
        await ActAsync("I2", "/b", cooldown: 60 * 24 * 10);
        await ReserveAsync("I3", "/c", Then);
        _clock.Advance(TimeSpan.FromDays(2));

        await Purge(Then).RunAsync();

        Assert.Equal(["/b", "/c"], Rows("ran-").Select(r => OpsJson.Read<RunHistory>(r.Body).Resource).Order(StringComparer.Ordinal));
        Assert.Contains((await ReserveAsync("I4", "/b", Then)).Refusals, r => r.StartsWith("cooldown", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Settings_stay_while_somebody_holds_something_under_them()
    {
        var fence = (await ReserveAsync("I1", "/a", Then)).Fence!.Value;
        await ReserveAsync("I2", "/b", Now);
        Assert.Equal(0, await Purge(Now).RunAsync());
        Assert.Empty((await new GuardrailLedger(_store, _clock, Now).RecheckAsync("I1", fence, ["/a"])).Refusals());

        await new GuardrailLedger(_store, _clock, Now).ReleaseAsync("I1");
        await new GuardrailLedger(_store, _clock, Now).ReleaseAsync("I2");
        await Purge(Now).RunAsync();

        Assert.Equal($"settings-{Now.Hash}", Assert.Single(Rows("settings-")).Row);
    }

    [Fact]
    public async Task What_cannot_be_understood_stays()
    {
        await ReserveAsync("I1", "/a", Then);
        await new GuardrailLedger(_store, _clock, Then).ReleaseAsync("I1");
        await _store.CommitAsync("control", [new RecordChange.Upsert("ran-broken", "{"), new RecordChange.Upsert("lease-broken", "{")]);
        _clock.Advance(TimeSpan.FromDays(30));

        await Purge(Now).RunAsync();

        Assert.Contains(Rows("ran-"), r => r.Row == "ran-broken");
        Assert.Single(Rows("settings-"));
    }

    [Fact]
    public async Task The_log_of_holds_is_kept_for_a_year()
    {
        var holds = new HoldLedger(_store, _clock);
        await holds.PlaceAsync(RuleFacts.Vm, RuleFacts.Now.AddHours(1), "ana", null);
        _clock.Advance(TimeSpan.FromDays(200));
        await holds.ReleaseAsync(RuleFacts.Vm, "ana", null);
        await Purge(Then).RunAsync();
        Assert.Equal(2, (await holds.LogAsync()).Count);

        _clock.Advance(TimeSpan.FromDays(200));
        await Purge(Then).RunAsync();

        Assert.True(Assert.Single(await holds.LogAsync()).Released);
    }

    private ControlPurge Purge(GuardrailSettings settings) => new(_store, settings, _clock);

    private IEnumerable<Record> Rows(string prefix) => _store.Rows("control").Where(r => r.Row.StartsWith(prefix, StringComparison.Ordinal));

    private Task<ReservationResult> ReserveAsync(string incident, string resource, GuardrailSettings settings, int cooldown = 5) =>
        new GuardrailLedger(_store, _clock, settings).ReserveAsync(new ReservationRequest(incident, "s", [resource], new PlaybookLimits(6, TimeSpan.FromMinutes(cooldown), 4)) { Playbook = $"p-{resource[1..]}" });

    private async Task ActAsync(string incident, string resource, int cooldown)
    {
        var fence = (await ReserveAsync(incident, resource, Then, cooldown)).Fence!.Value;
        var ledger = new GuardrailLedger(_store, _clock, Then);
        await ledger.MarkExecutingAsync(incident, fence, [resource], "op");
        await ledger.MarkFinishedAsync(incident, "op");
        await ledger.ReleaseAsync(incident);
    }
}
