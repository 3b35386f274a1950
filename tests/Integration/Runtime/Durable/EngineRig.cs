using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpsAutomation.Runtime.Clock;
using OpsAutomation.Runtime.Durable;
using OpsAutomation.Runtime.Durable.History;
using OpsAutomation.Runtime.Durable.Store;

namespace OpsAutomation.Integration.Runtime.Durable;

/// <summary>A real engine on a real file, on a clock that jumps when nothing is at work.</summary>
internal sealed class EngineRig : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly bool _ownsFolder;
    private readonly ClockDriver _driver;

    public EngineRig(
        ITaskCatalog catalog,
        int warm = 100,
        int? seed = null,
        string? folder = null,
        DateTimeOffset? start = null,
        Action<CommitPoint>? commitHook = null,
        ILoggerFactory? loggers = null,
        bool jump = true)
    {
        _ownsFolder = folder is null;
        Folder = folder ?? Directory.CreateTempSubdirectory("durable-").FullName;
        Ledger = new WorkLedger();
        Clock = new VirtualClock(start ?? Start, Ledger);
        _driver = new ClockDriver(Clock, Ledger, new ClockDriverOptions
        {
            Mode = jump ? ClockMode.JumpWhenIdle : ClockMode.Manual,
            StandStillWhileBusy = true,
            Settle = TimeSpan.FromMilliseconds(1),
        });
        Engine = new DurableEngine(
            new DurableEngineOptions { DatabasePath = Path.Combine(Folder, "durable.db"), WarmInstances = warm, Seed = seed },
            catalog,
            Clock,
            Ledger,
            loggers ?? NullLoggerFactory.Instance,
            commitHook);
    }

    public string Folder { get; }

    public VirtualClock Clock { get; }

    public WorkLedger Ledger { get; }

    public DurableEngine Engine { get; }

    public DurableTaskClient Client => Engine.Client;

    public static async Task<EngineRig> StartAsync(TestCatalog catalog, int warm = 100, int? seed = null, bool jump = true)
    {
        var rig = new EngineRig(catalog, warm, seed, jump: jump);
        await rig.StartAsync();
        return rig;
    }

    public async Task StartAsync()
    {
        await Engine.StartAsync();
        _driver.Start();
    }

    public Task<string> BeginAsync(TaskName name, object? input = null, string? id = "one") =>
        Client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id));

    /// <summary>Starts an orchestration and waits for its end. The limit is real time: a test that hangs must fail, and say who is busy.</summary>
    public async Task<OrchestrationMetadata> RunAsync(TaskName name, object? input = null, string? id = "one") =>
        await EndAsync(await BeginAsync(name, input, id));

    public async Task<OrchestrationMetadata> EndAsync(string id)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            return await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, limit.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"'{id}' did not end. Busy: {string.Join("; ", Ledger.Describe())}", e);
        }
    }

    /// <summary>Waits until nothing is at work: everything that can happen now has happened.</summary>
    public async Task QuietAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await Ledger.WhenIdleAsync(limit.Token);
    }

    public IReadOnlyList<Episode> History(string id = "one") => Engine.ReadHistory(id);

    public async ValueTask DisposeAsync()
    {
        await _driver.DisposeAsync();
        await Engine.DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
