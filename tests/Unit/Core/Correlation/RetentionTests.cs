using OpsAutomation.Core.Correlation;

namespace OpsAutomation.Unit.Core.Correlation;

/// <summary>What ended long ago is forgotten, so that settling a scope does not read its whole past.</summary>
public sealed class RetentionTests
{
    private readonly Estate _estate = new("maxAge: 1h");

    [Fact]
    public async Task Conditions_that_ended_more_than_a_week_ago_are_forgotten_when_their_scope_is_settled()
    {
        await EndAsync(150);
        _estate.Clock.Advance(Settling.RememberedFor - TimeSpan.FromMinutes(1));
        await _estate.Ledger.SettleAsync("shop");
        Assert.Equal(150, Known());

        var largest = 0;
        _estate.Store.BeforeCommit = (_, changes) =>
        {
            largest = Math.Max(largest, changes.Count);
            return Task.CompletedTask;
        };
        _estate.Clock.Advance(TimeSpan.FromMinutes(5));
        await _estate.Ledger.SettleAsync("shop");
        Assert.Equal(0, Known());
        Assert.InRange(largest, 2, 100);
    }

    [Fact]
    public async Task What_belongs_to_an_open_incident_or_still_fires_is_kept()
    {
        await _estate.ReceiveAsync(SomeAlert.Firing("f-1", "vm-1", "shop"), SomeAlert.Firing("f-2", "vm-2", "shop"), SomeAlert.Resolved("r-1", "vm-1", "shop", minute: 1));
        _estate.Clock.Advance(TimeSpan.FromDays(30));
        await _estate.Ledger.SettleAsync("shop");
        Assert.Equal(2, Known());
    }

    // Ends of conditions whose incident is not open: they came alone.
    private async Task EndAsync(int conditions) =>
        await _estate.ReceiveAsync([.. Enumerable.Range(0, conditions).Select(i => SomeAlert.Resolved($"r-{i}", $"vm-{i}", "shop"))]);

    private int Known() => _estate.Store.Rows("scope-shop").Count(r => r.Row.StartsWith("fp-", StringComparison.Ordinal));
}
