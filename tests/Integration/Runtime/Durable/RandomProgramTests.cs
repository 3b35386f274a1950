using System.Text.Json;
using Microsoft.DurableTask;
using OpsAutomation.Runtime.Durable.Store;

namespace OpsAutomation.Integration.Runtime.Durable;

/// <summary>Orchestrators made by chance, from a seed: whatever they do, keeping them in memory, replaying them, and crashing must not show.</summary>
public sealed class RandomProgramTests
{
    [Fact]
    public async Task Warm_and_cold_runs_of_any_program_are_alike()
    {
        for (var seed = 1; seed <= 25; seed++)
        {
            var warm = await RunAsync(seed, 100);
            var cold = await RunAsync(seed, 0);

            Assert.True(warm == cold, $"seed {seed}:\nwarm {warm}\ncold {cold}");
        }
    }

    [Fact]
    public async Task Any_program_ends_as_without_a_crash_when_it_crashes_again_and_again()
    {
        for (var seed = 1; seed <= 15; seed++)
        {
            var folder = Directory.CreateTempSubdirectory("durable-").FullName;
            var chance = new Random(seed);
            var start = EngineRig.Start;
            var begun = false;
            for (var life = 0; ; life++)
            {
                var left = life < 12 ? chance.Next(1, 8) : int.MaxValue;
                var dead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await using var rig = new EngineRig(Catalog(seed), warm: chance.Next(2) * 100, folder: folder, start: start, commitHook: _ =>
                {
                    if (Interlocked.Decrement(ref left) <= 0)
                    {
                        dead.TrySetResult();
                        throw new StoreClosedException("simulated crash");
                    }
                });
                await rig.StartAsync();
                if (!begun || await rig.Client.GetInstanceAsync("one") is null)
                {
                    begun = true;
                    await rig.BeginAsync("Program").ContinueWith(static t => t.Exception, TaskScheduler.Default);
                }

                var end = rig.EndAsync("one");
                _ = end.ContinueWith(static t => t.Exception, TaskScheduler.Default);
                if (await Task.WhenAny(end, dead.Task) == end)
                {
                    var expected = JsonSerializer.Deserialize<string[]>(await RunAsync(seed, 100))![0];
                    Assert.Equal(expected, (await end).SerializedOutput);
                    break;
                }

                start = rig.Clock.GetUtcNow();
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> RunAsync(int seed, int warm)
    {
        await using var rig = await EngineRig.StartAsync(Catalog(seed), warm, seed);
        var end = await rig.RunAsync("Program");
        return JsonSerializer.Serialize(new[] { end.SerializedOutput, JsonSerializer.Serialize(rig.History()) });
    }

    private static TestCatalog Catalog(int seed) => new TestCatalog()
        .Activity<int, int>("Double", n => 2 * n)
        .Activity<int, int>("Odd", n => n % 2 == 1 ? n : throw new InvalidDataException($"{n} is even"))
        .Orchestrator("Sub", context => StepsAsync(context, context.GetInput<int>(), depth: 1))
        .Orchestrator("Program", context => StepsAsync(context, seed, depth: 0));

    private static async Task<string> StepsAsync(TaskOrchestrationContext context, int seed, int depth)
    {
        var chance = new Random(seed);
        var log = new List<string>();
        for (var step = chance.Next(2, 7); step > 0; step--)
        {
            var n = chance.Next(100);
            log.Add(await StepAsync(context, chance, n, depth));
            context.SetCustomStatus(log.Count);
        }

        return string.Join(' ', log);
    }

    private static async Task<string> StepAsync(TaskOrchestrationContext context, Random chance, int n, int depth)
    {
        switch (chance.Next(7))
        {
            case 0:
                return $"{await context.CallActivityAsync<int>("Double", n)}";
            case 1:
                return string.Join('+', await Task.WhenAll(Enumerable.Range(0, n % 7).Select(i => context.CallActivityAsync<int>("Double", i))));
            case 2:
                await context.CreateTimer(TimeSpan.FromMinutes(n), CancellationToken.None);
                return $"t{n}";
            case 3 when depth == 0:
                return $"[{await context.CallSubOrchestratorAsync<string>("Sub", n, new SubOrchestrationOptions(instanceId: $"sub-{n}-{chance.Next()}"))}]";
            case 4:
                try
                {
                    return $"{await context.CallActivityAsync<int>("Odd", n, TaskOptions.FromRetryPolicy(new RetryPolicy(2, TimeSpan.FromMinutes(1))))}";
                }
                catch (TaskFailedException e)
                {
                    return e.FailureDetails.ErrorMessage;
                }

            case 5:
                using (var stop = new CancellationTokenSource())
                {
                    var timer = context.CreateTimer(TimeSpan.FromDays(1), stop.Token);
                    var winner = await Task.WhenAny(context.CallActivityAsync<int>("Double", n), timer);
                    // Synchronously: an asynchronous cancellation would run on another thread.
#pragma warning disable CA1849, MA0042, VSTHRD103
                    stop.Cancel();
#pragma warning restore CA1849, MA0042, VSTHRD103
                    return winner == timer ? "timer" : "activity";
                }

            default:
                try
                {
                    return await context.WaitForExternalEvent<string>("e" + n, TimeSpan.FromMinutes(n + 1));
                }
                catch (TaskCanceledException)
                {
                    return "no-event";
                }
        }
    }
}
