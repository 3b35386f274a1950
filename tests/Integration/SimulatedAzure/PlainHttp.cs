using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OpsAutomation.Integration.SimulatedAzure;

public class PlainHttp
{
    [Fact]
    public async Task Outside_clients_get_the_same_Azure_with_links_to_the_port_they_used()
    {
        await using var shop = new SimulatedShop();
        await using var app = await StartAsync(shop);
        using var client = Client(app);

        using var read = await client.GetAsync(new Uri(SimulatedShop.Web + "?api-version=2023-07-01", UriKind.Relative));
        using var patch = await client.PatchAsync(
            new Uri(SimulatedShop.Web + "?api-version=2023-07-01", UriKind.Relative), new StringContent("""{"sku":{"capacity":4}}""", Encoding.UTF8, "application/json"));
        var address = patch.Headers.GetValues("Azure-AsyncOperation").Single();
        var operation = JsonNode.Parse(await client.GetStringAsync(new Uri(address)))!;
        var calls = JsonNode.Parse(await client.GetStringAsync(new Uri("/_sim/calls?method=PATCH", UriKind.Relative)))!;

        Assert.True(read.IsSuccessStatusCode);
        Assert.StartsWith(client.BaseAddress!.ToString(), address, StringComparison.Ordinal);
        Assert.Equal("InProgress", operation["status"]!.GetValue<string>());
        Assert.Equal("alice", calls["calls"]![0]!["principal"]!.GetValue<string>());
    }

    [Fact]
    public async Task Other_simulated_hosts_are_reached_under_their_name_and_unknown_ones_are_told_apart()
    {
        await using var shop = new SimulatedShop();
        await using var app = await StartAsync(shop);
        using var client = Client(app);
        const string card = """{"type":"message","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":{"type":"AdaptiveCard","version":"1.5"}}]}""";

        using var sink = await client.PostAsync(
            new Uri("/_sim/hosts/contoso.webhook.office.com/webhookb2/x", UriKind.Relative), new StringContent(card, Encoding.UTF8, "application/json"));
        using var unknown = await client.GetAsync(new Uri("/_sim/hosts/example.com/", UriKind.Relative));
        using var nothing = await client.GetAsync(new Uri("/_sim/nothing", UriKind.Relative));

        Assert.Equal((202, 502, 404), ((int)sink.StatusCode, (int)unknown.StatusCode, (int)nothing.StatusCode));
        Assert.Equal("application/problem+json", nothing.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_dropped_connection_has_no_answer_and_its_effect_stays()
    {
        await using var shop = new SimulatedShop();
        await using var app = await StartAsync(shop);
        using var client = Client(app);
        await client.PostAsync(new Uri("/_sim/faults", UriKind.Relative), new StringContent("""{"method":"POST","dropAfterEffect":true}"""));

        await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync(new Uri(SimulatedShop.Checkout + "/restart?api-version=2023-12-01", UriKind.Relative), null));
        var resources = JsonNode.Parse(await client.GetStringAsync(new Uri("/_sim/resources", UriKind.Relative)))!;

        Assert.Contains(resources["resources"]!.AsArray(), one => one!["id"]!.GetValue<string>() == SimulatedShop.Checkout && one["restarted"] is not null);
    }

    private static async Task<WebApplication> StartAsync(SimulatedShop shop)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        shop.Cloud.MapRoutes(app);
        await app.StartAsync();
        return app;
    }

    private static HttpClient Client(WebApplication app) => new()
    {
        BaseAddress = new Uri(app.Urls.Single()),
        DefaultRequestHeaders = { { "Authorization", "Bearer sim.alice" } },
    };
}
