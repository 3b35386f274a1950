using System.Collections.Concurrent;

namespace OpsAutomation.Testing.Notifiers;

/// <summary>Answers requests with a function and keeps their addresses and bodies.</summary>
public sealed class RecordedHandler(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    /// <summary>What came in, in order.</summary>
    public ConcurrentQueue<(Uri Address, string Body)> Requests { get; } = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Enqueue((request.RequestUri!, request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync(cancellationToken)));
        return await answer(request, cancellationToken);
    }
}
