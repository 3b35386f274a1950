namespace OpsAutomation.Integration.Runtime.Host;

public sealed class TimerTests
{
    [Fact]
    public async Task Timers_run_on_the_virtual_clock_by_cron_by_timespan_and_at_start()
    {
        await using var host = await HostDriver.StartAsync();
        await host.Ledger.WhenIdleAsync();
        Assert.Equal("start past due False monitored False", Assert.Single(host.Seen.Timers));

        await host.AdvanceAsync(TimeSpan.FromMinutes(5));
        await host.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(
            ["cron 12:05:00 past due False next 12:10:00", "cron 12:10:00 past due False next 12:15:00"],
            host.Seen.Timers.Skip(1));

        await host.AdvanceAsync(TimeSpan.FromMinutes(50));
        Assert.Contains("span 13:00:00 past due False", host.Seen.Timers);
    }

    [Fact]
    public async Task A_run_that_was_missed_while_the_host_was_down_is_made_up_for_once_and_says_so()
    {
        var folder = HostDriver.NewFolder();
        await using (var first = await HostDriver.StartAsync(folder))
        {
            await first.AdvanceAsync(TimeSpan.FromMinutes(5));
        }

        await using (var second = await HostDriver.StartAsync(folder, start: HostDriver.Noon.AddMinutes(21)))
        {
            await second.Ledger.WhenIdleAsync();
            Assert.Equal("cron 12:21:00 past due True next 12:25:00", Assert.Single(second.Seen.Timers, t => t.StartsWith("cron", StringComparison.Ordinal)));

            await second.AdvanceAsync(TimeSpan.FromMinutes(4));
            Assert.Equal("cron 12:25:00 past due False next 12:30:00", second.Seen.Timers.Last());
        }

        await using (var third = await HostDriver.StartAsync(folder, start: HostDriver.Noon.AddMinutes(26)))
        {
            await third.Ledger.WhenIdleAsync();
            Assert.DoesNotContain(third.Seen.Timers, t => t.StartsWith("cron", StringComparison.Ordinal));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Runs_of_one_timer_never_overlap()
    {
        await using var host = await HostDriver.StartAsync();
        host.Seen.HoldTimers = new TaskCompletionSource();

        host.Clock.Advance(TimeSpan.FromMinutes(5));
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        host.Seen.HoldTimers.SetResult();
        await host.Ledger.WhenIdleAsync();
        Assert.Single(host.Seen.Timers, t => t.StartsWith("cron", StringComparison.Ordinal));

        await host.AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Equal("cron 12:20:00 past due False next 12:25:00", host.Seen.Timers.Last());
    }

    [Fact]
    public async Task A_failing_timer_is_tried_again_as_its_attribute_says_and_no_more()
    {
        await using var host = await HostDriver.StartAsync(mode: OpsAutomation.Runtime.Clock.ClockMode.JumpWhenIdle);
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!host.Seen.Timers.Any(t => t.StartsWith("cron 13:00", StringComparison.Ordinal)))
        {
            enough.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Equal(
            ["stumbles 12:30:00 retry 0 of 2", "stumbles 12:30:10 retry 1 of 2", "stumbles 12:30:20 retry 2 of 2"],
            host.Seen.Timers.Where(t => t.StartsWith("stumbles", StringComparison.Ordinal)));
    }
}
