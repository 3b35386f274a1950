using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Functions.Hosting;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Unit.Functions.Hosting;

public sealed class StartOnAzureTests : IDisposable
{
    private readonly CatalogCopy _catalog = new();

    public void Dispose() => _catalog.Dispose();

    [Fact]
    public void A_source_for_one_machine_stops_the_start()
    {
        File.AppendAllText(Path.Combine(_catalog.Folder, "sources.yaml"), "\n  - {name: mine, localOnly: true, authentication: [{scheme: none}], services: [\"*\"]}\n");

        var refused = Assert.Throws<InvalidOperationException>(() => Start());

        Assert.Contains("'mine' is localOnly", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_that_is_too_short_stops_the_start_and_is_not_told()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Start(("Ops:SourceKeys:azure_monitor:0", "hunter2")));

        Assert.Contains("Ops:SourceKeys:azure_monitor:0", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_built_in_catalogue_starts_and_sources_without_a_secret_are_closed()
    {
        using var services = Start(("Ops:SourceKeys:azure_monitor:0", "a-secret-of-azure-monitor")).BuildServiceProvider();

        var closed = services.GetRequiredService<SenderCatalog>().Closed(services.GetRequiredService<ISourceKeys>()).ToArray();

        Assert.Contains("pagerduty", closed);
        Assert.DoesNotContain("azure-monitor", closed);
    }

    [Fact]
    public void The_deployments_own_settings_let_the_secure_webhook_in_and_name_the_identity_that_acts()
    {
        using var services = Start(
            ("Ops:ActionGroups:Tenant", "11111111-1111-1111-1111-111111111111"),
            ("Ops:ActionGroups:Audience", "api://webhook"),
            ("Ops:OperatorClientId", "22222222-2222-2222-2222-222222222222")).BuildServiceProvider();

        var schemes = services.GetRequiredService<SenderCatalog>().Find("azure-monitor")!.Authentication;

        Assert.Contains(schemes, s => s is SourceScheme.Entra { Audiences: ["api://webhook"] });
    }

    private IServiceCollection Start(params (string Name, string Value)[] more)
    {
        (string, string)[] settings =
        [
            ("Ops:PublicOrigin", "https://ops.example.com"),
            ("Ops:TopicEndpoint", "https://topic.example.com/api/events"),
            ("Ops:TeamsWebhook", "https://teams.example.com/hook"),
            ("Ops:CatalogDirectory", _catalog.Folder),
            ("Ops:Records", "https://records.table.core.windows.net"),
            ("Ops:Anchors", "https://anchors.blob.core.windows.net/anchors"),
            ("Ops:LinkKeys:0:Id", "k1"),
            ("Ops:LinkKeys:0:Secret", Convert.ToBase64String(new byte[32])),
            .. more,
        ];
        return new ServiceCollection().AddOpsOnAzure(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Item1, s.Item2)))
            .Build());
    }
}
