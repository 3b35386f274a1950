using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Messaging.EventGrid;
using Azure.Monitor.Query;
using Microsoft.Extensions.DependencyInjection;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Alerts.Senders.Sns;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.EarnedAutonomy;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Claims;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Records;
using OpsAutomation.Core.Services;
using OpsAutomation.Core.Slos.Measuring;
using OpsAutomation.Integrations.Arm;
using OpsAutomation.Integrations.Arm.Actions;
using OpsAutomation.Integrations.Arm.Calls;
using OpsAutomation.Integrations.Arm.Prices;
using OpsAutomation.Integrations.CostManagement;
using OpsAutomation.Integrations.Credentials;
using OpsAutomation.Integrations.Entra;
using OpsAutomation.Integrations.Http;
using OpsAutomation.Integrations.Monitoring;
using OpsAutomation.Integrations.Monitoring.Objectives;
using OpsAutomation.Integrations.Notifiers.GitHub;
using OpsAutomation.Integrations.Notifiers.Mail;
using OpsAutomation.Integrations.Notifiers.PagerDuty;
using OpsAutomation.Integrations.Notifiers.Slack;
using OpsAutomation.Integrations.Notifiers.Teams;
using OpsAutomation.Integrations.Notifiers.Webhook;
using OpsAutomation.Integrations.Publishing;
using OpsAutomation.Integrations.Records.Sqlite;
using OpsAutomation.Integrations.Records.Tables;
using OpsAutomation.Integrations.Records.Tables.Access;
using OpsAutomation.Integrations.Sns;

namespace OpsAutomation.Integrations;

/// <summary>Registers every door to the outside. The clock is taken from the services, else the system's.</summary>
public static class IntegrationsRegistration
{
    /// <summary>
    /// Adds actions (as <c>IReadOnlyDictionary&lt;string, IAction&gt;</c>), signal reader, notifiers and
    /// publisher. Nothing is opened before it is asked for.
    /// </summary>
    /// <exception cref="ArgumentException">The options are wrong; the message names every problem.</exception>
    public static IServiceCollection AddIntegrations(this IServiceCollection services, IntegrationsOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problems().ToList() is { Count: > 0 } problems)
        {
            throw new ArgumentException("The integrations cannot be set up: " + string.Join(" ", problems), nameof(options));
        }

        var acting = options.OperatorCredential ?? options.Credential!;
        services.AddSingleton<RecentArmCalls>(_ => new RecentArmCalls());
        services.AddSingleton<IArmCallLog>(s => s.GetRequiredService<RecentArmCalls>());
        services.AddSingleton<IPriceList>(_ => Prices(options.PricesPath));
        services.AddSingleton(s => new ArmGateway(acting, options.Transport, Clock(s), s.GetRequiredService<IArmCallLog>(), options.Arm)
        {
            ProtectedBy = (s.GetService<GuardrailSettings>() ?? ArmGateway.TagAlone).ProtectedBy,
        });
        services.AddSingleton<IProtectionReader>(s => new ProtectionReader(s.GetRequiredService<ArmGateway>()));
        services.AddSingleton(s => new CredentialDoors(
            s.GetRequiredService<ArmGateway>(), acting, options.Transport, s.GetRequiredService<IArmCallLog>(),
            s.GetService<OpsCatalog>()?.Services ?? ServiceCatalog.Empty, options.OwnApplications,

            // Without records nobody executes anything: plans are made in such a process.
            new OperationClaims(s.GetService<IRecordStore>() ?? new MemoryRecordStore(), Clock(s))));
        services.AddSingleton<IReadOnlyDictionary<string, IAction>>(s => AzureActions.All(s.GetRequiredService<ArmGateway>(), s.GetRequiredService<IPriceList>())
            .Values.Concat(CredentialActions.All(s.GetRequiredService<CredentialDoors>())).ToDictionary(a => a.Descriptor.Name, StringComparer.Ordinal));
        services.AddSingleton<IChangeLog>(s => new ChangeLog(s.GetRequiredService<ArmGateway>(), s.GetService<OpsCatalog>()?.Correlation.Echoes.Principals ?? []));
        services.AddSingleton<ILogReader>(s => new ActivityHistory(s.GetRequiredService<ArmGateway>()));
        services.AddSingleton<ISignalReader>(s => new CredentialSignalReader(s.GetRequiredService<CredentialDoors>(), new MetricSignalReader(
            Metrics(options, s), Clock(s), options.Arm.Timeout)));
        services.AddSingleton<ISliReader>(s => new SliReaders(
            new AzureMetricSli(Metrics(options, s)),
            new AzureLogsSli(new LogsQueryClient(options.Credential!, Quiet(new LogsQueryClientOptions(), options.Transport))),
            options.Prometheus.Address is null ? null : new PrometheusSli(Prometheus(options), options.Prometheus, options.Credential!),
            options.Arm.Timeout,
            Clock(s)));
        services.AddSingleton(s => new CostQueries(s.GetRequiredService<ArmGateway>()));
        services.AddSingleton(s => new InstanceCensus(s.GetRequiredService<ArmGateway>()));
        services.AddNotifiers(options);
        services.AddSingleton(s => new AlertPublisher(Topic(options), Clock(s), options.Arm.Timeout));
        services.AddSingleton<IEntraKeys>(s => options.Entra.KeySet is { } set
            ? new StaticEntraKeys(set)
            : new OpenIdKeys(new BoundedGet(Webhooks(options), Clock(s)), options.Entra, Clock(s)));
        services.AddSingleton<ITokenVerifier>(s => new EntraTokenVerifier(s.GetRequiredService<IEntraKeys>(), options.Entra, Clock(s)));
        services.AddSingleton<ISnsDoor>(s => new SnsDoor(new BoundedGet(Webhooks(options), Clock(s)), Clock(s)));
        return services;
    }

    /// <summary>Adds records in an SQLite file, for one process on one machine.</summary>
    /// <param name="services">Where to add them.</param>
    /// <param name="path">The file; made for its owner alone when absent.</param>
    public static IServiceCollection AddSqliteRecords(this IServiceCollection services, string path) => services
        .AddSingleton(_ => SqliteRecordStore.Open(path))
        .AddSingleton<IRecordStore>(s => s.GetRequiredService<SqliteRecordStore>());

    /// <summary>Adds records in Azure Table storage, or in Azurite.</summary>
    /// <param name="services">Where to add them.</param>
    /// <param name="account">The storage account, and who we are there.</param>
    public static IServiceCollection AddTableRecords(this IServiceCollection services, TableAccount account) => services
        .AddSingleton(s => new TableRecordStore(account, Clock(s)))
        .AddSingleton<IRecordStore>(s => s.GetRequiredService<TableRecordStore>());

    private static TimeProvider Clock(IServiceProvider services) => services.GetService<TimeProvider>() ?? TimeProvider.System;

    private static EventGridPublisherClient Topic(IntegrationsOptions options)
    {
        var client = Quiet(new EventGridPublisherClientOptions(), options.Transport);
        return options.TopicKey is { } key
            ? new EventGridPublisherClient(options.TopicEndpoint!, key, client)
            : new EventGridPublisherClient(options.TopicEndpoint!, options.Credential!, client);
    }

    private static MetricsQueryClient Metrics(IntegrationsOptions options, IServiceProvider services) => new(
        options.Arm.Endpoint,
        options.Credential!,
        Quiet(new MetricsQueryClientOptions(), options.Transport, new CallLogPolicy(services.GetRequiredService<IArmCallLog>(), Clock(services))));

    // The one server that is configured may be inside the network, unlike what webhooks lead to.
    private static HttpClient Prometheus(IntegrationsOptions options) =>
        new(new AddressGuard([.. options.InsideHosts, options.Prometheus.Address!.Host]).Handler()) { Timeout = Timeout.InfiniteTimeSpan };

    // Redirects would carry the message to an address that nobody configured.
    private static HttpClient Webhooks(IntegrationsOptions options) =>
        new(options.WebhookHandler ?? new AddressGuard(options.InsideHosts).Handler(), disposeHandler: options.WebhookHandler is null)
        {
            // Each door's own timeout runs on the given clock.
            Timeout = Timeout.InfiniteTimeSpan,
        };

    // A channel that is not set up is not there: nobody waits for it.
    private static void AddNotifiers(this IServiceCollection services, IntegrationsOptions options)
    {
        void Add(bool isSet, Func<HttpClient, TimeProvider, INotifier> create)
        {
            if (isSet)
            {
                services.AddSingleton(s => create(Webhooks(options), Clock(s)));
            }
        }

        Add(options.Teams.WebhookUrl is not null, (client, clock) => new TeamsNotifier(client, options.Teams, clock));
        Add(options.Slack.WebhookUrl is not null, (client, clock) => new SlackNotifier(client, options.Slack, clock));
        Add(options.PagerDuty.RoutingKey is not null, (client, clock) => new PagerDutyNotifier(client, options.PagerDuty, clock));
        Add(options.GitHub.Repository is not null, (client, clock) => new GitHubNotifier(client, options.GitHub, clock));
        Add(options.Webhook.Url is not null, (client, clock) => new WebhookNotifier(client, options.Webhook, clock));
        if (options.Mail.Host is not null)
        {
            services.AddSingleton<INotifier>(s => new MailNotifier(options.Mail, new AddressGuard(options.InsideHosts), Clock(s)));
        }
    }

    private static T Quiet<T>(T options, HttpPipelineTransport? transport, HttpPipelinePolicy? policy = null)
        where T : ClientOptions
    {
        options.Retry.MaxRetries = 0;
        options.Diagnostics.IsLoggingContentEnabled = false;
        if (policy is not null)
        {
            options.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        }

        if (transport is not null)
        {
            options.Transport = transport;
        }

        return options;
    }

    private static FilePriceList Prices(string? path)
    {
        if (path is null)
        {
            return FilePriceList.Empty;
        }

        var bag = new DiagnosticBag();
        var prices = FilePriceList.Read(path, File.ReadAllText(path), bag);
        return bag.HasErrors
            ? throw new InvalidDataException(string.Join(Environment.NewLine, bag.All))
            : prices;
    }
}
