using System.Net;
using System.Net.Sockets;
using Azure;
using Azure.Core.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpsAutomation.Cli.Verbs;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Records;
using OpsAutomation.Functions.Hosting;
using OpsAutomation.Functions.Triggers;
using OpsAutomation.Integrations;
using OpsAutomation.Integrations.Anchors;
using OpsAutomation.Integrations.Arm.Actions;
using OpsAutomation.Integrations.Publishing;
using OpsAutomation.Integrations.Records.Tables;
using OpsAutomation.Runtime.Clock;
using OpsAutomation.Runtime.Functions;
using OpsAutomation.Runtime.Hosting;
using OpsAutomation.SimulatedAzure;
using OpsAutomation.SimulatedAzure.Estates;
using OpsAutomation.SimulatedAzure.Topics;

namespace OpsAutomation.Cli.Composition;

/// <summary>
/// The composition root: the real functions on the embedded host, the real SDKs in front of the simulated Azure, one clock
/// for all of it. The same parts serve <c>up</c>, <c>demo</c>, rehearsals and tests.
/// </summary>
internal sealed class LocalSystem : IAsyncDisposable
{
    private const int QuietLooks = 2;
    private const int MostPorts = 5;
    private static readonly TimeSpan SettleLook = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan LongestSettle = TimeSpan.FromSeconds(3);

    private const string Principal = "opsautomation";
    private static readonly Uri TeamsWebhook = new("https://local.webhook.office.com/webhookb2/ops");

    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ClockDriver _driver;
    private readonly ClockMode _clockMode;
    private readonly ClockOffset _offset;
    private readonly ILoggerFactory _loggers;
    private SimServer? _simServer;

    private LocalSystem(LocalSystemOptions given)
    {
        // Links carry the port, so it is chosen before anything is built.
        var options = given.Port == 0 ? given with { Port = FreePort() } : given;
        DataDirectory.Ensure(options.DataDirectory);
        string InData(string name) => Path.Combine(options.DataDirectory, name);
        _offset = new ClockOffset(InData("clock"));
        Catalog = (options.Catalog ?? Load(options.CatalogDirectory)) is var catalog && options.MeasuresObjectives ? catalog : catalog with { Slos = [] };
        _loggers = options.Log ? LoggerFactory.Create(Logging) : NullLoggerFactory.Instance;
        Ledger = new WorkLedger();
        Clock = new VirtualClock(options.StartAt ?? (TimeProvider.System.GetUtcNow() + _offset.Read()), Ledger);
        _clockMode = options.ClockMode;
        _driver = new ClockDriver(Clock, Ledger, new ClockDriverOptions
        {
            Mode = options.ClockMode,
            MayJump = options.MayJump,
            StandStillWhileBusy = options.StandStillWhileBusy,
        });
        Cloud = new SimulatedCloud(
            new SimulatedAzureOptions
            {
                DatabasePath = InData("azure.db"),
                EstatePath = options.EstatePath,
                Seed = options.Seed ?? 1,
                AdvanceClock = Advance,
                AtWork = () => Ledger.Busy,
            },
            Clock,
            _loggers,
            Ledger.Enter,
            (wait, stop) => Ledger.DelayAsync(Clock, wait, stop));
        Topic = Cloud.CreateTopic(new TopicOptions
        {
            Name = "opsautomation",
            DuplicateProbability = options.DuplicateDeliveries,
            Reorder = options.ReorderDeliveries,
        });
        ResourceEvents = Cloud.CreateTopic(new TopicOptions
        {
            Name = "resource-events",
            InputSchema = EventSchema.EventGrid,
            DuplicateProbability = options.DuplicateDeliveries,
            Reorder = options.ReorderDeliveries,
        });
        Host = new EmbeddedHost(new EmbeddedHostOptions
        {
            FunctionAssemblies = [typeof(AlertIngress).Assembly],
            DataDirectory = options.DataDirectory,
            DatabasePath = InData("runtime.db"),
            Port = options.Port,
            HostJsonPath = Path.Combine(AppContext.BaseDirectory, "host.json"),
            Seed = options.Seed,
            Clock = Clock,
            Ledger = Ledger,
            ConfigureServices = services => Configure(services, options, InData),
            ConfigureApp = app => app.Use(WaitUntilConnectedAsync),
            ConfigureLogging = options.Log ? Logging : null,
        });
    }

    /// <summary>The one clock.</summary>
    public VirtualClock Clock { get; }

    /// <summary>Who is at work.</summary>
    public WorkLedger Ledger { get; }

    /// <summary>The simulated Azure.</summary>
    public SimulatedCloud Cloud { get; }

    /// <summary>The topic that accepted alerts travel through.</summary>
    public SimulatedTopic Topic { get; }

    /// <summary>Stands for the system topics of the subscription: publishing to it is Azure raising an event by itself.</summary>
    public SimulatedTopic ResourceEvents { get; }

    /// <summary>The functions host.</summary>
    public EmbeddedHost Host { get; }

    /// <summary>The catalogue as loaded.</summary>
    public OpsCatalog Catalog { get; }

    /// <summary>Address of the simulated Azure for outside clients, or null.</summary>
    public Uri? SimAddress => _simServer?.Address;

    /// <summary>Puts everything together, starts it, and connects the topic to the function.</summary>
    /// <exception cref="CliException">The catalogue does not load; every problem is listed.</exception>
    public static async Task<LocalSystem> StartAsync(LocalSystemOptions options, CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await StartOnceAsync(options, cancellationToken);
            }
            catch (CliException e) when (options.Port == 0 && attempt < MostPorts && e.InnerException?.InnerException is AddressInUseException)
            {
                // Between the moment at which a port was free and that at which we took it, somebody else did.
            }
        }
    }

    private static async Task<LocalSystem> StartOnceAsync(LocalSystemOptions options, CancellationToken cancellationToken)
    {
        LocalSystem? system = null;
        try
        {
            if (options.Records is { } records)
            {
                await LocalRecords.PrepareAsync(records, cancellationToken);
            }

            system = new LocalSystem(options);
            await system.ConnectAsync(options.SimPort, cancellationToken);
            return system;
        }
        catch (Exception e)
        {
            if (system is not null)
            {
                await system.DisposeAsync();
            }

            // What a user can do something about: a port or a folder in use, an estate or a key file that is broken.
            if (e is IOException or InvalidOperationException or InvalidDataException or UnauthorizedAccessException or EstateException or HostStartException)
            {
                throw new CliException($"The system cannot start: {e.Message}", innerException: e);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_simServer is not null)
        {
            await _simServer.DisposeAsync();
        }

        await Host.DisposeAsync();
        await _driver.DisposeAsync();
        await Cloud.DisposeAsync();
        _loggers.Dispose();
    }

    private async Task ConnectAsync(int? simPort, CancellationToken cancellationToken)
    {
        await Host.StartAsync(cancellationToken);
        _driver.Start();
        if (simPort is { } port)
        {
            _simServer = await SimServer.StartAsync(Cloud, port, cancellationToken);
        }

        await SubscribeAsync(Topic, "alert-received", nameof(AlertReceived), [PublishedAlert.EventType], cancellationToken);
        await SubscribeAsync(ResourceEvents, "resource-event-received", nameof(ResourceEventReceived), [], cancellationToken);
        _connected.SetResult();
    }

    private Task SubscribeAsync(SimulatedTopic topic, string name, string function, IReadOnlyList<string> types, CancellationToken cancellationToken) =>
        topic.SubscribeAsync(
            new TopicSubscriptionOptions
            {
                Name = name,
                Endpoint = new Uri(
                    Host.BaseAddress, $"runtime/webhooks/eventgrid?functionName={function}&code={Uri.EscapeDataString(Host.Keys.EventGridKey)}"),
                IncludedEventTypes = types,
                MaxEventsPerBatch = 20,

                // Where the clock jumps, a rehearsal must come out the same every time.
                MaxRequests = _clockMode == ClockMode.FollowRealTime ? 4 : 1,
            },
            Host.CreateInProcessHandler(),
            cancellationToken);

    // A topic without a subscription drops what it was thanked for, so until there is one, senders wait.
    private Task WaitUntilConnectedAsync(HttpContext context, RequestDelegate next) => _connected.Task.IsCompletedSuccessfully ? next(context) : ConnectedAsync(context, next);

    private async Task ConnectedAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/runtime", StringComparison.Ordinal))
        {
            await _connected.Task.WaitAsync(context.RequestAborted);
        }

        await next(context);
    }

    /// <summary>Reads a catalogue.</summary>
    /// <exception cref="CliException">It does not load; every problem is listed.</exception>
    internal static OpsCatalog Load(string directory)
    {
        var (catalog, diagnostics) = CatalogLoader.Load(directory, AzureActions.Descriptions);
        return catalog ?? throw new CliException(string.Join(Environment.NewLine, diagnostics));
    }

    /// <summary>A port of loopback that nobody listens on.</summary>
    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Logging(ILoggingBuilder logging) => logging
        .SetMinimumLevel(LogLevel.Warning)
        .AddSimpleConsole(console => console.SingleLine = true)
        .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)

        // A start that fails is told once, in a sentence.
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);

    // Timer by timer, each with the work that it sets off: a push over the middle of a request would make its timeout strike.
    private void Advance(TimeSpan by)
    {
        var target = Clock.GetUtcNow() + by;
        Settle();
        while (Clock.GetUtcNow() is var now && now < target)
        {
            Clock.JumpTo(Clock.NextDue is { } due && due > now && due < target ? due : target);
            Settle();
        }

        _offset.Keep(Clock.GetUtcNow());
    }

    // Whoever pushes the clock is at work too. What does not settle in time waits for something that is not ours.
    private void Settle()
    {
        var started = TimeProvider.System.GetTimestamp();
        var (changes, quiet) = (Ledger.Changes, 0);
        while (quiet < QuietLooks && TimeProvider.System.GetElapsedTime(started) < LongestSettle)
        {
            Task.Delay(SettleLook, TimeProvider.System).GetAwaiter().GetResult();
            quiet = Ledger.Busy <= 1 && Ledger.Changes == changes ? quiet + 1 : 0;
            changes = Ledger.Changes;
        }
    }

    private void Configure(IServiceCollection services, LocalSystemOptions options, Func<string, string> inData)
    {
        var integrations = new IntegrationsOptions
        {
            PricesPath = Path.Combine(options.CatalogDirectory, "prices.yaml"),
            TopicEndpoint = Topic.Endpoint,
            TopicKey = new AzureKeyCredential(Topic.Key),
            Credential = Cloud.CreateCredential(Principal),
            Transport = Transport(options),
            WebhookHandler = Cloud.CreateHandler(Principal),
        };
        integrations.Teams.WebhookUrl = TeamsWebhook;
        integrations.Entra.KeySet = options.EntraKeySet;
        services.AddSingleton<TimeProvider>(Clock);
        Records(services, options, inData).AddIntegrations(integrations);
        services.AddSingleton<IAnchorStore>(new FileAnchorStore(inData("anchors")));
        services.AddLinkKeys(FileLinkKeys.Open(inData("link-keys.json"), Clock));
        services.AddSingleton<ISourceKeys>(new LocalSourceKeys(options.SourceKeys, () => Host.Keys));
        services.AddSingleton<IUserSource>(new LocalUsers(Catalog.Routing.Users, LocalTokens.Open(inData(LocalTokens.FileName), Catalog.Routing.Users)));
        services.AddOpsAutomation(
            new OpsOptions
            {
                PublicOrigin = new Uri($"http://127.0.0.1:{options.Port}"),
                TopicEndpoint = Topic.Endpoint,
                CatalogDirectory = options.CatalogDirectory,
                SyntheticEvery = options.SyntheticEvery,
                OwnIdentities = [Principal],
            },
            Catalog);
        options.Services?.Invoke(services);
    }

    // The emulator lives in real time: a signature dated by a clock that was pushed on would be refused.
    private static IServiceCollection Records(IServiceCollection services, LocalSystemOptions options, Func<string, string> inData) => options.Records is { } account
        ? services.AddSingleton<IRecordStore>(_ => new TableRecordStore(account, TimeProvider.System))
        : services.AddSqliteRecords(inData("records.db"));

    private HttpPipelineTransport Transport(LocalSystemOptions options)
    {
        if (options.Traffic is not { } traffic)
        {
            return Cloud.CreateTransport(Principal);
        }

        traffic.InnerHandler = Cloud.CreateHandler(Principal);
        return new HttpClientTransport(new HttpClient(traffic) { Timeout = Timeout.InfiniteTimeSpan });
    }
}
