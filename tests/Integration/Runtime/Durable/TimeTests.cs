using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace OpsAutomation.Integration.Runtime.Durable;

public sealed class TimeTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task Timers_end_in_the_order_in_which_they_are_due(int warm)
    {
        var catalog = new TestCatalog().Orchestrator("Timers", async context =>
        {
            var begun = context.CurrentUtcDateTime;
            var order = new List<string>();
            await Task.WhenAll(After(30), After(10), After(20), After(10));
            return string.Join(' ', order);

            async Task After(int minutes)
            {
                await context.CreateTimer(TimeSpan.FromMinutes(minutes), CancellationToken.None);
                order.Add($"{minutes}@{(context.CurrentUtcDateTime - begun).TotalMinutes}");
            }
        });
        await using var rig = await EngineRig.StartAsync(catalog, warm);

        Assert.Equal("10@10 10@10 20@20 30@30", (await rig.RunAsync("Timers")).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task A_retry_policy_waits_longer_each_time_on_the_virtual_clock(int warm)
    {
        var times = new List<double>();
        EngineRig? rig = null;
        var catalog = new TestCatalog()
            .Activity<string?, string>("Shaky", _ =>
            {
                times.Add((rig!.Clock.GetUtcNow() - EngineRig.Start).TotalSeconds);
                return times.Count < 5 ? throw new TimeoutException("later") : "done";
            })
            .Orchestrator("Retry", context => context.CallActivityAsync<string>("Shaky", options: TaskOptions.FromRetryPolicy(
                new RetryPolicy(10, TimeSpan.FromSeconds(10), backoffCoefficient: 3, maxRetryInterval: TimeSpan.FromMinutes(2)))));
        await using (rig = await EngineRig.StartAsync(catalog, warm))
        {
            Assert.Equal("done", (await rig.RunAsync("Retry")).ReadOutputAs<string>());
        }

        Assert.Equal([0d, 10, 40, 130, 250], times);
    }

    [Fact]
    public async Task A_retry_policy_that_is_used_up_shows_the_last_failure()
    {
        var catalog = new TestCatalog()
            .Activity<string?, string>("Broken", _ => throw new TimeoutException("never"))
            .Orchestrator("Retry", context => context.CallActivityAsync<string>(
                "Broken", options: TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMinutes(1)))));
        await using var rig = await EngineRig.StartAsync(catalog);

        var end = await rig.RunAsync("Retry");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal(3, catalog.Calls.Count);
        Assert.Equal(EngineRig.Start.AddMinutes(2), rig.Clock.GetUtcNow());
        Assert.Equal("System.TimeoutException", end.FailureDetails!.InnerFailure!.ErrorType);
    }

    [Fact]
    public async Task A_retry_handler_decides_by_attempt_and_failure()
    {
        var catalog = new TestCatalog()
            .Activity<string?, string>("Broken", _ => throw new TimeoutException("no"))
            .Orchestrator("Retry", context => context.CallActivityAsync<string>("Broken", options: TaskOptions.FromRetryHandler(async retry =>
            {
                await retry.OrchestrationContext.CreateTimer(TimeSpan.FromHours(retry.LastAttemptNumber), CancellationToken.None);
                return retry.LastFailure.IsCausedBy<TimeoutException>() && retry.LastAttemptNumber < 3;
            })));
        await using var rig = await EngineRig.StartAsync(catalog);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await rig.RunAsync("Retry")).RuntimeStatus);
        Assert.Equal(3, catalog.Calls.Count);
        Assert.Equal(EngineRig.Start.AddHours(6), rig.Clock.GetUtcNow());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task A_wait_for_an_event_gives_up_when_its_time_is_over(int warm)
    {
        var catalog = new TestCatalog().Orchestrator("Ask", async context =>
        {
            try
            {
                return await context.WaitForExternalEvent<string>("answer", TimeSpan.FromDays(3));
            }
            catch (TaskCanceledException)
            {
                return "nobody answered by " + context.CurrentUtcDateTime.ToString("yyyy-MM-dd");
            }
        });
        await using var rig = await EngineRig.StartAsync(catalog, warm);

        Assert.Equal("nobody answered by 2026-03-04", (await rig.RunAsync("Ask")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_activity_that_waits_on_the_clock_does_not_hold_it()
    {
        EngineRig? rig = null;
        var catalog = new TestCatalog()
            .ActivityAsync<string?, string>("Poll", async (_, stop) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(30), rig!.Clock, stop);
                return "polled";
            })
            .Orchestrator("Call", context => context.CallActivityAsync<string>("Poll"));
        await using (rig = await EngineRig.StartAsync(catalog))
        {
            Assert.Equal("polled", (await rig.RunAsync("Call")).ReadOutputAs<string>());
            Assert.Equal(EngineRig.Start.AddSeconds(30), rig.Clock.GetUtcNow());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task A_sub_orchestration_that_failed_is_run_again_under_its_own_id(int warm)
    {
        var runs = 0;
        var catalog = new TestCatalog()
            .Activity<string?, int>("Count", _ => ++runs)
            .Orchestrator("Child", async context =>
                await context.CallActivityAsync<int>("Count") is var run && run < 3 ? throw new TimeoutException($"run {run}") : run)
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<int>(
                "Child", null, new SubOrchestrationOptions(new RetryPolicy(5, TimeSpan.FromMinutes(1)), "child")));
        await using var rig = await EngineRig.StartAsync(catalog, warm);

        Assert.Equal(3, (await rig.RunAsync("Parent")).ReadOutputAs<int>());
        Assert.Equal(EngineRig.Start.AddMinutes(2), rig.Clock.GetUtcNow());
    }

    [Fact]
    public async Task A_timer_that_lost_its_race_does_not_hold_or_move_the_clock()
    {
        var catalog = new TestCatalog().Orchestrator("Ask", async context =>
        {
            var answer = await context.WaitForExternalEvent<string>("answer", TimeSpan.FromDays(3));
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            return answer;
        });
        await using var rig = new EngineRig(catalog, jump: false);
        await rig.StartAsync();
        await rig.BeginAsync("Ask");
        await rig.QuietAsync();

        await rig.Client.RaiseEventAsync("one", "answer", "yes");
        await rig.QuietAsync();

        Assert.Equal(EngineRig.Start.AddMinutes(1), rig.Clock.NextDue);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("yes", (await rig.EndAsync("one")).ReadOutputAs<string>());
        await rig.QuietAsync();
        Assert.Null(rig.Clock.NextDue);
    }

    [Fact]
    public async Task A_start_for_later_waits_and_keeps_events_that_come_before()
    {
        var catalog = new TestCatalog().Orchestrator("Later", async context =>
            $"{context.CurrentUtcDateTime:HH:mm} {await context.WaitForExternalEvent<string>("early")}");
        await using var rig = new EngineRig(catalog, jump: false);
        await rig.StartAsync();
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Later", null, new StartOrchestrationOptions("one", EngineRig.Start.AddHours(2)));
        await rig.Client.RaiseEventAsync("one", "early", "bird");
        await rig.QuietAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await rig.Client.GetInstanceAsync("one"))!.RuntimeStatus);
        rig.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal("10:00 bird", (await rig.EndAsync("one")).ReadOutputAs<string>());
    }
}
