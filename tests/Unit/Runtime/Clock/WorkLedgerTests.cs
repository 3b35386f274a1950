using OpsAutomation.Runtime.Clock;

namespace OpsAutomation.Unit.Runtime.Clock;

public sealed class WorkLedgerTests
{
    [Fact]
    public void It_knows_who_is_busy_and_tells_when_nobody_is()
    {
        var ledger = new WorkLedger();
        var idle = 0;
        ledger.BecameIdle += (_, _) => idle++;

        var outer = ledger.Enter("outer");
        var inner = ledger.Enter("inner");
        Assert.Equal(2, ledger.Busy);
        Assert.Equal(["outer", "inner"], ledger.Describe());
        inner.Dispose();
        inner.Dispose();
        Assert.Equal(0, idle);
        outer.Dispose();

        Assert.Equal(0, ledger.Busy);
        Assert.Equal(1, idle);
    }

    [Fact]
    public async Task Work_that_parks_is_not_busy_until_it_goes_on()
    {
        var ledger = new WorkLedger();
        var clock = new VirtualClock(DateTimeOffset.UnixEpoch);
        using var entry = ledger.Enter("poll");

        var wait = ledger.DelayAsync(clock, TimeSpan.FromHours(1), CancellationToken.None);
        Assert.Equal(0, ledger.Busy);
        Assert.Equal(["poll (waits on the clock)"], ledger.Describe());
        await ledger.WhenIdleAsync();
        clock.Advance(TimeSpan.FromHours(1));
        await wait;

        Assert.Equal(1, ledger.Busy);
    }

    [Fact]
    public async Task A_delay_in_code_that_knows_nothing_of_ledgers_parks_by_itself_and_a_timeout_does_not()
    {
        var ledger = new WorkLedger();
        var clock = new VirtualClock(DateTimeOffset.UnixEpoch, ledger);
        using var entry = ledger.Enter("call");
        using var timeout = new CancellationTokenSource(TimeSpan.FromHours(2), clock);
        Assert.Equal(1, ledger.Busy);

        var cancelled = Task.Delay(TimeSpan.FromHours(1), clock, timeout.Token);
        Assert.Equal(0, ledger.Busy);
        await timeout.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(1, ledger.Busy);

        var delay = Task.Delay(TimeSpan.FromHours(1), clock);
        Assert.Equal(0, ledger.Busy);
        clock.Advance(TimeSpan.FromHours(1));
        await delay;
        Assert.Equal(1, ledger.Busy);
    }

    [Fact]
    public void Parking_outside_of_any_work_does_nothing()
    {
        var ledger = new WorkLedger();

        using (ledger.Park())
        {
            Assert.Equal(0, ledger.Busy);
        }

        Assert.Equal(0, ledger.Busy);
    }
}
