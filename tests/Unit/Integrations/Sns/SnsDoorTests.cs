using System.Net;
using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Integrations.Http;
using OpsAutomation.Integrations.Sns;

namespace OpsAutomation.Unit.Integrations.Sns;

public sealed class SnsDoorTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly Site _site = new();
    private readonly HttpClient _client;
    private readonly SnsDoor _door;

    public SnsDoorTests()
    {
        _client = new HttpClient(_site);
        _door = new SnsDoor(new BoundedGet(_client, _clock), _clock);
    }

    public void Dispose()
    {
        _client.Dispose();
        _site.Dispose();
    }

    [Fact]
    public async Task A_certificate_is_fetched_once_a_day()
    {
        Assert.Equal("pem", await AskAsync(1));
        Assert.Equal("pem", await AskAsync(1));
        Assert.Equal(1, _site.Asked);
        _clock.Advance(SnsDoor.KeptFor);
        await AskAsync(1);
        Assert.Equal(2, _site.Asked);
    }

    [Fact]
    public async Task An_address_that_gave_none_is_left_alone_for_a_minute()
    {
        _site.Status = HttpStatusCode.Redirect;
        Assert.Null(await AskAsync(1));
        _site.Status = HttpStatusCode.OK;
        Assert.Null(await AskAsync(1));
        _clock.Advance(SnsDoor.NotAgainWithin);
        Assert.Equal("pem", await AskAsync(1));
    }

    [Fact]
    public async Task Made_up_addresses_cannot_make_us_ask_without_end()
    {
        for (var i = 0; i < 100; i++)
        {
            await AskAsync(i);
        }

        Assert.Equal(SnsDoor.MaxFetches, _site.Asked);
    }

    [Fact]
    public async Task Made_up_addresses_push_out_no_certificate()
    {
        await AskAsync(0);
        _site.Status = HttpStatusCode.NotFound;
        for (var minute = 1; minute <= 4; minute++)
        {
            _clock.Advance(SnsDoor.NotAgainWithin);
            for (var i = 0; i < SnsDoor.MaxFetches; i++)
            {
                Assert.Null(await AskAsync((minute * 100) + i));
            }
        }

        Assert.Equal("pem", await AskAsync(0));
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_had_anew_serves_for_a_week()
    {
        await AskAsync(0);
        _site.Status = HttpStatusCode.ServiceUnavailable;
        _clock.Advance(SnsDoor.KeptFor);
        Assert.Equal("pem", await AskAsync(0));
        _clock.Advance(SnsDoor.ServesFor);
        Assert.Null(await AskAsync(0));
    }

    [Fact]
    public async Task A_confirmation_is_done_when_Amazon_says_so()
    {
        Assert.True(await _door.ConfirmAsync(new Uri("https://sns.eu-west-1.amazonaws.com/?x"), default));
        _site.Status = HttpStatusCode.Forbidden;
        Assert.False(await _door.ConfirmAsync(new Uri("https://sns.eu-west-1.amazonaws.com/?x"), default));
        Assert.False(await _door.ConfirmAsync(new Uri("http://sns.eu-west-1.amazonaws.com/?x"), default));
        Assert.Equal(2, _site.Asked);
    }

    private Task<string?> AskAsync(int number) => _door.CertificateAsync(new Uri($"https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-{number}.pem"), default);

    private sealed class Site : HttpMessageHandler
    {
        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public int Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked++;
            return Task.FromResult(new HttpResponseMessage(Status) { Content = new StringContent("pem") });
        }
    }
}
