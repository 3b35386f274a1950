using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Alerts.Matching;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Settings;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Unit.Core.Correlation;

/// <summary>A platform alert explains what fires on the same resource, whichever came first, and only while it fires.</summary>
public sealed class InhibitionTests
{
    private const string Rules = """
        inhibitions:
          - name: host-down
            source: [rule = host-down]
            target: [rule != host-down]
            equal: [resource]
        """;

    private readonly Estate _estate = new(Rules);
    private readonly Alert _host = SomeAlert.Firing("al-host", "web", "platform", rule: "host-down");
    private readonly Alert _cpu = SomeAlert.Firing("al-cpu", "web", "shop", minute: 1);

    [Fact]
    public async Task An_alert_that_another_explains_opens_nothing_and_says_which()
    {
        await _estate.ReceiveAsync(_host);
        var disposition = Assert.Single(await _estate.ReceiveAsync(_cpu));

        Assert.Equal(DispositionKind.Inhibited, disposition.Kind);
        Assert.Contains("al-host", disposition.Reason, StringComparison.Ordinal);
        Assert.Contains("would have opened an incident", disposition.Otherwise, StringComparison.Ordinal);
        Assert.Empty(await _estate.Ledger.ReadOpenAsync("shop"));
    }

    [Fact]
    public async Task When_the_source_comes_second_the_target_is_taken_out_of_its_incident()
    {
        await _estate.ReceiveAsync(_cpu, _host);

        var history = await _estate.HistoryAsync(_cpu);
        Assert.Equal([DispositionKind.Opened, DispositionKind.Inhibited], history.Select(h => h.Kind));
        Assert.Equal((DispositionKind.Opened, 2), (history[1].Supersedes, history[1].Number));
        var clear = OpsJson.Read<ClearIncident>(Assert.Single(_estate.Told, t => t.Kind == ScopeOutbox.AllClear).Body);
        Assert.Contains("host-down", clear.Because, StringComparison.Ordinal);
        Assert.Empty(await _estate.FiringAsync("shop"));
    }

    [Fact]
    public async Task When_the_source_ends_what_still_fires_is_told_then()
    {
        await _estate.ReceiveAsync(_host, _cpu, SomeAlert.Resolved("al-host-end", "web", "platform", rule: "host-down", minute: 5));

        Assert.Equal([DispositionKind.Inhibited, DispositionKind.Opened], (await _estate.HistoryAsync(_cpu)).Select(h => h.Kind));
        Assert.Single(await _estate.FiringAsync("shop"));
        var opened = OpsJson.Read<OpenIncident>(_estate.Told.Last(t => t.Kind == ScopeOutbox.OpenIncident).Body);
        Assert.Equal("al-cpu", opened.Alert.Id);
        Assert.Contains("still fires", opened.Because, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_condition_that_ends_while_it_is_inhibited_ends_quietly_and_leaves_nothing()
    {
        var end = SomeAlert.Resolved("al-cpu-end", "web", "shop", minute: 3);
        var dispositions = await _estate.ReceiveAsync(_host, _cpu, end);
        await _estate.ReceiveAsync(SomeAlert.Resolved("al-host-end", "web", "platform", rule: "host-down", minute: 5));

        Assert.Equal(DispositionKind.Resolved, dispositions[2].Kind);
        Assert.Contains("held back", dispositions[2].Reason, StringComparison.Ordinal);
        Assert.Empty(await _estate.FiringAsync("shop"));
        Assert.Single(_estate.Told, t => t.Kind == ScopeOutbox.OpenIncident);
    }

    [Fact]
    public async Task Another_resource_is_not_explained()
    {
        await _estate.ReceiveAsync(_host);
        Assert.Equal(DispositionKind.Opened, (await _estate.ReceiveAsync(SomeAlert.Firing("al-db", "db", "shop")))[0].Kind);
    }

    [Fact]
    public async Task An_alert_without_the_field_is_never_explained()
    {
        await _estate.ReceiveAsync(SomeAlert.Firing("al-host", null, "platform", rule: "host-down"));
        Assert.Equal(DispositionKind.Opened, (await _estate.ReceiveAsync(SomeAlert.Firing("al-x", null, "shop")))[0].Kind);
    }

    [Fact]
    public async Task One_that_was_withdrawn_and_comes_back_is_written_into_its_incident_again()
    {
        await _estate.ReceiveAsync(_cpu, _host, SomeAlert.Resolved("al-host-end", "web", "platform", rule: "host-down", minute: 5));

        var joined = OpsJson.Read<JoinIncident>(Assert.Single(_estate.Told, t => t.Kind == ScopeOutbox.AlertJoined).Body);
        Assert.Equal("al-cpu", joined.Alert.Id);
        Assert.NotNull(joined.Occasion);
        Assert.Equal(
            [DispositionKind.Opened, DispositionKind.Inhibited, DispositionKind.Merged], (await _estate.HistoryAsync(_cpu)).Select(h => h.Kind));
    }

    [Fact]
    public async Task An_incident_that_is_left_with_other_conditions_goes_on()
    {
        await _estate.ReceiveAsync(_cpu, SomeAlert.Firing("al-db", "db", "shop"), _host);

        Assert.DoesNotContain(_estate.Told, t => t.Kind == ScopeOutbox.AllClear);
        Assert.Single(Assert.Single(await _estate.Ledger.ReadOpenAsync("shop")).Firing);
    }

    [Fact]
    public async Task Both_arriving_at_once_and_drained_in_any_order_end_the_same()
    {
        await _estate.DecideOnlyAsync(_cpu, _host);
        await _estate.DrainAsync("scope-platform");
        await _estate.DrainAsync("scope-shop");

        Assert.Equal(DispositionKind.Inhibited, (await _estate.HistoryAsync(_cpu))[^1].Kind);
    }

    [Fact]
    public async Task A_source_that_ended_unseen_does_not_hide_for_ever()
    {
        // The target was judged by a climate that is a second old: its source had just ended, and nobody knew of the target yet.
        await _estate.ReceiveAsync(_host);
        await _estate.DecideOnlyAsync(SomeAlert.Firing("warm", "other", "shop2"));
        await _estate.DecideOnlyAsync(_cpu);
        await _estate.ReceiveAsync(SomeAlert.Resolved("al-host-end", "web", "platform", rule: "host-down", minute: 5));
        await _estate.DrainAsync("scope-shop");

        Assert.Equal(DispositionKind.Opened, (await _estate.HistoryAsync(_cpu))[^1].Kind);
    }

    [Fact]
    public async Task Settling_when_nothing_changed_writes_nothing()
    {
        await _estate.ReceiveAsync(_cpu, _host);
        var commits = _estate.Store.Commits;
        await _estate.Ledger.SettleAsync("shop");
        await _estate.Ledger.SettleAsync("nowhere");

        Assert.Equal(commits, _estate.Store.Commits);
    }

    [Fact]
    public async Task What_was_closed_by_someone_who_had_seen_it_stays_closed()
    {
        var opened = (await _estate.ReceiveAsync(_cpu))[0];
        await _estate.Ledger.TryCloseAsync("shop", opened.IncidentId!, 1);
        await _estate.ReceiveAsync(_host, SomeAlert.Resolved("al-host-end", "web", "platform", rule: "host-down", minute: 5));

        Assert.Empty(await _estate.Ledger.ReadOpenAsync("shop"));
        Assert.Single(await _estate.HistoryAsync(_cpu));
    }

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(2, 1, 0)]
    [InlineData(1, 2, 0)]
    [InlineData(1, 0, 2)]
    public async Task Of_rules_that_explain_each_other_the_oldest_condition_is_told_whatever_came_first(params int[] order)
    {
        var estate = new Estate(string.Empty, settings: new CorrelationSettings
        {
            Inhibitions = [Explains("a", "rule = x", "rule = y"), Explains("b", "rule = y", "rule = z"), Explains("c", "rule = z", "rule = x")],
        });
        Alert[] alerts =
        [
            SomeAlert.Firing("al-x", "web", "x", "x", 1), SomeAlert.Firing("al-y", "web", "y", "y", 2), SomeAlert.Firing("al-z", "web", "z", "z", 3),
        ];
        await estate.ReceiveAsync([.. order.Select(i => alerts[i])]);
        await estate.PassAsync(TimeSpan.FromMinutes(6));

        Assert.Single(await estate.FiringAsync("x"));
        Assert.Empty(await estate.FiringAsync("y"));
        Assert.Empty(await estate.FiringAsync("z"));
    }

    [Fact]
    public async Task Two_rules_that_are_each_others_reverse_do_not_silence_both()
    {
        var estate = new Estate(string.Empty, settings: new CorrelationSettings { Inhibitions = [Explains("a", "rule = x", "rule = y"), Explains("b", "rule = y", "rule = x")] });
        await estate.ReceiveAsync(SomeAlert.Firing("al-y", "web", "y", "y", 2), SomeAlert.Firing("al-x", "web", "x", "x", 1));

        Assert.Single(await estate.FiringAsync("x"));
        Assert.Empty(await estate.FiringAsync("y"));

        // The older ends, and the younger is told.
        await estate.ReceiveAsync(SomeAlert.Resolved("end", "web", "x", "x", 5));
        Assert.Single(await estate.FiringAsync("y"));
    }

    private static InhibitionSetting Explains(string name, string source, string target) =>
        new(name, AlertMatcher.Parse(source).Matcher!, AlertMatcher.Parse(target).Matcher!, [AlertField.Find("resource")!]);
}
