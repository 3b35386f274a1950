using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Storms;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Unit.Core.Correlation;

/// <summary>In a storm one incident says what is withheld, and when it is over what still fires is told bit by bit.</summary>
public sealed class StormTests
{
    private const string Rules = "storm: {calm: 10m, limits: [{name: per-rule, by: [rule], openings: 5, within: 5m}, {name: tenant, openings: 8, within: 5m}]}";
    private readonly Estate _estate = new(Rules);

    [Fact]
    public async Task From_the_limit_on_nothing_opens_and_one_incident_counts_what_is_withheld()
    {
        var dispositions = await _estate.ReceiveAsync([.. Enumerable.Range(0, 12).Select(i => Alert(i))]);

        Assert.Equal(5, dispositions.Count(d => d.Kind == DispositionKind.Opened));
        Assert.Equal(7, dispositions.Count(d => d.Kind == DispositionKind.Summarised));
        var storm = Assert.Single(_estate.Storms);
        Assert.All(dispositions.Skip(5), d => Assert.Equal(storm, d.IncidentId));
        var look = Assert.Single(await _estate.Keeper.LookAsync());
        Assert.Contains("7 (svc-10, 'cpu-high': 1", look.Summary.Text, StringComparison.Ordinal);
        Assert.False(look.Over);
    }

    [Fact]
    public async Task Other_rules_go_on_until_the_limit_of_the_tenant()
    {
        await _estate.ReceiveAsync([.. Enumerable.Range(0, 6).Select(i => Alert(i))]);
        var others = await _estate.ReceiveAsync([.. Enumerable.Range(0, 5).Select(i => Alert(i, $"rule-{i}") with { Service = $"other-{i}" })]);

        Assert.Equal(
            [DispositionKind.Opened, DispositionKind.Opened, DispositionKind.Opened, DispositionKind.Summarised, DispositionKind.Summarised], others.Select(d => d.Kind));
        Assert.Equal(2, _estate.Storms.Count);
    }

    [Fact]
    public async Task In_a_storm_of_the_tenant_each_Sev0_is_told_on_its_own()
    {
        await _estate.ReceiveAsync([.. Enumerable.Range(0, 12).Select(i => Alert(i, $"rule-{i}"))]);
        var gravest = Enumerable.Range(20, 30).Select(i => Alert(i, $"rule-{i}") with { Severity = Severity.Sev0 }).ToArray();

        Assert.All(await _estate.ReceiveAsync(gravest), d => Assert.Equal(DispositionKind.Opened, d.Kind));
        Assert.Single(_estate.Storms);
    }

    [Fact]
    public async Task A_flood_of_one_kind_of_Sev0_is_a_storm_of_its_own_and_as_grave()
    {
        await _estate.ReceiveAsync([.. Enumerable.Range(0, 7).Select(i => Alert(i))]);
        var dispositions = await _estate.ReceiveAsync([.. Enumerable.Range(20, 9).Select(i => Alert(i) with { Severity = Severity.Sev0 })]);

        Assert.Equal(5, dispositions.Count(d => d.Kind == DispositionKind.Opened));
        Assert.Equal(DispositionKind.Summarised, dispositions[^1].Kind);
        Assert.Contains("Sev0", dispositions[^1].Reason, StringComparison.Ordinal);
        Assert.Equal(2, _estate.Storms.Count);
        Assert.Equal(
            [Severity.Sev0, Severity.Sev1], (await _estate.Keeper.LookAsync()).Select(l => StormLedger.AlertOf(l.Storm).Severity).Order());
    }

    [Fact]
    public async Task What_counts_is_our_severity_and_not_its_senders()
    {
        var estate = new Estate(Rules, new ServiceCatalog([new Service("shop", "maria", null, 1, [], [], []), new Service("batch", "maria", null, 2, [], [], [])]));
        await estate.ReceiveAsync([.. Enumerable.Range(0, 12).Select(i => Alert(i, $"rule-{i}"))]);

        // The budget of both burns at fourteen times what it can bear: on tier 1 that is a Sev0, whoever says what.
        foreach (var service in (string[])["shop", "batch"])
        {
            var burn = SomeAlert.Firing($"burn-{service}", null, service, $"burn-{service}") with { Severity = Severity.Sev3, Value = 14.4 };
            var disposition = Assert.Single(await estate.ReceiveAsync(burn with { Signal = burn.Signal with { Kind = SignalKind.SloBurn } }));
            Assert.Equal(service == "shop" ? DispositionKind.Opened : DispositionKind.Summarised, disposition.Kind);
        }
    }

    [Fact]
    public async Task What_was_withheld_is_told_when_the_budget_turns_out_to_burn()
    {
        var estate = new Estate(Rules, new ServiceCatalog([new Service("shop", "maria", null, 1, [], [], [])]));
        await estate.ReceiveAsync([.. Enumerable.Range(0, 12).Select(i => Alert(i, $"rule-{i}"))]);
        var errors = SomeAlert.Firing("al-shop", "vm-shop", "shop", "errors") with { Severity = Severity.Sev2 };
        Assert.Equal(DispositionKind.Summarised, (await estate.ReceiveAsync(errors))[0].Kind);

        var burn = SomeAlert.Firing("burn", null, "shop", "burn") with { Severity = Severity.Sev3, Value = 14.4 };
        Assert.Equal(DispositionKind.Opened, (await estate.ReceiveAsync(burn with { Signal = burn.Signal with { Kind = SignalKind.SloBurn } }))[0].Kind);
        Assert.Equal(DispositionKind.Merged, (await estate.HistoryAsync(errors))[^1].Kind);
    }

    [Fact]
    public async Task What_joins_an_open_incident_is_no_part_of_the_storm()
    {
        await _estate.ReceiveAsync([.. Enumerable.Range(0, 8).Select(i => Alert(i))]);
        Assert.Equal(DispositionKind.Merged, (await _estate.ReceiveAsync(Alert(0) with { Id = "al-more", Resource = "vm-more", Fingerprint = "more" }))[0].Kind);
    }

    [Fact]
    public async Task A_repeat_in_a_storm_writes_nothing_to_the_climate_and_touches_as_few_rows_as_ever()
    {
        await _estate.ReceiveAsync([.. Enumerable.Range(0, 300).Select(i => Alert(i))]);
        var before = Climate();
        var changes = new List<int>();
        _estate.Store.BeforeCommit = (partition, rows) =>
        {
            changes.Add(partition.StartsWith("scope-", StringComparison.Ordinal) ? rows.Count : 0);
            return Task.CompletedTask;
        };
        await _estate.ReceiveAsync([.. Enumerable.Range(0, 300).Select(i => Alert(i) with { Id = $"again-{i}" })]);

        Assert.Equal(before, Climate());
        Assert.True(changes.Max() <= 7, $"{changes.Max()} rows in one commit");
    }

    [Fact]
    public async Task When_nothing_new_has_come_for_a_while_it_is_over_and_what_still_fires_is_told_at_a_bounded_pace()
    {
        await _estate.ReceiveAsync([.. Enumerable.Range(0, 15).Select(i => Alert(i))]);
        await _estate.ReceiveAsync([.. Enumerable.Range(5, 4).Select(i => SomeAlert.Resolved($"end-{i}", $"vm-{i}", $"svc-{i}", minute: 3))]);
        await _estate.PassAsync(TimeSpan.FromMinutes(9));
        Assert.False(Assert.Single(await _estate.Keeper.LookAsync()).Over);
        await _estate.PassAsync(TimeSpan.FromMinutes(2));
        var look = Assert.Single(await _estate.Keeper.LookAsync());
        Assert.True(look.Over);
        Assert.Equal((6, 4), (look.Summary.Firing.Count, look.Summary.Ended));
        await _estate.Keeper.EndAsync(look);
        Assert.Empty(await _estate.Keeper.LookAsync());

        var told = new List<int>();
        for (var minute = 0; minute < 20; minute++)
        {
            var count = _estate.Told.Count;
            await _estate.PassAsync(TimeSpan.FromMinutes(1));
            told.Add(_estate.Told.Count - count);
        }

        Assert.Equal(6, told.Sum());
        Assert.True(told.Max() <= 1, string.Join(' ', told));
        Assert.Single(_estate.Storms);
        Assert.Equal(DispositionKind.Opened, (await _estate.HistoryAsync(Alert(14)))[^1].Kind);
    }

    private static Alert Alert(int i, string rule = "cpu-high") => SomeAlert.Firing($"al-{rule}-{i}", $"vm-{i}", $"svc-{i}", rule);

    private string Climate() => string.Join('\n', _estate.Store.Partitions.Where(p => p.StartsWith("climate", StringComparison.Ordinal)).SelectMany(_estate.Store.Rows).Select(r => $"{r.Row} {r.ETag}"));
}
