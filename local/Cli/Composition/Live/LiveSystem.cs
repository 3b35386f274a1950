using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpsAutomation.Cli.Verbs;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Functions.Hosting;
using OpsAutomation.Functions.Triggers;
using OpsAutomation.Integrations;
using OpsAutomation.Integrations.Anchors;
using OpsAutomation.Integrations.Arm;
using OpsAutomation.Integrations.Arm.Actions;
using OpsAutomation.Integrations.Arm.Calls;
using OpsAutomation.Runtime.Functions;
using OpsAutomation.Runtime.Hosting;

namespace OpsAutomation.Cli.Composition.Live;

/// <summary>How the system runs against the real Azure.</summary>
internal sealed record LiveOptions
{
    /// <summary>Folder of everything that is kept; made for its owner alone. Never one of the simulated mode.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Folder of the catalogue.</summary>
    public required string CatalogDirectory { get; init; }

    /// <summary>Port on loopback; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Who is signed in.</summary>
    public required TokenCredential Credential { get; init; }

    /// <summary>Incoming webhook of Teams, a secret; without one nothing starts, since nobody would be told or asked.</summary>
    public Uri? TeamsWebhook { get; init; }

    /// <summary>What carries requests to Azure and webhooks; null for the network. Not disposed by webhooks.</summary>
    public HttpMessageHandler? Network { get; init; }

    /// <summary>Where the subscription's name is typed.</summary>
    public required TextReader Input { get; init; }

    /// <summary>Where it is asked for.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Whether warnings and errors are logged to standard error.</summary>
    public bool Log { get; init; }
}

/// <summary>The real functions on the embedded host, and the real Azure: no simulated part, no control routes, no local users.</summary>
internal sealed class LiveSystem : IAsyncDisposable
{
    // A file that only the simulated mode makes.
    private const string Simulated = "azure.db";
    private readonly LiveHandler _handler;
    private readonly LiveUser _user;

    private LiveSystem(LiveOptions options, OpsCatalog catalog, LiveHandler handler, string person)
    {
        _handler = handler;
        _user = new LiveUser(person, () => Host!.Keys);
        Host = new EmbeddedHost(new EmbeddedHostOptions
        {
            FunctionAssemblies = [typeof(AlertIngress).Assembly],
            DataDirectory = options.DataDirectory,
            DatabasePath = Path.Combine(options.DataDirectory, "runtime.db"),
            Port = options.Port,
            HostJsonPath = Path.Combine(AppContext.BaseDirectory, "host.json"),
            ConfigureServices = services => Configure(services, options, catalog),
            ConfigureApp = app => app.Use(_user.EnterAsync),
            ConfigureLogging = options.Log ? Logging : null,
        });
    }

    /// <summary>The functions host.</summary>
    public EmbeddedHost Host { get; }

    /// <summary>The link that lets a browser of this person in.</summary>
    public Uri Link => new(Host.BaseAddress, _user.Link);

    /// <summary>Asks who is signed in and which subscription is meant, and starts only then.</summary>
    /// <exception cref="CliException">Nobody is signed in, the name was not typed, or something is wrong that the message names.</exception>
    public static async Task<LiveSystem> StartAsync(LiveOptions given, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(given);
        if (File.Exists(Path.Combine(given.DataDirectory, Simulated)))
        {
            throw new CliException($"{given.DataDirectory} holds the state of a simulated Azure; its incidents are not real. Name another folder with --data.", ExitCodes.Usage);
        }

        if (given.TeamsWebhook is not { IsAbsoluteUri: true, Scheme: "https" })
        {
            throw new CliException("Set Ops__TeamsWebhook to the https address of a Teams workflow: what automation asks, does and leaves to people is told there.", ExitCodes.Usage);
        }

        var (catalog, diagnostics) = CatalogLoader.Load(given.CatalogDirectory, AzureActions.Descriptions);
        if (catalog is null)
        {
            throw new CliException(string.Join(Environment.NewLine, diagnostics));
        }

        if (catalog.Senders.ProblemsOutsideOneMachine().ToList() is { Count: > 0 } open)
        {
            throw new CliException(string.Join(Environment.NewLine, open));
        }

        var person = await SignedInPerson.NameAsync(given.Credential, cancellationToken);
        var options = given.Port == 0 ? given with { Port = LocalSystem.FreePort() } : given;
        var handler = new LiveHandler { InnerHandler = options.Network ?? new SocketsHttpHandler { AllowAutoRedirect = false } };
        LiveSystem? system = null;
        try
        {
            await SubscriptionGate.PassAsync(
                new ArmGateway(options.Credential, Transport(handler), TimeProvider.System, new RecentArmCalls()), catalog.Services, person, options.Input, options.Output, cancellationToken);
            DataDirectory.Ensure(options.DataDirectory);
            system = new LiveSystem(options, catalog, handler, person);
            await system.Host.StartAsync(cancellationToken);
            handler.Connect(
                system.Host.CreateInProcessHandler(),
                new Uri(system.Host.BaseAddress, $"runtime/webhooks/eventgrid?functionName={nameof(AlertReceived)}&code={Uri.EscapeDataString(system.Host.Keys.EventGridKey)}"));
            return system;
        }
        catch (Exception e)
        {
            if (system is not null)
            {
                await system.DisposeAsync();
            }

            handler.Dispose();
            if (e is IOException or InvalidOperationException or InvalidDataException or UnauthorizedAccessException or HostStartException)
            {
                throw new CliException($"The system cannot start: {e.Message}");
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _handler.Dispose();
    }

    private void Configure(IServiceCollection services, LiveOptions options, OpsCatalog catalog)
    {
        var integrations = new IntegrationsOptions
        {
            PricesPath = Path.Combine(options.CatalogDirectory, "prices.yaml"),
            TopicEndpoint = LiveHandler.Topic,
            TopicKey = new AzureKeyCredential("local"),
            Credential = options.Credential,
            Transport = Transport(_handler),
            WebhookHandler = options.Network,
        };
        integrations.Teams.WebhookUrl = options.TeamsWebhook;
        services.AddSingleton(TimeProvider.System).AddSqliteRecords(Path.Combine(options.DataDirectory, "records.db")).AddIntegrations(integrations);
        services.AddSingleton<IAnchorStore>(new FileAnchorStore(Path.Combine(options.DataDirectory, "anchors")));
        services.AddLinkKeys(FileLinkKeys.Open(Path.Combine(options.DataDirectory, "link-keys.json"), TimeProvider.System));
        services.AddSingleton<ISourceKeys>(new LocalSourceKeys(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal), () => Host.Keys));
        services.AddSingleton<IUserSource>(_user);
        services.AddOpsAutomation(
            new OpsOptions { PublicOrigin = new Uri($"http://127.0.0.1:{options.Port}"), TopicEndpoint = LiveHandler.Topic, CatalogDirectory = options.CatalogDirectory },
            catalog);
    }

    private static HttpClientTransport Transport(LiveHandler handler) => new(new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan });

    private static void Logging(ILoggingBuilder logging) => logging
        .SetMinimumLevel(LogLevel.Warning)
        .AddSimpleConsole(console => console.SingleLine = true)
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
}
