using System.Net;
using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Integrations.Entra;
using OpsAutomation.Integrations.Http;
using OpsAutomation.Testing.Senders;

namespace OpsAutomation.Unit.Integrations.Entra;

public sealed class OpenIdKeysTests : IDisposable
{
    private static readonly TokenIssuer First = new("first");
    private static readonly TokenIssuer Second = new("second");

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly Site _site = new() { Keys = First.KeySet };
    private readonly HttpClient _client;
    private readonly OpenIdKeys _keys;

    public OpenIdKeysTests()
    {
        _client = new HttpClient(_site);
        _keys = new OpenIdKeys(new BoundedGet(_client, _clock), new EntraOptions(), _clock);
    }

    public void Dispose()
    {
        _keys.Dispose();
        _client.Dispose();
        _site.Dispose();
    }

    [Fact]
    public async Task Keys_are_fetched_once_for_many_tokens()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Single((await FindAsync("first"))!);
        }

        Assert.Equal(
            [$"https://login.microsoftonline.com/{TokenIssuer.Tenant}/v2.0/.well-known/openid-configuration", "https://login.microsoftonline.com/keys"],
            _site.Asked);
    }

    [Fact]
    public async Task A_new_key_is_found_and_strangers_cannot_make_us_ask_more_than_once_a_minute()
    {
        await FindAsync("first");
        _site.Keys = Second.KeySet;
        for (var i = 0; i < 50; i++)
        {
            Assert.Empty((await FindAsync($"made-up-{i}"))!);
        }

        Assert.Equal(2, _site.Asked.Count);
        _clock.Advance(OpenIdKeys.NotAgainWithin);

        Assert.Single((await FindAsync("second"))!);
        Assert.Equal(4, _site.Asked.Count);
    }

    [Fact]
    public async Task A_stranger_who_hangs_up_at_once_cannot_make_us_ask_without_end()
    {
        await FindAsync("first");
        _clock.Advance(OpenIdKeys.NotAgainWithin);
        for (var i = 0; i < 20; i++)
        {
            using var stranger = new CancellationTokenSource();
            _site.OnAsked = stranger.Cancel;
            try
            {
                await _keys.FindAsync(TokenIssuer.Tenant, $"made-up-{i}", stranger.Token);
            }
            catch (OperationCanceledException)
            {
                // Whoever hung up hears nothing.
            }
        }

        Assert.Equal(4, _site.Asked.Count);
    }

    [Fact]
    public async Task A_known_key_does_not_wait_while_a_strangers_is_asked_for()
    {
        await FindAsync("first");
        _clock.Advance(OpenIdKeys.NotAgainWithin);
        var slow = new TaskCompletionSource();
        _site.Before = slow.Task;
        var stranger = FindAsync("made-up");
        var known = FindAsync("first");

        Assert.True(known.IsCompleted);
        Assert.Single((await known)!);
        slow.SetResult();
        Assert.Empty((await stranger)!);
    }

    [Fact]
    public async Task Keys_outlive_an_outage_for_a_day_and_not_longer()
    {
        await FindAsync("first");
        _site.Status = HttpStatusCode.ServiceUnavailable;
        _clock.Advance(TimeSpan.FromHours(23));
        Assert.Single((await FindAsync("first"))!);
        _clock.Advance(TimeSpan.FromHours(2));
        Assert.Null(await FindAsync("first"));

        _site.Status = HttpStatusCode.OK;
        _clock.Advance(OpenIdKeys.NotAgainWithin);
        Assert.Single((await FindAsync("first"))!);
    }

    [Theory]
    [InlineData("https://evil.test/keys")]
    [InlineData("http://login.microsoftonline.com/keys")]
    [InlineData("https://login.microsoftonline.com:444/keys")]
    [InlineData("no address")]
    public async Task Keys_are_read_from_the_same_host_alone(string address)
    {
        _site.Address = address;

        Assert.Null(await FindAsync("first"));
        Assert.Single(_site.Asked);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("""{"keys":[]}""")]
    [InlineData("""{"keys":[{"kty":"oct","kid":"first","k":"AAAA"}]}""")]
    public async Task What_is_no_set_of_keys_is_as_good_as_no_answer(string keys)
    {
        _site.Keys = keys;

        Assert.Null(await FindAsync("first"));
    }

    [Fact]
    public async Task An_answer_without_end_is_cut_off()
    {
        _site.Keys = new string(' ', BoundedGet.MaxBytes + 1);

        Assert.Null(await FindAsync("first"));
    }

    private Task<IReadOnlyList<Microsoft.IdentityModel.Tokens.SecurityKey>?> FindAsync(string keyId) => _keys.FindAsync(TokenIssuer.Tenant, keyId, default);

    private sealed class Site : HttpMessageHandler
    {
        public string Keys { get; set; } = "";

        public string Address { get; set; } = "https://login.microsoftonline.com/keys";

        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public List<string> Asked { get; } = [];

        public Action OnAsked { get; set; } = () => { };

        public Task Before { get; set; } = Task.CompletedTask;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!.AbsoluteUri);
            OnAsked();
            await Before.WaitAsync(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            var content = request.RequestUri.AbsolutePath.EndsWith("openid-configuration", StringComparison.Ordinal) ? $$"""{"jwks_uri":"{{Address}}"}""" : Keys;
            return new HttpResponseMessage(Status) { Content = new StringContent(content) };
        }
    }
}
