using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using OpsAutomation.Runtime.Durable;
using OpsAutomation.Runtime.Durable.Store;

namespace OpsAutomation.Integration.Runtime.Durable;

public sealed class ResilienceTests
{
    [Fact]
    public async Task Many_orchestrations_at_once_all_end_with_few_of_them_in_memory()
    {
        var catalog = ReplayTests.Everything();
        await using var rig = await EngineRig.StartAsync(catalog, warm: 10);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => rig.BeginAsync("Everything", 3, $"many-{i}")));
        var ends = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => rig.EndAsync($"many-{i}")));

        Assert.All(ends, static e => Assert.StartsWith("0,2,4 20 late even", e.ReadOutputAs<string>(), StringComparison.Ordinal));
        await rig.QuietAsync();
        Assert.Null(rig.Clock.NextDue);
        Assert.Empty(rig.Ledger.Describe());
    }

    [Fact]
    public async Task A_disk_that_is_full_for_a_while_delays_and_loses_nothing()
    {
        var commits = 0;
        await using var rig = new EngineRig(ReplayTests.Everything(), commitHook: at =>
        {
            if (at == CommitPoint.Before && ++commits is > 3 and < 12)
            {
                throw new SqliteException("database or disk is full", 13);
            }
        });
        await rig.StartAsync();

        var end = await rig.RunAsync("Everything", 3);

        Assert.StartsWith("0,2,4 20 late even", end.ReadOutputAs<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_that_the_engine_cannot_run_fails_and_the_others_go_on()
    {
        await using var rig = new EngineRig(new PoisonCatalog());
        await rig.StartAsync();

        var poison = await rig.RunAsync("Poison", id: "a");
        var healthy = await rig.RunAsync("Healthy", id: "b");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, poison.RuntimeStatus);
        Assert.Equal("the catalogue is broken", poison.SerializedOutput);
        Assert.Equal("fine", healthy.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Results_that_cannot_be_written_as_JSON_fail_what_returned_them()
    {
        var catalog = new TestCatalog()
            .Activity<string?, object>("Odd", _ => typeof(string))
            .Orchestrator("Result", _ => Task.FromResult(typeof(string)))
            .Orchestrator("Call", context => context.CallActivityAsync<string>("Odd"));
        await using var rig = await EngineRig.StartAsync(catalog);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await rig.RunAsync("Result", id: "a")).RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await rig.RunAsync("Call", id: "b")).RuntimeStatus);
    }

    [Fact]
    public async Task Replay_safe_loggers_say_everything_once()
    {
        using var log = new ListLoggers();
        var catalog = new TestCatalog().Orchestrator("Log", async context =>
        {
            var logger = context.CreateReplaySafeLogger("orchestrator");
            for (var i = 0; i < 3; i++)
            {
                logger.Log(LogLevel.Information, default, i, null, static (n, _) => $"step {n}");
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            }
        });
        await using var rig = new EngineRig(catalog, warm: 0, loggers: log);
        await rig.StartAsync();

        await rig.RunAsync("Log");

        Assert.Equal(["step 0", "step 1", "step 2"], log.Lines.Where(static l => l.StartsWith("step", StringComparison.Ordinal)));
    }

    private sealed class PoisonCatalog : ITaskCatalog
    {
        public Func<TaskOrchestrationContext, Task<object?>>? FindOrchestrator(TaskName name) =>
            name == "Poison" ? throw new InvalidOperationException("the catalogue is broken") : _ => Task.FromResult<object?>("fine");

        public Func<ActivityInvocation, Task<object?>>? FindActivity(TaskName name) => null;
    }

    private sealed class ListLoggers : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));
    }
}
