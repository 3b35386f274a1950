using OpsAutomation.Runtime.Durable.Store;

namespace OpsAutomation.Integration.Runtime.Durable;

public sealed class CrashTests
{
    [Theory]
    [InlineData(CommitPoint.Before, 0)]
    [InlineData(CommitPoint.After, 0)]
    [InlineData(CommitPoint.Before, 100)]
    [InlineData(CommitPoint.After, 100)]
    internal async Task A_crash_at_any_commit_loses_nothing(CommitPoint point, int warm)
    {
        var crashes = 0;
        for (var commit = 2; ; commit++)
        {
            if (!await CrashAndGoOnAsync(point, commit, warm))
            {
                break;
            }

            crashes++;
        }

        // Fewer would mean that the sweep has not met the orchestration's own commits.
        Assert.InRange(crashes, 10, 200);
    }

    [Fact]
    public async Task A_second_engine_on_the_same_file_is_refused_with_a_clear_message()
    {
        await using var first = await EngineRig.StartAsync(new TestCatalog());
        await using var second = new EngineRig(new TestCatalog(), folder: first.Folder);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(second.StartAsync);

        Assert.Contains("in use by another engine", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_activity_cut_off_by_the_stop_runs_again_after_the_next_start()
    {
        var folder = Directory.CreateTempSubdirectory("durable-").FullName;
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = new TestCatalog()
            .ActivityAsync<string?, string>("Slow", async (_, stop) =>
            {
                entered.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
                return "never";
            })
            .Orchestrator("Call", context => context.CallActivityAsync<string>("Slow"));
        await using (var rig = new EngineRig(first, folder: folder))
        {
            await rig.StartAsync();
            await rig.BeginAsync("Call");
            await entered.Task;
        }

        var second = new TestCatalog()
            .Activity<string?, string>("Slow", _ => "done")
            .Orchestrator("Call", context => context.CallActivityAsync<string>("Slow"));
        await using (var rig = new EngineRig(second, folder: folder))
        {
            await rig.StartAsync();
            Assert.Equal("done", (await rig.EndAsync("one")).ReadOutputAs<string>());
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>False when the orchestration ended before the crash could happen.</summary>
    private static async Task<bool> CrashAndGoOnAsync(CommitPoint point, int commit, int warm)
    {
        var folder = Directory.CreateTempSubdirectory("durable-").FullName;
        var catalog = ReplayTests.Everything();
        var commits = 0;
        var crashed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        DateTimeOffset time;
        await using (var rig = new EngineRig(catalog, warm, folder: folder, commitHook: at =>
        {
            if (at == point && Interlocked.Increment(ref commits) == commit)
            {
                crashed.TrySetResult();
                throw new StoreClosedException("simulated crash");
            }
        }))
        {
            await rig.StartAsync();
            await rig.BeginAsync("Everything", 3);
            var ended = rig.EndAsync("one");
            _ = ended.ContinueWith(static t => t.Exception, TaskScheduler.Default);
            if (await Task.WhenAny(ended, crashed.Task) == ended)
            {
                await rig.QuietAsync();
            }

            time = rig.Clock.GetUtcNow();
        }

        if (!crashed.Task.IsCompleted)
        {
            Directory.Delete(folder, recursive: true);
            return false;
        }

        await using (var again = new EngineRig(catalog, warm, folder: folder, start: time))
        {
            await again.StartAsync();
            var end = await again.EndAsync("one");
            Assert.StartsWith("0,2,4 20 late even ", end.ReadOutputAs<string>(), StringComparison.Ordinal);
            Assert.Equal(["Double(0)", "Double(1)", "Double(2)", "Double(10)", "Odd(2)"], catalog.Calls.Distinct().OrderBy(static c => c.StartsWith('O')).ThenBy(static c => c.Length).ThenBy(static c => c, StringComparer.Ordinal));
            Assert.True(catalog.Calls.Count(static c => c == "Odd(2)") >= 2);
        }

        Directory.Delete(folder, recursive: true);
        return true;
    }
}
