using System.Net;
using System.Text;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Alerts.Sources.EventGrid;
using OpsAutomation.Core.Correlation;

namespace OpsAutomation.Integration.Systems.Intake;

public sealed class NativeEventTests(SharedSystem shared) : IClassFixture<SharedSystem>
{
    private const string Vault = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-shop/providers/Microsoft.KeyVault/vaults/kv-shop";

    [Fact]
    public async Task An_event_of_a_system_topic_gets_its_disposition()
    {
        var body = Event("b1", "Microsoft.KeyVault.SecretNearExpiry");
        using var content = Json(body);
        using var raised = await shared.Driver.Azure.PostAsync(new Uri("https://management.azure.com/_sim/topics/resource-events/events"), content);
        Assert.Equal(HttpStatusCode.Accepted, raised.StatusCode);
        Assert.Equal(DispositionKind.Opened, await DispositionAsync(body));
        Assert.Empty(shared.Driver.Local.ResourceEvents.DeadLetters);
    }

    [Fact]
    public async Task A_delivery_in_event_grids_own_schema_is_not_lost()
    {
        var body = Event("b2", "Microsoft.Storage.BlobCreated");
        var key = Uri.EscapeDataString(shared.Driver.Local.Host.Keys.EventGridKey);
        using var content = Json($"[{body}]");
        using var answer = await shared.Driver.Http.PostAsync(new Uri($"/runtime/webhooks/eventgrid?functionName=ResourceEventReceived&code={key}", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(DispositionKind.DeadLettered, await DispositionAsync(body));
    }

    private async Task<DispositionKind> DispositionAsync(string body) =>
        (await shared.Driver.DispositionAsync(NativeEvents.Split([body], AlertSources.All)[0].Items[0].Id)).Kind;

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static string Event(string id, string type) => $$$"""
        {"id":"{{{id}}}","topic":"{{{Vault}}}","subject":"login-{{{id}}}","eventType":"{{{type}}}","eventTime":"2026-11-24T08:59:00Z","dataVersion":"1","metadataVersion":"1",
         "data":{"VaultName":"kv-shop","ObjectType":"Secret","ObjectName":"login-{{{id}}}","EXP":1797984000}}
        """;
}
