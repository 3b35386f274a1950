using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Alerts.Senders.Sns;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Services;
using OpsAutomation.Testing.Senders;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Senders;

/// <summary>A source for each scheme, over real HTTP, on the real functions. All of them speak Azure Monitor's language.</summary>
public sealed class SchemesSystem : IAsyncLifetime
{
    public const string New = "the-new-secret-of-every-source";
    public const string Old = "the-old-secret-of-every-source";

    public static readonly Sender[] Senders =
    [
        Of("keyed", new SourceScheme.FunctionKey()),
        Of("bearing", new SourceScheme.Bearer()),
        Of("basic", new SourceScheme.Basic("alertmanager")),
        Of("paged", new SourceScheme.PagerDuty()),
        Of("graphed", new SourceScheme.Grafana(SourceScheme.Grafana.DefaultHeader, "X-Time")),
        Of("entra", new SourceScheme.Entra(TokenIssuer.Tenant, [TokenIssuer.Audience], [TokenIssuer.ActionGroups], [TokenIssuer.Role])) with
        {
            Origins = ["eventgrid.azure.net"],
        },
        Of("sns", new SourceScheme.Sns(), new SourceScheme.FunctionKey()) with { SnsTopics = [SnsPublisher.Topic] },
        Of("narrow", new SourceScheme.FunctionKey()) with { Scopes = [new ResourcePattern("/subscriptions/99999999-9999-9999-9999-999999999999")], Services = [] },
    ];

    public TokenIssuer Entra { get; } = new();

    public SnsPublisher Amazon { get; } = new(LocalSystemDriver.Morning);

    public LocalSystemDriver Driver { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var catalog = new SenderCatalog(Senders);
        Driver = await LocalSystemDriver.StartAsync(new SystemSetup
        {
            EntraKeySet = Entra.KeySet,
            SourceKeys = Senders.ToDictionary(s => s.Name, _ => (IReadOnlyList<string>)[New, Old], StringComparer.Ordinal),
            Services = services =>
            {
                services.AddSingleton(new AlertSources(Senders.Select(s => new Renamed(s.Name))));
                services.AddSingleton<ISnsDoor>(Amazon);
                services.AddSingleton(catalog);
                var registered = services.Last(d => d.ServiceType == typeof(OpsCatalog)).ImplementationInstance;
                services.AddSingleton((OpsCatalog)registered! with { Senders = catalog });
            },
        });
    }

    public async Task DisposeAsync() => await Driver.DisposeAsync();

    private static Sender Of(string name, params SourceScheme[] schemes) =>
        new(name, schemes) { Scopes = [new ResourcePattern("/subscriptions/11111111-1111-1111-1111-111111111111")], Services = [Sender.AnyService] };

    private sealed class Renamed(string name) : IAlertSource
    {
        private static readonly IAlertSource Azure = AlertSources.All.TryFind("azure-monitor", out var found) ? found : throw new InvalidOperationException();

        public string Name => name;

        public bool Recognises(System.Text.Json.JsonElement body) => Azure.Recognises(body);

        public SplitResult Split(System.Text.Json.JsonElement body) => Azure.Split(body);

        public NormaliseResult Normalise(System.Text.Json.JsonElement body, IntakeContext context) => Azure.Normalise(body, context);
    }
}

public sealed class EverySchemeTests(SchemesSystem shared) : IClassFixture<SchemesSystem>
{
    private const string Json = "application/json";

    private readonly LocalSystemDriver _system = shared.Driver;

    public static TheoryData<string> Sources => new(SchemesSystem.Senders.Select(s => s.Name));

    public static TheoryData<string> SecretSources => new(SchemesSystem.Senders.Where(s => s.Authentication[0].NeedsKeys).Select(s => s.Name));

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task Without_a_proof_every_source_is_closed_and_nothing_is_read(string source)
    {
        using var response = await SendAsync(source, "not even JSON"u8.ToArray());
        var body = await response.Content.ReadAsStringAsync();

        Assert.Equal((401, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.NotEmpty(response.Headers.WwwAuthenticate);
        Assert.DoesNotContain("secret", body, StringComparison.OrdinalIgnoreCase);
        using var options = await SendAsync(source, [], method: HttpMethod.Options);
        Assert.Equal(HttpStatusCode.Unauthorized, options.StatusCode);
    }

    [Theory]
    [MemberData(nameof(SecretSources))]
    public async Task Each_of_two_secrets_opens_and_the_answer_to_a_wrong_one_tells_nothing(string source)
    {
        var body = Alert($"{source}-rotated");
        Assert.Equal(202, await StatusAsync(source, body, SchemesSystem.New));
        Assert.Equal(202, await StatusAsync(source, body, SchemesSystem.Old));
        using var nothing = await SendAsync(source, body);
        using var wrong = await SendAsync(source, body, Headers(source, body, "a-secret-that-is-none-of-ours"));

        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(await nothing.Content.ReadAsStringAsync(), await wrong.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("paged")]
    [InlineData("graphed")]
    public async Task A_signature_is_over_the_bytes_as_sent(string source)
    {
        var plain = Alert($"{source}-packed");
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(plain);
        }

        using var good = await SendAsync(source, packed.ToArray(), Headers(source, packed.ToArray(), SchemesSystem.New), encoding: "gzip");
        using var overThePlain = await SendAsync(source, packed.ToArray(), Headers(source, plain, SchemesSystem.New), encoding: "gzip");
        using var changed = await SendAsync(source, [.. plain, (byte)' '], Headers(source, plain, SchemesSystem.New));

        Assert.Equal((202, 401, 401), ((int)good.StatusCode, (int)overThePlain.StatusCode, (int)changed.StatusCode));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_and_of_a_stranger_without_a_key_not_even_read()
    {
        var body = new byte[(1024 * 1024) + 1];
        using var known = await SendAsync("keyed", body, Headers("keyed", body, SchemesSystem.New));
        using var stranger = await SendAsync("keyed", body);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.Unauthorized), (known.StatusCode, stranger.StatusCode));
    }

    [Fact]
    public async Task The_token_of_an_action_group_opens_and_an_expired_one_does_not()
    {
        var now = _system.Clock.GetUtcNow();
        var body = Alert("by-token");

        Assert.Equal(202, await StatusAsync("entra", body, ("Authorization", $"Bearer {shared.Entra.Token(now)}")));
        Assert.Equal(401, await StatusAsync("entra", body, ("Authorization", $"Bearer {shared.Entra.Token(now.AddHours(-2))}")));
        Assert.Equal(401, await StatusAsync("entra", body, ("Authorization", $"Bearer {new TokenIssuer("unknown").Token(now)}")));
    }

    [Theory]
    [InlineData("eventgrid.azure.net", 200)]
    [InlineData("evil.test", 403)]
    public async Task CloudEvents_handshake_is_answered_for_an_origin_of_the_list(string origin, int status)
    {
        using var response = await SendAsync(
            "entra",
            [],
            [("Authorization", $"Bearer {shared.Entra.Token(_system.Clock.GetUtcNow())}"), ("WebHook-Request-Origin", origin), ("WebHook-Request-Callback", "https://evil.test/")],
            method: HttpMethod.Options);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 200 ? [origin] : [], response.Headers.TryGetValues("WebHook-Allowed-Origin", out var allowed) ? allowed : []);
    }

    [Theory]
    [InlineData("11111111-1111-1111-1111-111111111111", 200)]
    [InlineData("22222222-2222-2222-2222-222222222222", 403)]
    public async Task Event_Grids_code_is_sent_back_for_a_topic_of_the_source(string subscription, int status)
    {
        var body = Encoding.UTF8.GetBytes(
            $$$"""[{"id":"1","eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","topic":"/subscriptions/{{{subscription}}}/resourceGroups/rg","data":{"validationCode":"the-code","validationUrl":"https://evil.test/"}}]""");
        using var response = await SendAsync("keyed", body, [("x-functions-key", SchemesSystem.New), ("aeg-event-type", "SubscriptionValidation")]);
        var answer = await response.Content.ReadAsStringAsync();

        Assert.Equal((status, status == 200), ((int)response.StatusCode, answer.Contains("\"validationResponse\":\"the-code\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_signed_confirmation_is_given_and_an_unsigned_one_is_noted()
    {
        var question = SnsPublisher.Bytes(shared.Amazon.Confirmation());
        using var signed = await SendAsync("sns", question, type: "text/plain; charset=UTF-8");
        Assert.Equal(HttpStatusCode.OK, signed.StatusCode);
        Assert.Single(shared.Amazon.Confirmed);

        // Somebody with the key of the source, and no signature of the topic.
        var forged = shared.Amazon.Confirmation(topic: "arn:aws:sns:eu-west-1:999999999999:ops");
        using var unsigned = await SendAsync("sns", SnsPublisher.Bytes(forged), [("x-functions-key", SchemesSystem.New)]);
        Assert.Equal(HttpStatusCode.Accepted, unsigned.StatusCode);
        Assert.Single(shared.Amazon.Confirmed);

        using var stranger = await SendAsync("sns", SnsPublisher.Bytes(forged));
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
    }

    [Fact]
    public async Task A_signed_message_of_SNS_gets_in_as_the_text_that_SNS_calls_it()
    {
        using var response = await SendAsync("sns", SnsPublisher.Bytes(shared.Amazon.Notification()), [("x-amz-sns-message-type", "Notification")], type: "text/plain; charset=UTF-8");

        // Let in and read; the envelope is no alert of Azure Monitor, whose language this source speaks.
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("schemaId", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_source_may_not_name_is_an_incident_for_a_person_and_nothing_runs()
    {
        var body = Encoding.UTF8.GetBytes(AzureAlerts.CpuHigh(_system.Clock.GetUtcNow(), AzureAlerts.Plan, "beyond-its-scope").ToJsonString());
        using var response = await SendAsync("narrow", body, Headers("narrow", body, SchemesSystem.New));
        var id = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["ids"]![0]!.GetValue<string>();

        var disposition = await _system.DispositionAsync(id);
        Assert.Equal(DispositionKind.Opened, disposition.Kind);
        Assert.Contains("may not name", disposition.Reason, StringComparison.Ordinal);

        var file = await _system.StatusAsync(disposition.IncidentId!, OpsAutomation.Core.Incidents.IncidentStatus.Escalated);
        Assert.Null(file.Head.Resource);
        Assert.Contains("may not name", file.Entries[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(await _system.ChangesAsync(), c => c.Contains("plan-shop", StringComparison.OrdinalIgnoreCase));
    }

    private byte[] Alert(string rule) => Encoding.UTF8.GetBytes(AzureAlerts.CpuHigh(_system.Clock.GetUtcNow(), AzureAlerts.Plan, rule).ToJsonString());

    private (string, string)[] Headers(string source, byte[] body, string secret)
    {
        var time = _system.Clock.GetUtcNow().ToUnixTimeSeconds();
        string Mac(byte[] message) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), message));
        return source switch
        {
            "bearing" => [("Authorization", $"Bearer {secret}")],
            "basic" => [("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"alertmanager:{secret}")))],
            "paged" => [("X-PagerDuty-Signature", $"v1={Mac(body)}")],
            "graphed" => [("X-Grafana-Alerting-Signature", Mac([.. Encoding.UTF8.GetBytes($"{time}:"), .. body])), ("X-Time", $"{time}")],
            _ => [("x-functions-key", secret)],
        };
    }

    private Task<int> StatusAsync(string source, byte[] body, string secret) => StatusAsync(source, body, Headers(source, body, secret));

    private async Task<int> StatusAsync(string source, byte[] body, params (string, string)[] headers)
    {
        using var response = await SendAsync(source, body, headers);
        return (int)response.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(
        string source, byte[] body, (string Name, string Value)[]? headers = null, string type = Json, string? encoding = null, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, $"/api/alerts/{source}") { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (encoding is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        }

        foreach (var (name, value) in headers ?? [])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _system.Http.SendAsync(request);
    }
}
