using OpsAutomation.Core.Calendars.Silencing;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Unit.Core.Correlation;

/// <summary>A silence hides what begins while it lasts; what still fires at its end is told then (azure-docs#56666).</summary>
public sealed class SuppressionTests
{
    private readonly Estate _estate = new(string.Empty);

    [Fact]
    public async Task A_silenced_alert_opens_nothing_and_says_by_whom_and_until_when()
    {
        await SilenceAsync("2h");
        var disposition = (await _estate.ReceiveAsync(SomeAlert.Firing("al-1", "web", "shop")))[0];

        Assert.Equal(DispositionKind.Suppressed, disposition.Kind);
        Assert.Contains("silence s-1 by ana until 2026-11-24 14:00 UTC: deploying", disposition.Reason, StringComparison.Ordinal);
        Assert.Empty(_estate.Told);
    }

    [Fact]
    public async Task At_its_end_what_still_fires_is_told_and_what_ended_is_not()
    {
        await SilenceAsync("2h");
        var still = SomeAlert.Firing("al-1", "web", "shop");
        await _estate.ReceiveAsync(still, SomeAlert.Firing("al-2", "db", "shop", rule: "disk"), SomeAlert.Resolved("al-3", "db", "shop", rule: "disk", minute: 5));
        await _estate.PassAsync(TimeSpan.FromMinutes(119));
        Assert.Empty(_estate.Told);
        await _estate.PassAsync(TimeSpan.FromMinutes(2));

        var opened = OpsJson.Read<OpenIncident>(Assert.Single(_estate.Told).Body);
        Assert.Equal("al-1", opened.Alert.Id);
        Assert.Equal([DispositionKind.Suppressed, DispositionKind.Opened], (await _estate.HistoryAsync(still)).Select(h => h.Kind));
        Assert.Empty(_estate.Waiting);
    }

    [Fact]
    public async Task A_cancelled_silence_ends_within_a_minute_or_so()
    {
        await SilenceAsync("2h");
        await _estate.ReceiveAsync(SomeAlert.Firing("al-1", "web", "shop"));
        await new SilenceLedger(_estate.Store, _estate.Clock).CancelAsync("s-1", "ben", "done");
        await _estate.PassAsync(TimeSpan.FromMinutes(1.1));

        Assert.Single(_estate.Told);
    }

    [Fact]
    public async Task What_was_told_before_stays_told()
    {
        await _estate.ReceiveAsync(SomeAlert.Firing("al-1", "web", "shop"));
        await SilenceAsync("2h");
        await _estate.Ledger.SettleAsync("shop");
        Assert.Equal(DispositionKind.Deduplicated, (await _estate.ReceiveAsync(SomeAlert.Firing("al-2", "web", "shop", minute: 1)))[0].Kind);
        Assert.DoesNotContain(_estate.Told, t => t.Kind == ScopeOutbox.AllClear);
    }

    [Fact]
    public async Task Inhibition_goes_before_a_silence_and_when_it_ends_the_silence_still_holds()
    {
        var estate = new Estate("inhibitions: [{name: host-down, source: [rule = host-down], target: [rule = cpu-high], equal: [resource]}]");
        await new SilenceLedger(estate.Store, estate.Clock).CreateAsync(new SilenceDraft(["rule = cpu-high"], "deploying", For: "2h", Id: "s-1"), "ana");
        var cpu = SomeAlert.Firing("al-1", "web", "shop");
        await estate.ReceiveAsync(
            SomeAlert.Firing("al-h", "web", "platform", rule: "host-down"), cpu, SomeAlert.Resolved("al-i", "web", "platform", rule: "host-down", minute: 3));

        Assert.Equal([DispositionKind.Inhibited, DispositionKind.Suppressed], (await estate.HistoryAsync(cpu)).Select(h => h.Kind));
    }

    [Fact]
    public async Task Beginning_and_end_are_events_and_the_end_says_how_many_it_hid()
    {
        await SilenceAsync("2h");
        await _estate.ReceiveAsync(SomeAlert.Firing("al-1", "web", "shop"), SomeAlert.Firing("al-2", "db", "shop"));
        Assert.True(Assert.Single(await _estate.Calendars.LookAsync()).Began);
        Assert.Empty(await _estate.Calendars.LookAsync());
        _estate.Clock.Advance(TimeSpan.FromHours(2));
        var ended = Assert.Single(await _estate.Calendars.LookAsync());

        Assert.Equal((false, 2), (ended.Began, ended.Hidden));
        Assert.Equal([false, true], (await _estate.Calendars.NewestAsync(5)).Select(e => e.Began));
    }

    private async Task SilenceAsync(string length)
    {
        var result = await new SilenceLedger(_estate.Store, _estate.Clock).CreateAsync(new SilenceDraft(["service = shop"], "deploying", For: length, Id: "s-1"), "ana");
        Assert.Equal(SilenceOutcome.Done, result.Outcome);
        _estate.Clock.Advance(TimeSpan.FromMilliseconds(1));
    }
}
