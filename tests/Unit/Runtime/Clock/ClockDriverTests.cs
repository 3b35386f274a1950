using OpsAutomation.Runtime.Clock;

namespace OpsAutomation.Unit.Runtime.Clock;

public sealed class ClockDriverTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_jumping_clock_goes_from_timer_to_timer_while_nobody_works()
    {
        var (clock, ledger) = (new VirtualClock(Start), new WorkLedger());
        await using var driver = new ClockDriver(clock, ledger, new ClockDriverOptions { Mode = ClockMode.JumpWhenIdle, StandStillWhileBusy = true });
        driver.Start();

        for (var day = 1; day <= 3; day++)
        {
            await Task.Delay(TimeSpan.FromDays(1), clock);
            Assert.Equal(Start.AddDays(day), clock.GetUtcNow());
        }
    }

    [Fact]
    public async Task A_jumping_clock_waits_for_work_and_for_permission()
    {
        var (clock, ledger) = (new VirtualClock(Start), new WorkLedger());
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var allowed = false;
        await using var driver = new ClockDriver(clock, ledger, new ClockDriverOptions
        {
            Mode = ClockMode.JumpWhenIdle,
            StandStillWhileBusy = true,
            MayJump = () =>
            {
                asked.TrySetResult();
                return Volatile.Read(ref allowed);
            },
        });
        var work = ledger.Enter("work");
        driver.Start();
        var delay = Task.Delay(TimeSpan.FromDays(1), clock);

        await Task.Delay(TimeSpan.FromMilliseconds(30), TimeProvider.System);
        Assert.False(asked.Task.IsCompleted);
        work.Dispose();
        await asked.Task;
        Assert.Equal(Start, clock.GetUtcNow());
        Volatile.Write(ref allowed, true);

        await delay;
        Assert.Equal(Start.AddDays(1), clock.GetUtcNow());
    }

    [Fact]
    public async Task A_following_clock_passes_real_time_and_can_be_pushed_ahead()
    {
        var (clock, ledger) = (new VirtualClock(Start), new WorkLedger());
        await using var driver = new ClockDriver(clock, ledger, new ClockDriverOptions());
        driver.Start();

        await Task.Delay(TimeSpan.FromMilliseconds(20), clock);
        Assert.InRange(clock.GetUtcNow(), Start.AddMilliseconds(20), Start.AddMinutes(5));

        var tomorrow = Task.Delay(TimeSpan.FromDays(1), clock);
        clock.Advance(TimeSpan.FromDays(1));
        await tomorrow;
        Assert.InRange(clock.GetUtcNow(), Start.AddDays(1), Start.AddDays(1).AddMinutes(5));
    }
}
