using System.Collections.Concurrent;

namespace OpsAutomation.Testing.Rehearsals;

/// <summary>A changing request of ours as it left the SDK.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path.</param>
/// <param name="IfMatch">Its If-Match header, or null.</param>
/// <param name="Body">Its body.</param>
public sealed record SentChange(string Method, string Path, string? IfMatch, string Body);

/// <summary>Stands between the SDK and Azure: notes changes, and lets a rehearsal do something right before or after one.</summary>
internal sealed class ArmTraffic : DelegatingHandler
{
    private readonly ConcurrentQueue<SentChange> _changes = new();

    /// <summary>Every changing request so far.</summary>
    public IReadOnlyList<SentChange> Changes => [.. _changes];

    /// <summary>Done once, right before the next changing request leaves.</summary>
    public Func<Task>? BeforeNextChange { get; set; }

    /// <summary>Called after Azure has answered any request, before the SDK sees the answer.</summary>
    public Action<HttpRequestMessage>? Answered { get; set; }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Get && RehearsedAzure.IsAzure(request.RequestUri!.Host))
        {
            var body = request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync(cancellationToken);
            _changes.Enqueue(new SentChange(
                request.Method.Method,
                request.RequestUri.AbsolutePath,
                request.Headers.TryGetValues("If-Match", out var values) ? string.Join(",", values) : null,
                body));
            if (BeforeNextChange is { } once)
            {
                BeforeNextChange = null;
                await once();
            }
        }

        var response = await base.SendAsync(request, cancellationToken);
        Answered?.Invoke(request);
        return response;
    }
}
