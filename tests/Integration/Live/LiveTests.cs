using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using OpsAutomation.Cli.Composition.Live;
using OpsAutomation.Cli.Verbs;
using OpsAutomation.SimulatedAzure;

namespace OpsAutomation.Integration.Live;

/// <summary><c>ops up --live</c>, with a sign-in and an Azure that are not real: what it asks, what it refuses, and that nothing simulated is in it.</summary>
public sealed class LiveTests : IAsyncDisposable
{
    private const string Subscription = "11111111-1111-1111-1111-111111111111";
    private const string Named = "Shop Production";
    private const string Maria = "maria@shop.example";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ops-live-");
    private readonly SimulatedCloud _azure;
    private readonly FakeAzure _network;
    private readonly StringWriter _asked = new();

    public LiveTests()
    {
        _azure = new SimulatedCloud(new SimulatedAzureOptions { DatabasePath = Path.Combine(_folder.FullName, "real.db") }, TimeProvider.System, NullLoggerFactory.Instance);
        _network = new FakeAzure(_azure.CreateHandler("maria"));
    }

    public async ValueTask DisposeAsync()
    {
        _network.Dispose();
        await _azure.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Without_a_sign_in_it_says_what_to_run()
    {
        var refused = await Assert.ThrowsAsync<CliException>(() => StartAsync(Named, new NobodyCredential()));
        Assert.Equal("Nobody is signed in to Azure here. Run 'az login' (or 'azd auth login'), and try again.", refused.Message);
        Assert.Empty(_network.Paths);
    }

    [Fact]
    public async Task An_application_is_no_person() =>
        Assert.Contains("no person", (await Assert.ThrowsAsync<CliException>(() => StartAsync(Named, new FakeCredential("""{"appid":"1"}""")))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("shop production")]
    [InlineData("yes")]
    [InlineData("")]
    public async Task Another_name_starts_nothing(string typed)
    {
        var refused = await Assert.ThrowsAsync<CliException>(() => StartAsync(typed));
        Assert.Equal((ExitCodes.Usage, "That is not its name. Nothing was started."), (refused.ExitCode, refused.Message));
        Assert.Contains($"automation may change resources of '{Named}' ({Subscription}), as {Maria}", _asked.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task A_subscription_that_the_person_cannot_see_is_told()
    {
        _network.Hidden = true;
        var refused = await Assert.ThrowsAsync<CliException>(() => StartAsync(Named));
        Assert.Contains($"{Maria} cannot see the subscription {Subscription}, which services.yaml names", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_of_the_simulated_mode_is_refused()
    {
        Directory.CreateDirectory(Data);
        File.WriteAllText(Path.Combine(Data, "azure.db"), string.Empty);
        Assert.Equal(ExitCodes.Usage, (await Assert.ThrowsAsync<CliException>(() => StartAsync(Named))).ExitCode);
    }

    [Fact]
    public async Task It_has_no_control_routes_and_no_local_users_and_knows_one_person()
    {
        await using var system = await StartAsync(Named);
        using var client = new HttpClient(system.Host.CreateInProcessHandler()) { BaseAddress = system.Host.BaseAddress };
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/_sim/clock")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/ops")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/live?code=guess")).StatusCode);

        // A name that somebody says of himself is refused, even the right one with the right key.
        Assert.Equal(HttpStatusCode.Unauthorized, (await SwitchAsync(client, system, "ana")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SwitchAsync(client, system, Maria)).StatusCode);
        using var moved = await SwitchAsync(client, system, null);
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        Assert.Contains(Maria, await moved.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // The link of the terminal lets a browser in, by a cookie that no script and no other site can use.
        using var entered = await client.GetAsync(system.Link.PathAndQuery);
        var cookie = entered.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        using var page = new HttpRequestMessage(HttpMethod.Get, "/ops");
        page.Headers.Add("Cookie", cookie.Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(page)).StatusCode);
    }

    [Fact]
    public async Task An_alert_gets_its_disposition_here_and_Azure_is_asked_as_the_person()
    {
        await using var system = await StartAsync(Named);
        using var client = new HttpClient(system.Host.CreateInProcessHandler()) { BaseAddress = system.Host.BaseAddress, Timeout = TimeSpan.FromSeconds(60) };
        client.DefaultRequestHeaders.Add("x-functions-key", system.Host.Keys.HostKey);
        var sample = typeof(ExitCodes).Assembly.GetManifestResourceStream(typeof(ExitCodes).Assembly.GetManifestResourceNames().Single(n => n.EndsWith(".cpu-high.json", StringComparison.Ordinal)))!;
        using var content = new StreamContent(sample);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var accepted = await client.PostAsync("/api/alerts/azure-monitor", content);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        using var ids = JsonDocument.Parse(await accepted.Content.ReadAsStringAsync());
        var id = ids.RootElement.GetProperty("ids")[0].GetString();
        using var explained = JsonDocument.Parse(await client.GetStringAsync($"/api/alerts/{id}"));
        Assert.Equal("decided", explained.RootElement.GetProperty("state").GetString());
        Assert.DoesNotContain(_network.Hosts, h => h.EndsWith("eventgrid.azure.net", StringComparison.Ordinal) || h == LiveHandler.Topic.Host);
        Assert.All(_network.Tokens, t => Assert.StartsWith("e30.", t, StringComparison.Ordinal));
    }

    private string Data => Path.Combine(_folder.FullName, "data");

    private Task<LiveSystem> StartAsync(string typed, TokenCredential? credential = null) => LiveSystem.StartAsync(
        new LiveOptions
        {
            DataDirectory = Data,
            CatalogDirectory = Path.Combine(AppContext.BaseDirectory, "catalog"),
            Credential = credential ?? new FakeCredential(JsonSerializer.Serialize(new { upn = Maria })),
            Network = _network,
            TeamsWebhook = new Uri("https://local.webhook.office.com/webhookb2/ops"),
            Input = new StringReader(typed),
            Output = _asked,
        },
        default);

    private static async Task<HttpResponseMessage> SwitchAsync(HttpClient client, LiveSystem system, string? user)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/kill-switch") { Content = JsonContent.Create(new { on = true, user, reason = "a test" }) };
        request.Headers.Add("x-functions-key", system.Host.Keys.HostKey);
        return await client.SendAsync(request);
    }

    private sealed class NobodyCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new CredentialUnavailableException("secret words of a configuration");

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new CredentialUnavailableException("secret words of a configuration");
    }

    private sealed class FakeCredential(string claims) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new($"e30.{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims)).TrimEnd('=').Replace('+', '-').Replace('/', '_')}.x", TimeProvider.System.GetUtcNow().AddHours(1));

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }

    /// <summary>Stands for the network: tells the subscription's name, and leaves the rest to a simulated Azure that the system knows nothing of.</summary>
    private sealed class FakeAzure(HttpMessageHandler azure) : DelegatingHandler(azure)
    {
        private readonly Lock _gate = new();
        private readonly List<(string Host, string Path, string? Token)> _seen = [];

        public bool Hidden { get; set; }

        public IReadOnlyList<string> Paths => Seen(s => s.Path);

        public IReadOnlyList<string> Hosts => Seen(s => s.Host);

        public IReadOnlyList<string> Tokens => Seen(s => s.Token).OfType<string>().ToList();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                _seen.Add((request.RequestUri!.Host, request.RequestUri.AbsolutePath, request.Headers.Authorization?.Parameter));
            }

            if (request.RequestUri!.AbsolutePath == $"/subscriptions/{Subscription}")
            {
                return Hidden
                    ? new HttpResponseMessage(HttpStatusCode.NotFound) { RequestMessage = request, Content = JsonContent.Create(new { error = new { code = "SubscriptionNotFound", message = "gone" } }) }
                    : new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = JsonContent.Create(new { subscriptionId = Subscription, displayName = Named }) };
            }

            return await base.SendAsync(request, cancellationToken);
        }

        private List<T> Seen<T>(Func<(string Host, string Path, string? Token), T> pick)
        {
            lock (_gate)
            {
                return [.. _seen.Select(pick)];
            }
        }
    }
}
