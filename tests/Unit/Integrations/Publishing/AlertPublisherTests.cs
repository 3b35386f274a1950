using System.Net;
using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Integrations.Publishing;

namespace OpsAutomation.Unit.Integrations.Publishing;

public sealed class AlertPublisherTests : IDisposable
{
    private readonly HeldTopic _topic = new();
    private readonly AlertPublisher _publisher;

    public AlertPublisherTests() => _publisher = _topic.Publisher(new FakeTimeProvider());

    public void Dispose() => _topic.Dispose();

    [Fact]
    public async Task A_refusal_is_told_with_what_was_taken_before_it()
    {
        _topic.Answer(HttpStatusCode.ServiceUnavailable);

        var result = await _publisher.PublishAsync(
            [.. Enumerable.Range(1, 20).Select(n => new PublishedAlert($"intake-20261124-1/al-{n}", $"al-{n}", "azure-monitor"))], CancellationToken.None);

        Assert.False(result.Complete);
        Assert.Equal(0, result.Published);
    }

    [Fact]
    public async Task Nothing_to_publish_asks_nobody()
    {
        Assert.True((await _publisher.PublishAsync([], CancellationToken.None)).Complete);
        Assert.Equal(0, _topic.Requests);
    }
}
