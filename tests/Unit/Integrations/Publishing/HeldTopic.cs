using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Azure;
using Azure.Core.Pipeline;
using Azure.Messaging.EventGrid;
using OpsAutomation.Integrations.Publishing;

namespace OpsAutomation.Unit.Integrations.Publishing;

/// <summary>A topic that answers nobody until it is told how.</summary>
internal sealed class HeldTopic : HttpMessageHandler
{
    private readonly TaskCompletionSource<HttpStatusCode> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _requests;

    public ConcurrentBag<string> Ids { get; } = [];

    public int Requests => _requests;

    public AlertPublisher Publisher(TimeProvider clock)
    {
        var options = new EventGridPublisherClientOptions { Transport = new HttpClientTransport(new HttpClient(this)) };
        options.Retry.MaxRetries = 0;
        return new AlertPublisher(
            new EventGridPublisherClient(new Uri("https://topic.test/api/events"), new AzureKeyCredential("unused"), options), clock, TimeSpan.FromSeconds(30));
    }

    public void Answer(HttpStatusCode status) => _answer.TrySetResult(status);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var events = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        foreach (var one in events.RootElement.EnumerateArray())
        {
            Ids.Add(one.GetProperty("id").GetString()!);
        }

        Interlocked.Increment(ref _requests);
        return new HttpResponseMessage(await _answer.Task) { RequestMessage = request };
    }
}
