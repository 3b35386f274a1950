using System.Security.Cryptography;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using OpsAutomation.Runtime.Clock;
using OpsAutomation.Runtime.Durable.Client;
using OpsAutomation.Runtime.Durable.Dispatch;
using OpsAutomation.Runtime.Durable.History;
using OpsAutomation.Runtime.Durable.Store;

namespace OpsAutomation.Runtime.Durable;

/// <summary>
/// Runs durable orchestrations in this process, on one SQLite file: for a laptop, CI and rehearsals. What a call has
/// acknowledged survives the death of the process at any moment; activities run at least once.
/// </summary>
public sealed class DurableEngine : IAsyncDisposable
{
    private readonly DurableEngineOptions _options;
    private readonly ITaskCatalog _catalog;
    private readonly TimeProvider _time;
    private readonly WorkLedger _ledger;
    private readonly ILoggerFactory _loggers;
    private readonly Action<CommitPoint>? _commitHook;
    private EngineParts? _parts;
    private Dispatcher? _dispatcher;
    private DurableTaskClient? _client;

    /// <summary>Makes an engine; <see cref="StartAsync"/> opens the file.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="catalog">The code behind the names.</param>
    /// <param name="time">The clock of orchestrations, timers and retries.</param>
    /// <param name="ledger">Where its work is entered, so that a jumping clock waits for it.</param>
    /// <param name="loggers">Where it and the replay-safe loggers write.</param>
    /// <exception cref="ArgumentException">The options are wrong; the message names every problem.</exception>
    public DurableEngine(
        DurableEngineOptions options,
        ITaskCatalog catalog,
        TimeProvider time,
        WorkLedger ledger,
        ILoggerFactory loggers)
        : this(options, catalog, time, ledger, loggers, null)
    {
    }

    internal DurableEngine(
        DurableEngineOptions options,
        ITaskCatalog catalog,
        TimeProvider time,
        WorkLedger ledger,
        ILoggerFactory loggers,
        Action<CommitPoint>? commitHook)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problems() is { Count: > 0 } problems)
        {
            throw new ArgumentException("The durable engine cannot run like this: " + string.Join(" ", problems), nameof(options));
        }

        _options = options;
        _catalog = catalog;
        _time = time;
        _ledger = ledger;
        _loggers = loggers;
        _commitHook = commitHook;
    }

    /// <summary>The client. Only while the engine runs.</summary>
    public DurableTaskClient Client => _client ?? throw new InvalidOperationException("The durable engine has not been started.");

    /// <summary>Opens the file and goes on with whatever was under way when it was last closed, or when its process died.</summary>
    /// <param name="cancellationToken">Not needed: starting reads keys only.</param>
    /// <exception cref="InvalidOperationException">It runs already; another engine owns the file; the file has another schema.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_parts is not null)
        {
            throw new InvalidOperationException("The durable engine was started before; make a new one to start again.");
        }

        var id = _options.Seed is { } seed ? $"seed-{seed}" : RandomNumberGenerator.GetHexString(32, lowercase: true);
        _parts = new EngineParts
        {
            Options = _options,
            Catalog = _catalog,
            Time = _time,
            Ledger = _ledger,
            Loggers = _loggers,
            Log = _loggers.CreateLogger<DurableEngine>(),
            Store = DurableStore.Open(_options.DatabasePath, id, _commitHook),
            Warm = new WarmSessions(_options.WarmInstances),
        };
        _dispatcher = new Dispatcher(_parts);
        _client = new EmbeddedDurableTaskClient(_parts);
        _dispatcher.Start();
        return Task.CompletedTask;
    }

    /// <summary>
    /// Starts nothing more, tells running activities to stop, waits for what runs, and closes the file. Whatever did not
    /// finish goes on at the next start.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait for activities that do not stop; their outcomes are then lost and they run again.</param>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (_parts is null || _parts.Stopping.IsCancellationRequested)
        {
            return;
        }

        await _parts.Stopping.CancelAsync();
        var drained = _dispatcher!.StopAsync();
        try
        {
            await drained.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The caller does not want to wait longer.
        }

        _parts.Watch.Close();
        _parts.Store.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    /// <summary>Reads the history of an instance's present execution: for explanations and tests.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <returns>Its episodes, oldest first; empty when there is no such instance.</returns>
    public IReadOnlyList<Episode> ReadHistory(string instanceId)
    {
        var parts = _parts ?? throw new InvalidOperationException("The durable engine has not been started.");
        return parts.Store.Read(db => InstanceSql.Find(db, instanceId) is { } row ? EpisodeSql.History(db, row.Id, row.Execution) : []);
    }
}
