using OpsAutomation.Core.Correlation;

namespace OpsAutomation.Unit.Core.Correlation;

/// <summary>What is held back until a time is looked at then, whatever else made its scope look again meanwhile.</summary>
public sealed class SettleOrderTests
{
    private readonly Estate _estate = new("thresholds: [{name: several, match: ['rule = cpu-high'], by: [rule], resources: 3, within: 10m, atLatest: 4m}]");

    [Fact]
    public async Task A_look_at_once_does_not_take_the_reminder_of_the_same_seconds_with_it()
    {
        await _estate.ReceiveAsync(SomeAlert.Firing("al-1", "vm-1", "shop"));
        await _estate.PassAsync(TimeSpan.FromSeconds(237));

        // Its look is rounded up to the very second at which the first is to be told.
        await _estate.ReceiveAsync(SomeAlert.Firing("al-2", "vm-2", "shop", minute: 3));
        await _estate.PassAsync(TimeSpan.FromSeconds(30));

        Assert.Single(_estate.Told, t => t.Kind == ScopeOutbox.OpenIncident);
    }

    [Fact]
    public async Task A_reminder_that_was_lost_is_made_good_by_the_next_alert()
    {
        var first = SomeAlert.Firing("al-1", "vm-1", "shop");
        await _estate.ReceiveAsync(first);
        foreach (var order in _estate.Waiting.ToArray())
        {
            await new SettleQueue(_estate.Store, _estate.Clock).RemoveAsync(order);
        }

        await _estate.PassAsync(TimeSpan.FromMinutes(20));
        await _estate.ReceiveAsync(SomeAlert.Firing("al-2", "vm-9", "shop", rule: "disk", minute: 20), SomeAlert.Resolved("al-3", "vm-9", "shop", rule: "disk", minute: 21));
        await _estate.PassAsync(TimeSpan.FromMinutes(1));

        Assert.NotEqual(DispositionKind.Held, (await _estate.HistoryAsync(first))[^1].Kind);
    }
}
