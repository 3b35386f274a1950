using OpsAutomation.Core.Correlation;

namespace OpsAutomation.Unit.Core.Correlation;

/// <summary>When many fire together there is one incident, and nothing is done to any single one.</summary>
public sealed class CommonCauseTests
{
    private readonly Estate _estate = new("commonCause: {calm: 10m, limits: [{name: rule, by: [rule], resources: 4, within: 5m}]}");

    [Fact]
    public async Task The_fourth_begins_one_incident_and_the_first_three_are_taken_out_of_theirs()
    {
        var alerts = Enumerable.Range(0, 6).Select(i => SomeAlert.Firing($"al-{i}", $"vm-{i}", $"svc-{i}")).ToArray();
        var dispositions = await _estate.ReceiveAsync(alerts);
        await _estate.PassAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(3, dispositions.Count(d => d.Kind == DispositionKind.Opened));
        var cause = Assert.Single(_estate.Storms);
        foreach (var alert in alerts)
        {
            var current = (await _estate.HistoryAsync(alert))[^1];
            Assert.Equal((DispositionKind.Merged, cause), (current.Kind, current.IncidentId));
            Assert.Empty(await _estate.FiringAsync(alert.Service!));
        }

        Assert.Equal(3, _estate.Told.Count(t => t.Kind == ScopeOutbox.AllClear));
        Assert.Contains("6 (", Assert.Single(await _estate.Keeper.LookAsync()).Summary.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Those_that_were_decided_at_once_are_found_together_too()
    {
        await _estate.DecideOnlyAsync([.. Enumerable.Range(0, 4).Select(i => SomeAlert.Firing($"al-{i}", $"vm-{i}", $"svc-{i}"))]);
        for (var i = 0; i < 4; i++)
        {
            await _estate.DrainAsync($"scope-svc-{i}");
        }

        await _estate.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Single(_estate.Storms);
        Assert.All(Enumerable.Range(0, 4), i => Assert.Empty(_estate.FiringAsync($"svc-{i}").GetAwaiter().GetResult()));
    }

    [Fact]
    public async Task Far_apart_in_time_they_are_not_together()
    {
        var dispositions = await _estate.ReceiveAsync([.. Enumerable.Range(0, 6).Select(i => SomeAlert.Firing($"al-{i}", $"vm-{i}", $"svc-{i}", minute: i * 3))]);
        Assert.All(dispositions, d => Assert.Equal(DispositionKind.Opened, d.Kind));
    }

    [Fact]
    public async Task When_few_are_left_and_it_is_calm_they_are_told_one_by_one()
    {
        await _estate.ReceiveAsync([.. Enumerable.Range(0, 5).Select(i => SomeAlert.Firing($"al-{i}", $"vm-{i}", $"svc-{i}"))]);
        await _estate.PassAsync(TimeSpan.FromSeconds(30));
        await _estate.PassAsync(TimeSpan.FromMinutes(15));
        Assert.False(Assert.Single(await _estate.Keeper.LookAsync()).Over);
        await _estate.ReceiveAsync([.. Enumerable.Range(0, 4).Select(i => SomeAlert.Resolved($"end-{i}", $"vm-{i}", $"svc-{i}", minute: 14))]);
        var look = Assert.Single(await _estate.Keeper.LookAsync());
        Assert.True(look.Over);
        await _estate.Keeper.EndAsync(look);
        await _estate.PassAsync(TimeSpan.FromMinutes(1));

        Assert.Single(await _estate.FiringAsync("svc-4"));
    }

    [Theory]
    [InlineData(1, 1, 6, 7)]
    [InlineData(7, 6, 1, 1)]
    [InlineData(1, 7, 1, 6)]
    [InlineData(7, 1, 6, 1)]
    public async Task The_last_one_to_come_may_be_at_the_edge_of_those_that_it_completes(params int[] minutes)
    {
        await _estate.ReceiveAsync([.. minutes.Select((minute, i) => SomeAlert.Firing($"al-{i}", $"vm-{i}", $"svc-{i}", minute: minute))]);
        await _estate.PassAsync(TimeSpan.FromSeconds(30));

        Assert.Single(_estate.Storms);
        Assert.All(Enumerable.Range(0, 4), i => Assert.Empty(_estate.FiringAsync($"svc-{i}").GetAwaiter().GetResult()));
    }
}
