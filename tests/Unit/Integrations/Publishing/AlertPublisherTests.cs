using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Azure;
using Azure.Core.Pipeline;
using Azure.Messaging.EventGrid;
using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Integrations.Publishing;

namespace OpsAutomation.Unit.Integrations.Publishing;

public sealed class AlertPublisherTests : IDisposable
{
    private readonly HeldTopic _topic = new();
    private readonly AlertPublisher _publisher;

    public AlertPublisherTests()
    {
        var options = new EventGridPublisherClientOptions { Transport = new HttpClientTransport(new HttpClient(_topic)) };
        options.Retry.MaxRetries = 0;
        _publisher = new AlertPublisher(
            new EventGridPublisherClient(new Uri("https://topic.test/api/events"), new AzureKeyCredential("unused"), options), new FakeTimeProvider(), TimeSpan.FromSeconds(30));
    }

    public void Dispose() => _topic.Dispose();

    [Fact]
    public async Task Whoever_comes_while_requests_are_under_way_travels_with_others()
    {
        var first = Publish("al-1");
        await _topic.Arrived(1);
        var second = Publish("al-2");
        await _topic.Arrived(2);
        var rest = Enumerable.Range(3, 50).Select(n => Publish($"al-{n}")).ToArray();

        _topic.Answer(HttpStatusCode.OK);
        var results = await Task.WhenAll([first, second, .. rest]);

        Assert.All(results, r => Assert.Equal(new PublishResult(1, null, null), r));
        Assert.Equal(52, _topic.Ids.Count);
        Assert.Equal(52, _topic.Ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(3, _topic.Requests);
    }

    [Fact]
    public async Task A_refusal_is_told_to_everybody_who_travelled()
    {
        var all = Enumerable.Range(1, 20).Select(n => Publish($"al-{n}")).ToArray();
        _topic.Answer(HttpStatusCode.ServiceUnavailable);

        Assert.All(await Task.WhenAll(all), r => Assert.False(r.Complete));
    }

    [Fact]
    public async Task Nothing_to_publish_asks_nobody()
    {
        Assert.True((await _publisher.PublishAsync([], CancellationToken.None)).Complete);
        Assert.Equal(0, _topic.Requests);
    }

    private Task<PublishResult> Publish(string id) =>
        _publisher.PublishAsync([new PublishedAlert($"intake-20261124-1/{id}", id, "azure-monitor")], CancellationToken.None);

    private sealed class HeldTopic : HttpMessageHandler
    {
        private readonly TaskCompletionSource<HttpStatusCode> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly SemaphoreSlim _arrivals = new(0);
        private int _requests;
        private int _seen;

        public ConcurrentBag<string> Ids { get; } = [];

        public int Requests => _requests;

        public void Answer(HttpStatusCode status) => _answer.TrySetResult(status);

        public async Task Arrived(int requests)
        {
            for (; _seen < requests; _seen++)
            {
                await _arrivals.WaitAsync();
            }
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var events = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
            foreach (var one in events.RootElement.EnumerateArray())
            {
                Ids.Add(one.GetProperty("id").GetString()!);
            }

            Interlocked.Increment(ref _requests);
            _arrivals.Release();
            return new HttpResponseMessage(await _answer.Task) { RequestMessage = request };
        }

        protected override void Dispose(bool disposing)
        {
            _arrivals.Dispose();
            base.Dispose(disposing);
        }
    }
}
