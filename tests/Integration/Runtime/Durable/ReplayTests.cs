using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace OpsAutomation.Integration.Runtime.Durable;

public sealed class ReplayTests
{
    [Fact]
    public async Task A_cold_replay_gives_the_same_result_and_the_same_history_as_a_warm_run()
    {
        var warm = await RunAsync(100);
        var cold = await RunAsync(0);

        Assert.Equal(warm.Output, cold.Output);
        Assert.Equal(warm.History, cold.History);

        static async Task<(string? Output, string History)> RunAsync(int warm)
        {
            await using var rig = await EngineRig.StartAsync(Everything(), warm, seed: 7);
            var end = await rig.RunAsync("Everything", 3);
            Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
            return (end.SerializedOutput, JsonSerializer.Serialize(rig.History()));
        }
    }

    [Fact]
    public async Task Ids_are_the_same_in_every_replay_and_different_from_each_other()
    {
        var seen = new List<Guid[]>();
        var catalog = new TestCatalog().Orchestrator("Ids", async context =>
        {
            var ids = new[] { context.NewGuid(), context.NewGuid() };
            seen.Add(ids);
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            return ids;
        });
        await using var rig = await EngineRig.StartAsync(catalog, warm: 0);

        var end = await rig.RunAsync("Ids");

        Assert.Equal(3, seen.Count);
        Assert.All(seen, ids => Assert.Equal(end.ReadOutputAs<Guid[]>(), ids));
        Assert.NotEqual(seen[0][0], seen[0][1]);
    }

    [Fact]
    public async Task Code_knows_whether_it_replays()
    {
        var seen = new List<bool>();
        var catalog = new TestCatalog().Orchestrator("Log", async context =>
        {
            seen.Add(context.IsReplaying);
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            seen.Add(context.IsReplaying);
        });
        await using var rig = await EngineRig.StartAsync(catalog, warm: 0);

        await rig.RunAsync("Log");

        Assert.Equal([false, true, false], seen);
    }

    [Theory]
    [InlineData("Other", "activity 'Work' (task 0)", "activity 'Other' (task 0)")]
    [InlineData("", "activity 'Work' (task 0)", "nothing more")]
    [InlineData("Work+Other", "that nothing more was done", "activity 'Other' (task 1)")]
    public async Task Code_that_does_something_else_than_its_history_fails_and_names_both(string now, string then, string instead)
    {
        var names = "Work";
        var catalog = new TestCatalog()
            .Activity<string?, string>("Work", s => "")
            .Activity<string?, string>("Other", s => "")
            .Orchestrator("Changed", async context =>
            {
                var calls = names.Split('+', StringSplitOptions.RemoveEmptyEntries).Select(n => context.CallActivityAsync(n)).ToList();
                await context.WaitForExternalEvent<string>("go");
                await Task.WhenAll(calls);
            });
        await using var rig = await EngineRig.StartAsync(catalog, warm: 0);
        await rig.BeginAsync("Changed");
        await rig.QuietAsync();

        names = now;
        await rig.Client.RaiseEventAsync("one", "go");
        var end = await rig.EndAsync("one");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal("OpsAutomation.Runtime.Durable.Replay.NonDeterministicOrchestrationException", end.FailureDetails!.ErrorType);
        Assert.Contains("the history says " + then, end.SerializedOutput, StringComparison.Ordinal);
        Assert.Contains("the code now did " + instead, end.SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Awaiting_a_task_that_is_not_durable_fails_instead_of_hanging()
    {
        var never = new TaskCompletionSource();
        var catalog = new TestCatalog().Orchestrator("Wrong", _ => never.Task);
        await using var rig = await EngineRig.StartAsync(catalog);

        var end = await rig.RunAsync("Wrong");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.StartsWith("An invalid asynchronous invocation was detected", end.SerializedOutput, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task Coming_back_from_another_thread_fails_even_while_something_durable_is_awaited_too(int warm)
    {
        var elsewhere = new TaskCompletionSource();
        var catalog = new TestCatalog().Orchestrator("Wrong", async context =>
        {
            var durable = context.WaitForExternalEvent<string>("never");
            await elsewhere.Task;
            await durable;
        });
        await using var rig = await EngineRig.StartAsync(catalog, warm);
        await rig.BeginAsync("Wrong");
        await rig.QuietAsync();

        elsewhere.SetResult();
        var end = await rig.EndAsync("one");

        Assert.StartsWith("An invalid asynchronous invocation was detected", end.SerializedOutput, StringComparison.Ordinal);
    }

    /// <summary>One orchestration that uses all there is.</summary>
    internal static TestCatalog Everything() => new TestCatalog()
        .Activity<int, int>("Double", n => 2 * n)
        .Activity<int, int>("Odd", n => n % 2 == 1 ? n : throw new InvalidDataException("even"))
        .Orchestrator("Child", async context =>
        {
            await context.CreateTimer(TimeSpan.FromMinutes(5), CancellationToken.None);
            return await context.CallActivityAsync<int>("Double", context.GetInput<int>());
        })
        .Orchestrator("Everything", async context =>
        {
            var n = context.GetInput<int>();
            context.SetCustomStatus("fan-out");
            var all = await Task.WhenAll(Enumerable.Range(0, n).Select(i => context.CallActivityAsync<int>("Double", i)));
            context.SetCustomStatus("sub");
            var child = await context.CallSubOrchestratorAsync<int>("Child", 10, new SubOrchestrationOptions(instanceId: context.InstanceId + "-child"));
            var late = "";
            try
            {
                await context.WaitForExternalEvent<string>("nothing", TimeSpan.FromHours(1));
            }
            catch (TaskCanceledException)
            {
                late = "late";
            }

            var failed = "";
            try
            {
                await context.CallActivityAsync<int>("Odd", 2, TaskOptions.FromRetryPolicy(new RetryPolicy(2, TimeSpan.FromMinutes(1))));
            }
            catch (TaskFailedException e)
            {
                failed = e.FailureDetails.ErrorMessage;
            }

            return $"{string.Join(',', all)} {child} {late} {failed} {context.NewGuid()} {context.CurrentUtcDateTime:O}";
        });
}
