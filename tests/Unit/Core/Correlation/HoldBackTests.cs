using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation;

namespace OpsAutomation.Unit.Core.Correlation;

/// <summary>What may be explained is held for a moment, so that nobody is told for nothing.</summary>
public sealed class HoldBackTests
{
    private readonly Estate _estate = new("inhibitions: [{name: host-down, source: [rule = host-down], target: [rule = cpu-high], equal: [resource], holdBack: 30s}]");

    [Fact]
    public async Task The_target_that_comes_first_opens_nothing_when_its_source_follows()
    {
        var target = SomeAlert.Firing("al-1", "vm-1", "shop");
        var held = (await _estate.ReceiveAsync(target))[0];
        Assert.Equal(DispositionKind.Held, held.Kind);
        Assert.Contains("inhibition host-down", held.Reason, StringComparison.Ordinal);
        await _estate.PassAsync(TimeSpan.FromSeconds(10));
        await _estate.ReceiveAsync(SomeAlert.Firing("al-2", "vm-1", "platform", rule: "host-down"));
        await _estate.PassAsync(TimeSpan.FromSeconds(60));

        Assert.Equal([DispositionKind.Held, DispositionKind.Inhibited], (await _estate.HistoryAsync(target)).Select(d => d.Kind));
        Assert.Empty(await _estate.FiringAsync("shop"));
    }

    [Fact]
    public async Task Without_a_source_it_opens_at_the_end_of_the_hold_and_repeats_make_that_no_later()
    {
        var target = SomeAlert.Firing("al-1", "vm-1", "shop");
        await _estate.ReceiveAsync(target);
        Assert.Equal(SomeAlert.Noon.AddSeconds(30), Assert.Single(_estate.Waiting).At);
        await _estate.PassAsync(TimeSpan.FromSeconds(20));
        await _estate.ReceiveAsync(target with { Id = "al-2", ReceivedAt = SomeAlert.Noon.AddSeconds(20) });
        await _estate.PassAsync(TimeSpan.FromSeconds(11));

        Assert.Single(await _estate.FiringAsync("shop"));
    }

    [Fact]
    public async Task What_nothing_may_explain_and_what_is_gravest_waits_for_nothing()
    {
        Assert.Equal(DispositionKind.Opened, (await _estate.ReceiveAsync(SomeAlert.Firing("al-1", "vm-1", "shop", rule: "disk-full")))[0].Kind);
        Assert.Equal(DispositionKind.Opened, (await _estate.ReceiveAsync(SomeAlert.Firing("al-2", "vm-2", "checkout") with { Severity = Severity.Sev0 }))[0].Kind);
    }

    [Fact]
    public async Task What_its_source_no_longer_explains_is_not_held_again()
    {
        await _estate.ReceiveAsync(SomeAlert.Firing("al-2", "vm-1", "platform", rule: "host-down"), SomeAlert.Firing("al-1", "vm-1", "shop"));
        await _estate.ReceiveAsync(SomeAlert.Resolved("al-3", "vm-1", "platform", rule: "host-down", minute: 0) with { EndsAt = SomeAlert.Noon.AddSeconds(1) });
        Assert.Single(await _estate.FiringAsync("shop"));
    }
}
