using OpsAutomation.Core.Correlation;

namespace OpsAutomation.Unit.Core.Correlation;

/// <summary>What is worth an incident only when there are several (keep#4318).</summary>
public sealed class ThresholdTests
{
    private const string Rules = "thresholds: [{name: several, match: ['rule = cpu-high'], by: [rule], resources: 3, within: 10m, atLatest: 30m}]";
    private readonly Estate _estate = new(Rules);

    [Fact]
    public async Task Fewer_are_held_and_the_one_that_makes_them_enough_brings_all()
    {
        var alerts = Enumerable.Range(1, 4).Select(i => SomeAlert.Firing($"al-{i}", $"vm-{i}", "shop", minute: i)).ToArray();
        var dispositions = await _estate.ReceiveAsync(alerts);

        Assert.Equal([DispositionKind.Held, DispositionKind.Held, DispositionKind.Opened, DispositionKind.Merged], dispositions.Select(d => d.Kind));
        Assert.Equal(DispositionKind.Merged, (await _estate.HistoryAsync(alerts[0]))[^1].Kind);
        Assert.Equal(4, Assert.Single(await _estate.Ledger.ReadOpenAsync("shop")).Firing.Count);
    }

    [Fact]
    public async Task Too_few_are_told_when_they_go_on()
    {
        await _estate.ReceiveAsync(SomeAlert.Firing("al-1", "vm-1", "shop"));
        await _estate.PassAsync(TimeSpan.FromMinutes(29));
        Assert.Empty(_estate.Told);
        await _estate.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Single(_estate.Told);
    }

    [Fact]
    public async Task What_ended_does_not_count()
    {
        await _estate.ReceiveAsync(
            SomeAlert.Firing("al-1", "vm-1", "shop"), SomeAlert.Resolved("al-2", "vm-1", "shop", minute: 1), SomeAlert.Firing("al-3", "vm-2", "shop", minute: 2));
        Assert.Equal(DispositionKind.Held, (await _estate.ReceiveAsync(SomeAlert.Firing("al-4", "vm-3", "shop", minute: 3)))[0].Kind);
    }

    [Fact]
    public async Task Firings_of_one_condition_count_too()
    {
        var estate = new Estate("thresholds: [{name: often, match: ['rule = cpu-high'], by: [resource], count: 3, within: 10m, atLatest: 2h}]");
        var told = new List<DispositionKind>();
        for (var i = 0; i < 5; i++)
        {
            var alert = i % 2 == 0 ? SomeAlert.Firing($"al-{i}", "vm", "shop", minute: i) : SomeAlert.Resolved($"al-{i}", "vm", "shop", minute: i);
            told.AddRange((await estate.ReceiveAsync(alert)).Select(d => d.Kind));
        }

        Assert.Equal([DispositionKind.Held, DispositionKind.Resolved, DispositionKind.Held, DispositionKind.Resolved, DispositionKind.Opened], told);
    }
}
