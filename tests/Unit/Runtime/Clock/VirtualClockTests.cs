using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Runtime.Clock;

namespace OpsAutomation.Unit.Runtime.Clock;

public sealed class VirtualClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Time_stands_until_it_is_moved()
    {
        var clock = new VirtualClock(Start);
        var begun = clock.GetTimestamp();

        Assert.Equal(Start, clock.GetUtcNow());
        clock.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal(Start.AddSeconds(90), clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(90), clock.GetElapsedTime(begun));
    }

    [Fact]
    public void Timers_fire_when_due_then_in_the_order_in_which_they_were_set()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), delays =>
        {
            var clock = new VirtualClock(Start);
            var fired = new List<(int Delay, int Index, double At)>();
            for (var i = 0; i < delays.Length; i++)
            {
                var (delay, index) = (delays[i] + 1, i);
                clock.CreateTimer(_ => fired.Add((delay, index, (clock.GetUtcNow() - Start).TotalSeconds)), null, TimeSpan.FromSeconds(delay), Timeout.InfiniteTimeSpan);
            }

            clock.Advance(TimeSpan.FromHours(1));
            var expected = delays.Select((d, i) => (Delay: d + 1, Index: i, At: (double)(d + 1))).OrderBy(static t => t.Delay).ThenBy(static t => t.Index);
            return fired.SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_timer_set_by_a_callback_still_fires_within_the_same_move()
    {
        var clock = new VirtualClock(Start);
        var times = new List<TimeSpan>();
        clock.CreateTimer(
            _ => clock.CreateTimer(_ => times.Add(clock.GetUtcNow() - Start), null, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan),
            null,
            TimeSpan.FromSeconds(10),
            Timeout.InfiniteTimeSpan);

        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal([TimeSpan.FromSeconds(15)], times);
    }

    [Fact]
    public void A_periodic_timer_fires_once_for_each_period_and_a_disposed_one_no_more()
    {
        var clock = new VirtualClock(Start);
        var count = 0;
        var timer = clock.CreateTimer(_ => count++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        clock.Advance(TimeSpan.FromSeconds(6));
        timer.Dispose();
        clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(3, count);
        Assert.Null(clock.NextDue);
    }

    [Fact]
    public async Task Delays_and_cancellation_by_time_follow_it()
    {
        var clock = new VirtualClock(Start);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(10), clock);
        var delay = Task.Delay(TimeSpan.FromMinutes(5), clock);
        var longer = Task.Delay(TimeSpan.FromMinutes(20), clock, limit.Token);

        Assert.Equal(Start.AddMinutes(5), clock.NextDue);
        clock.JumpTo(Start.AddMinutes(5));
        await delay;
        Assert.False(limit.IsCancellationRequested);
        clock.JumpTo(Start.AddMinutes(10));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => longer);
    }

    [Fact]
    public async Task A_timer_that_is_due_at_once_needs_no_move()
    {
        var clock = new VirtualClock(Start);
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        clock.CreateTimer(_ => fired.SetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        await fired.Task;
    }

    [Fact]
    public void It_never_goes_back()
    {
        var clock = new VirtualClock(Start);

        clock.JumpTo(Start.AddDays(-1));

        Assert.Equal(Start, clock.GetUtcNow());
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Advance(TimeSpan.FromTicks(-1)));
    }
}
