using System.Net;
using System.Net.Http.Json;
using OpsAutomation.Runtime.Functions;

namespace OpsAutomation.Integration.Runtime.Host;

public sealed class LifeTests
{
    private static readonly CancellationToken Soon = new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    [Fact]
    public async Task The_in_process_door_has_the_same_checks_as_the_socket()
    {
        await using var host = await HostDriver.StartAsync();
        using var client = new HttpClient(host.Host.CreateInProcessHandler()) { BaseAddress = new Uri("http://localhost/") };

        Assert.Equal("""{"id":5,"name":"GET"}""", await client.GetStringAsync("/api/items/5", Soon));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/Keyed", Soon)).StatusCode);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await client.GetAsync("http://evil.example/api/items/5", Soon)).StatusCode);
        var events = await client.PostAsJsonAsync(
            $"/runtime/webhooks/eventgrid?functionName=OneText&code={host.Host.Keys.EventGridKey}", new { id = 1 }, Soon);
        Assert.Equal(HttpStatusCode.Accepted, events.StatusCode);
        await host.Ledger.WhenIdleAsync(Soon);
        Assert.Empty(host.Ledger.Describe());
    }

    [Fact]
    public async Task A_stopped_host_can_be_stopped_again_and_its_port_is_free()
    {
        await using var host = await HostDriver.StartAsync();
        var port = host.Host.BaseAddress.Port;
        await host.Host.StopAsync(Soon);
        await host.Host.StopAsync(Soon);

        await using var next = await HostDriver.StartAsync(change: o => o with { Port = port });
        Assert.Equal(port, next.Host.BaseAddress.Port);
        Assert.Equal("hello nobody;", await next.Client.GetStringAsync("/api/greet", Soon));
    }

    [Fact]
    public async Task A_stop_lets_a_running_request_end_and_accepts_no_other()
    {
        await using var host = await HostDriver.StartAsync();
        var slow = host.Client.GetStringAsync("/api/slow", Soon);
        await host.Seen.SlowBegan.Task.WaitAsync(Soon);

        var stop = host.Host.StopAsync(Soon);
        Assert.False(stop.IsCompleted);
        host.Seen.SlowMayEnd.SetResult();

        Assert.Equal("slow but done", await slow);
        await stop;
        using var late = new HttpClient { BaseAddress = host.Host.BaseAddress };
        await Assert.ThrowsAsync<HttpRequestException>(() => late.GetAsync("/api/greet", Soon));
    }

    [Fact]
    public async Task A_start_that_fails_leaves_nothing_behind()
    {
        await using var first = await HostDriver.StartAsync();
        var folder = HostDriver.NewFolder();

        await Assert.ThrowsAnyAsync<IOException>(() => HostDriver.StartAsync(folder, change: o => o with { Port = first.Host.BaseAddress.Port }));

        await using (var next = await HostDriver.StartAsync(folder))
        {
            Assert.Equal("hello nobody;", await next.Client.GetStringAsync("/api/greet", Soon));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Everything_that_keeps_an_app_from_starting_is_told_at_once()
    {
        var error = await Assert.ThrowsAsync<HostStartException>(() => HostDriver.StartAsync(change: o => o with
        {
            Configuration = null,
            ConfigureServices = null,
        }));

        Assert.Contains(error.Problems, p => p.Contains("the setting 'HourlySchedule' that holds the schedule is missing", StringComparison.Ordinal));
        Assert.Contains(error.Problems, p => p.Contains("EventSamples needs Seen", StringComparison.Ordinal));
        Assert.Contains(error.Problems, p => p.Contains("DurableSamples needs Seen, PerRun", StringComparison.Ordinal));

        var options = await Assert.ThrowsAsync<HostStartException>(() => HostDriver.StartAsync(change: o => o with
        {
            Port = 70000,
            MaxRequestBodySize = 0,
            AllowedHosts = ["localhost:80", "192.168.1.1", "[::1]"],
        }));
        Assert.Equal(4, options.Problems.Count);
    }

    [Fact]
    public async Task Hostile_requests_get_an_answer_and_the_host_lives_on()
    {
        await using var host = await HostDriver.StartAsync();
        var twoKeys = new HttpRequestMessage(HttpMethod.Get, "/api/Keyed");
        twoKeys.Headers.Add("x-functions-key", [host.Host.Keys.HostKey, "other"]);
        var longKey = new HttpRequestMessage(HttpMethod.Get, $"/api/Keyed?code={new string('k', 7000)}");
        var broken = new HttpRequestMessage(HttpMethod.Post, "/api/items") { Content = new ByteArrayContent([0xFF, 0xC0, 0x00]) };
        broken.Content.Headers.ContentType = new("application/json");
        var deep = new HttpRequestMessage(HttpMethod.Post, "/api/items") { Content = new StringContent(new string('[', 50_000)) };
        deep.Content.Headers.ContentType = new("application/json");
        var nothing = new HttpRequestMessage(HttpMethod.Post, "/api/items") { Content = new StringContent("") };
        nothing.Content.Headers.ContentType = new("application/json");

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Client.SendAsync(twoKeys, Soon)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Client.SendAsync(longKey, Soon)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.Client.SendAsync(broken, Soon)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.Client.SendAsync(deep, Soon)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.Client.SendAsync(nothing, Soon)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/api/items/99999999999999999999", Soon)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/api/..%2f..%2fkeys.json", Soon)).StatusCode);
        Assert.Equal("hello a%2Fb;", await host.Client.GetStringAsync("/api/greet/a%2Fb", Soon));
        await host.Ledger.WhenIdleAsync(Soon);
        Assert.Empty(host.Ledger.Describe());
    }
}
