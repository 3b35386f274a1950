using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpsAutomation.Runtime.Durable;
using OpsAutomation.Runtime.EventGrid;
using OpsAutomation.Runtime.Functions;
using OpsAutomation.Runtime.Functions.Invocation;
using OpsAutomation.Runtime.Http;
using OpsAutomation.Runtime.Timers;

namespace OpsAutomation.Runtime.Hosting;

/// <summary>
/// Hosts an isolated-worker Functions app in this process: HTTP, Event Grid, timer and durable triggers. It knows
/// nothing of what the app is for. For a laptop, CI and rehearsals; it listens on the loopback addresses only.
/// </summary>
public sealed class EmbeddedHost : IAsyncDisposable
{
    private readonly EmbeddedHostOptions _options;
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping = new();
    private readonly DurableEngine _engine;
    private readonly TimerFunctions _timers;
    private readonly FunctionCatalog _catalog;
    private Uri? _baseAddress;
    private int _stopped;
    private int _disposed;

    /// <summary>Puts the host together and checks it; <see cref="StartAsync"/> starts it.</summary>
    /// <param name="options">What to run, and how.</param>
    /// <exception cref="HostStartException">The app cannot be hosted as it is. All problems are listed.</exception>
    public EmbeddedHost(EmbeddedHostOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        var problems = options.Problems().ToList();
        _catalog = Collect(() => FunctionCatalog.Discover(options.FunctionAssemblies, options.FunctionTypes), problems)!;
        var hostJson = Collect(() => HostJson.Read(options.HostJsonPath), problems)!;
        ThrowIfAny(problems);

        DataFolder.Ensure(options.DataDirectory);
        Keys = KeyFileStore.Open(
            Path.Combine(options.DataDirectory, "keys.json"),
            _catalog.With<HttpFunctionTrigger>().Where(f => f.Trigger.Level == Microsoft.Azure.Functions.Worker.AuthorizationLevel.Function).Select(f => f.Function.Name));

        _app = WebServer.Build(options, new HostedParts(() => _engine!, () => _timers!, _stopping));
        var settings = _app.Services.GetRequiredService<IConfiguration>();
        problems.AddRange(RouteChecks.Problems(_catalog, hostJson.RoutePrefix));
        problems.AddRange(TimerFunctions.Problems(_catalog, settings));
        problems.AddRange(InstanceFactory.Problems(_catalog, _app.Services));
        if (problems.Count > 0)
        {
            ((IDisposable)_app).Dispose();
            ThrowIfAny(problems);
        }

        var loggers = _app.Services.GetRequiredService<ILoggerFactory>();
        var invoker = new FunctionInvoker(_app.Services, () => DurableClient, new InvocationIds(options.Seed));
        _engine = new DurableEngine(EngineOptions(options, hostJson), new FunctionTaskCatalog(_catalog, invoker, Turns(BackgroundTurns.LongestForActivities)), options.Clock, options.Ledger, loggers);
        var timerServices = new TimerServices(
            invoker,
            new TimerStatusFile(Path.Combine(options.DataDirectory, "timers.json")),
            options.Clock,
            options.Ledger,
            loggers.CreateLogger<TimerFunctions>());
        _timers = new TimerFunctions(_catalog, settings, timerServices);

        new HttpFunctions(_catalog, invoker, Keys, loggers.CreateLogger<HttpFunctions>()).Map(_app, hostJson.RoutePrefix);
        new EventGridEndpoint(_catalog, invoker, Keys, loggers.CreateLogger<EventGridEndpoint>(), Turns(BackgroundTurns.LongestForDeliveries), _stopping.Token).Map(_app);
    }

    /// <summary>The app's services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>The app's functions, ordered by name.</summary>
    public IReadOnlyList<FunctionEntry> Functions => _catalog.Functions;

    /// <summary>The keys that open functions and the Event Grid endpoint.</summary>
    public FunctionKeys Keys { get; }

    /// <summary>The durable client. Only while the host runs.</summary>
    public DurableTaskClient DurableClient => _engine.Client;

    /// <summary>The durable engine, for its histories.</summary>
    public DurableEngine Engine => _engine;

    /// <summary>Where the server listens, for example <c>http://127.0.0.1:7071/</c>. Only after the start.</summary>
    /// <exception cref="InvalidOperationException">The host was not started.</exception>
    public Uri BaseAddress => _baseAddress ?? throw new InvalidOperationException("The host has not been started.");

    /// <summary>Starts the app's hosted services, then the engine and the timers, then the server.</summary>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <exception cref="IOException">The port is taken. After a start that failed the host is disposed.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch
        {
            // The engine may own its file already, and timers may be set.
            await DisposeAsync();
            throw;
        }

        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var port = new Uri(addresses.First()).Port;
        _baseAddress = new Uri($"http://127.0.0.1:{port}/");
    }

    /// <summary>Accepts nothing more, lets requests end, stops timers and engine, then the app's services. A second call does nothing.</summary>
    /// <param name="cancellationToken">Ends the wait for what is running.</param>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _stopped, 1) == 0)
        {
            await _app.StopAsync(cancellationToken);
        }
    }

    /// <summary>
    /// A handler whose requests enter the same pipeline as those from the socket, without one: same checks, same keys.
    /// Use it with <see cref="BaseAddress"/>, or with <c>http://localhost/</c>. Only while the host runs.
    /// </summary>
    public HttpMessageHandler CreateInProcessHandler() =>
        new InProcessHandler(((TwinServer)_app.Services.GetRequiredService<IServer>()).CreateHandler(), _options.Ledger);

    /// <summary>Stops the host and frees everything.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await StopAsync();

        // Stopped already, unless the start failed half-way.
        await _timers.DisposeAsync();
        await _engine.DisposeAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private BackgroundTurns Turns(TimeSpan longestPause) => new(_app.Services.GetRequiredService<Pressure>(), _options.Clock, _options.Ledger, longestPause);

    private static DurableEngineOptions EngineOptions(EmbeddedHostOptions options, HostJson hostJson)
    {
        var engine = new DurableEngineOptions
        {
            DatabasePath = options.DatabasePath ?? Path.Combine(options.DataDirectory, "ops.db"),
            Seed = options.Seed,
            DefaultVersion = hostJson.DefaultVersion,
        };
        return engine with
        {
            MaxConcurrentActivities = hostJson.MaxConcurrentActivities ?? engine.MaxConcurrentActivities,
            MaxConcurrentOrchestrations = hostJson.MaxConcurrentOrchestrators ?? engine.MaxConcurrentOrchestrations,
        };
    }

    private static T? Collect<T>(Func<T> make, List<string> problems)
        where T : class
    {
        try
        {
            return make();
        }
        catch (HostStartException e)
        {
            problems.AddRange(e.Problems);
            return null;
        }
    }

    private static void ThrowIfAny(List<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new HostStartException(problems);
        }
    }
}
