using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OpsAutomation.Testing.Systems.Processes;

namespace OpsAutomation.EndToEnd.Senders;

/// <summary>A real Prometheus notices, a real Alertmanager posts, a real <c>ops up</c> explains. Nothing is replayed.</summary>
public sealed class PrometheusTests
{
    [PrometheusFact]
    public async Task A_target_that_goes_down_opens_one_incident_of_its_service_and_its_return_is_the_all_clear()
    {
        await using var ops = await OpsProcess.StartAsync();
        var target = FreePorts.Take(1)[0];
        await using var prometheus = await PrometheusStack.StartAsync(target, ops.Api.Intake("alertmanager"));

        var incident = await Eventually.GetAsync("the incident of CheckoutDown", async () => (await ops.Api.IncidentsAsync()).FirstOrDefault());
        var id = incident!["id"]!.GetValue<string>();
        Assert.Equal("shop-checkout", incident["service"]!.GetValue<string>());
        Assert.Contains($"127.0.0.1:{target} does not answer", incident["title"]!.GetValue<string>(), StringComparison.Ordinal);

        await using var checkout = await AnsweringAsync(target);

        var story = await Eventually.GetAsync(
            "the all-clear",
            async () => await ops.Api.IncidentAsync(id) is { } now && now.Facts("all-clear").Any() ? now : null);
        Assert.Single(story.Facts("opened"));
        Assert.Single(await ops.Api.IncidentsAsync());
    }

    private static async Task<WebApplication> AnsweringAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.MapGet("/metrics", () => Results.Text("checkout_orders_total 1\n"));
        await app.StartAsync();
        return app;
    }
}
