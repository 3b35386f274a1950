using System.Text.Json.Nodes;
using Azure;
using Microsoft.Extensions.DependencyInjection;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Records;
using OpsAutomation.Integrations;
using OpsAutomation.Integrations.Arm.Actions;
using OpsAutomation.Integrations.Arm.Calls;
using OpsAutomation.Integrations.Publishing;
using OpsAutomation.SimulatedAzure.Topics;
using OpsAutomation.Testing.Notifiers;

namespace OpsAutomation.Integration.Integrations;

/// <summary>Every door as the composition root registers it, on the simulated Azure.</summary>
public sealed class DoorsTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ops-doors-").FullName;
    private readonly SimulatedEstate _estate = new();
    private readonly SimulatedTopic _topic;
    private readonly ServiceProvider _services;

    public DoorsTests()
    {
        _topic = _estate.Cloud.CreateTopic(new TopicOptions { Name = "alerts" });
        var options = new IntegrationsOptions
        {
            Credential = _estate.Credential,
            Transport = _estate.Cloud.CreateTransport("ops-automation"),
            TopicEndpoint = _topic.Endpoint,
            TopicKey = new AzureKeyCredential(_topic.Key),
            WebhookHandler = _estate.Cloud.CreateHandler("ops-automation"),
        };
        options.Teams.WebhookUrl = new Uri("https://contoso.webhook.office.com/webhookb2/secret");
        _services = new ServiceCollection().AddSingleton<TimeProvider>(_estate.Clock).AddSqliteRecords(Path.Combine(_directory, "ops.db")).AddIntegrations(options).BuildServiceProvider();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _estate.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Every_port_has_its_adapter()
    {
        await _services.GetRequiredService<IRecordStore>().CommitAsync("p", [new RecordChange.Insert("r", "{}")]);
        Assert.NotNull(_services.GetRequiredService<ISignalReader>());
        string[] known =
        [
            "app.add-secret", "app.revoke-secret", "flag.off", "flag.set", "function.always-ready", "keyvault.retire-secret", "keyvault.rotate-secret", "nsg.put-rule", "nsg.remove-rule", "plan.resize", "plan.scale-out", "plan.set-capacity",
            "site.restart", "site.swap-slots", "storage.retire-key", "storage.rotate-key", "user.revoke-sessions", "vm.deallocate", "vm.resize", "vm.restart", "vm.start", "vmss.restart-instance", "vmss.scale-out",
            "vmss.set-capacity",
        ];
        Assert.Equal(known, AzureActions.Descriptions.Select(d => d.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            known,
            _services.GetRequiredService<IReadOnlyDictionary<string, IAction>>().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_card_reaches_the_channel()
    {
        var delivery = await _services.GetRequiredService<INotifier>().SendAsync(Notices.Approval(), default);
        Assert.True(delivery.Delivered, delivery.Reason);
        var sink = await _estate.OtherAsync("GET", "/_sim/sinks/teams");
        Assert.Contains("INC-20261124-3fa9c1", sink!.ToJsonString());
    }

    [Fact]
    public async Task A_published_alert_is_a_CloudEvent_with_the_alerts_id_and_nothing_but_its_reference()
    {
        using var subscriber = new RecordedHandler((request, _) => Task.FromResult(Answer(request)));
        await _topic.SubscribeAsync(new TopicSubscriptionOptions { Name = "all", Endpoint = new Uri("https://ops.example.com/events") }, subscriber);
        var publisher = _services.GetRequiredService<AlertPublisher>();
        var result = await publisher.PublishAsync([new PublishedAlert("intake-20261124-0/a1", "a1", "azure-monitor")], default);
        Assert.Equal(new PublishResult(1, null, null), result);
        await _topic.WhenSettledAsync();
        var received = JsonNode.Parse(subscriber.Requests.Last().Body) is JsonArray array ? array[0]! : JsonNode.Parse(subscriber.Requests.Last().Body)!;
        Assert.Equal(("a1", "OpsAutomation.Alert.Received", "alerts/a1"), ((string?)received["id"], (string?)received["type"], (string?)received["subject"]));
        Assert.Equal("""{"reference":"intake-20261124-0/a1","alertId":"a1","source":"azure-monitor"}""", received["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Many_alerts_go_in_requests_of_at_most_a_hundred_and_one_megabyte()
    {
        var publisher = _services.GetRequiredService<AlertPublisher>();
        var small = Enumerable.Range(0, 250).Select(i => new PublishedAlert($"p/{i}", $"s{i}", "azure-monitor")).ToList();
        Assert.Equal(250, (await publisher.PublishAsync(small, default)).Published);
        Assert.Equal(3, await Requests());
        var large = Enumerable.Range(0, 4).Select(i => new PublishedAlert(new string('x', 400_000), $"l{i}", "azure-monitor")).ToList();
        Assert.Equal(4, (await publisher.PublishAsync(large, default)).Published);
        Assert.Equal(5, await Requests());
    }

    [Fact]
    public async Task A_topic_that_refuses_says_how_many_were_taken_and_when_to_come_again()
    {
        await _estate.FaultAsync(new { route = "*/api/events", status = 503, retryAfter = 9 });
        var result = await _services.GetRequiredService<AlertPublisher>().PublishAsync([new PublishedAlert("p/r", "a1", "azure-monitor")], default);
        Assert.False(result.Complete);
        Assert.Equal((0, TimeSpan.FromSeconds(9)), (result.Published, result.RetryAfter));
        Assert.DoesNotContain(_topic.Key, result.Failure);
        Assert.Equal(1, await Requests());
    }

    [Fact]
    public async Task The_calls_of_every_Azure_client_are_in_one_log()
    {
        var actions = _services.GetRequiredService<IReadOnlyDictionary<string, IAction>>();
        await actions["site.restart"].PlanAsync(new PlanRequest(SimulatedEstate.Checkout, [], null), default);
        await actions["vmss.scale-out"].PlanAsync(new PlanRequest(SimulatedEstate.Web, new JsonObject { ["add"] = 1 }, 10), default);
        await _services.GetRequiredService<ISignalReader>().ReadAsync(MetricSignalReaderTests.Cpu(_estate.Clock.GetUtcNow()), null, default);
        var calls = _services.GetRequiredService<RecentArmCalls>().All;
        Assert.Contains(calls, c => c.Path.EndsWith("/sites/app-shop-checkout", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(calls, c => c.Path.EndsWith("/virtualMachineScaleSets/vmss-shop-web", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(calls, c => c.Path.EndsWith("/metrics", StringComparison.OrdinalIgnoreCase));
    }

    private static HttpResponseMessage Answer(HttpRequestMessage request)
    {
        var response = new HttpResponseMessage();
        if (request.Method == HttpMethod.Options && request.Headers.TryGetValues("WebHook-Request-Origin", out var origin))
        {
            response.Headers.Add("WebHook-Allowed-Origin", origin);
        }

        return response;
    }

    private async Task<int> Requests() =>
        (await _estate.OtherAsync("GET", "/_sim/calls"))!.ToJsonString().Split("\"/api/events\"").Length - 1;
}
