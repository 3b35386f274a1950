using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Approvals.Links;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Integrations;
using OpsAutomation.Integrations.Arm.Actions;
using OpsAutomation.Integrations.Arm.Calls;
using OpsAutomation.Integrations.KeyVault;

namespace OpsAutomation.Functions.Hosting;

/// <summary>What the azure flavor adds to the shared registration: identity, table records, keys from settings, Easy Auth.</summary>
public static class AzureHosting
{
    /// <summary>Adds everything from configuration. Whatever is wrong stops the start, all of it in one message.</summary>
    /// <exception cref="InvalidOperationException">Settings or catalogue are wrong; the message names every problem.</exception>
    public static IServiceCollection AddOpsOnAzure(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var settings = configuration.GetSection(OpsOptions.Section);
        var options = settings.Get<OpsOptions>() ?? new OpsOptions();
        string[] own = [.. new[] { configuration["AZURE_CLIENT_ID"], options.OperatorClientId, configuration["WEBSITE_AUTH_CLIENT_ID"] }.OfType<string>().Where(id => id.Length > 0)];
        options.OwnIdentities = [.. options.OwnIdentities.Concat(own).Distinct(StringComparer.OrdinalIgnoreCase)];
        var (catalog, diagnostics) = CatalogLoader.Load(options.CatalogDirectory, AzureActions.Descriptions);
        var credential = Credential(configuration);
        var integrations = new IntegrationsOptions
        {
            PricesPath = Path.Combine(options.CatalogDirectory, "prices.yaml"),
            TopicEndpoint = options.TopicEndpoint,
            Credential = credential,
            OperatorCredential = options.OperatorClientId is { Length: > 0 } acting ? Identity(acting) : null,
            OwnApplications = own,
        };
        integrations.Teams.WebhookUrl = options.TeamsWebhook;
        var channels = settings.GetSection("Channels");
        channels.GetSection("Slack").Bind(integrations.Slack);
        channels.GetSection("PagerDuty").Bind(integrations.PagerDuty);
        channels.GetSection("GitHub").Bind(integrations.GitHub);
        channels.GetSection("Mail").Bind(integrations.Mail);
        channels.GetSection("Webhook").Bind(integrations.Webhook);
        integrations.InsideHosts = channels.GetSection("InsideHosts").Get<string[]>() ?? [];
        integrations.Prometheus.Address = options.PrometheusAddress is { OriginalString.Length: > 0 } prometheus ? prometheus : null;
        integrations.Prometheus.Token = options.PrometheusToken;
        var records = settings[RecordsSetting.Name];
        var anchors = settings[AnchorsSetting.Name];
        var keys = ConfiguredLinkKeys.Read(settings.GetSection(ConfiguredLinkKeys.Section));
        var sourceKeys = ConfiguredSourceKeys.Read(settings.GetSection(ConfiguredSourceKeys.Section));

        string[] problems =
        [
            .. diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()),
            .. options.Problems(),
            .. integrations.Problems(),
            .. keys.Problems,
            .. sourceKeys.Problems,
            .. catalog?.Senders.ProblemsOutsideOneMachine() ?? [],
            .. RecordsSetting.Problems(records),
            .. AnchorsSetting.Problems(anchors),
        ];
        if (problems.Length > 0)
        {
            throw new InvalidOperationException($"The service cannot start:{Environment.NewLine}{string.Join(Environment.NewLine, problems)}");
        }

        return services
            .AddTableRecords(RecordsSetting.Account(records!, credential))
            .AddHostedService<RecordsAtStart>()
            .AddSingleton(AnchorsSetting.Store(anchors!, credential))
            .AddIntegrations(integrations)
            .AddLinkKeysOnAzure(keys, credential)
            .AddSingleton<ISourceKeys>(sourceKeys)
            .AddHostedService<SendersAtStart>()
            .AddSingleton<IUserSource, EasyAuthUsers>()
            .AddOpsAutomation(options, catalog! with { Senders = options.ActionGroups.AddTo(catalog.Senders) });
    }

    private static IServiceCollection AddLinkKeysOnAzure(this IServiceCollection services, ConfiguredLinkKeys configured, TokenCredential credential) =>
        configured.InVault is not { } secret
            ? services.AddLinkKeys(configured)
            : services
                .AddSingleton(s => new VaultLinkKeys(secret, credential, null, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<IArmCallLog>()))
                .AddSingleton<ILinkKeyRing>(s => s.GetRequiredService<VaultLinkKeys>())
                .AddSingleton<ILinkKeys>(s => s.GetRequiredService<VaultLinkKeys>())
                .AddHostedService<LinkKeysRefresh>();

    // The user-assigned identity where the platform names one; a developer's own sign-in elsewhere.
    internal static TokenCredential Credential(IConfiguration configuration) =>
        configuration["AZURE_CLIENT_ID"] is { Length: > 0 } client
            ? Identity(client)
            : new DefaultAzureCredential();

    private static ManagedIdentityCredential Identity(string client) => new(ManagedIdentityId.FromUserAssignedClientId(client));
}
