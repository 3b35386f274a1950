using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation;

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
    public async Task A_storm_of_lesser_alerts_does_not_withhold_the_gravest()
    {
        await _estate.ReceiveAsync([.. Enumerable.Range(0, 12).Select(i => Alert(i, $"rule-{i}"))]);
        var gravest = Enumerable.Range(20, 9).Select(i => Alert(i, $"rule-{i}") with { Severity = Severity.Sev0 }).ToArray();
        var dispositions = await _estate.ReceiveAsync(gravest);

        Assert.Equal(8, dispositions.Count(d => d.Kind == DispositionKind.Opened));
        Assert.Equal(DispositionKind.Summarised, dispositions[^1].Kind);
        Assert.Contains("Sev0", dispositions[^1].Reason, StringComparison.Ordinal);
        Assert.Equal(2, _estate.Storms.Count);
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
