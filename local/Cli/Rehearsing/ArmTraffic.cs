using System.Collections.Concurrent;
using OpsAutomation.Cli.Rehearsing.Observing;
using OpsAutomation.Runtime.Clock;

namespace OpsAutomation.Cli.Rehearsing;

/// <summary>A changing request of ours as it left the SDK.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path.</param>
/// <param name="IfMatch">Its If-Match header, or null.</param>
/// <param name="Body">Its body.</param>
internal sealed record SentChange(string Method, string Path, string? IfMatch, string Body);

/// <summary>
/// Stands between the SDK and Azure: notes changes, lets a rehearsal do something right before one, and makes the way
/// longer for some requests, by the seed.
/// </summary>
internal sealed class ArmTraffic : DelegatingHandler
{
    private readonly ConcurrentQueue<SentChange> _changes = new();

    /// <summary>Every changing request so far.</summary>
    public IReadOnlyList<SentChange> Changes => [.. _changes];

    /// <summary>Done once, right before the next changing request leaves.</summary>
    public Func<Task>? BeforeNextChange { get; set; }

    /// <summary>Called after Azure has answered any request, before the SDK sees the answer.</summary>
    public Action<HttpRequestMessage>? Answered { get; set; }

    /// <summary>How long a request is on its way; null for no time at all.</summary>
    public Latency? Latency { get; set; }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Latency is { } latency)
        {
            await latency.WaitAsync(request.Method.Method, request.RequestUri!.AbsolutePath, cancellationToken);
        }

        if (request.Method != HttpMethod.Get && Targets.IsActedOn(request.RequestUri!.Host))
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

/// <summary>How long requests are on their way in virtual time. Drawn from the seed, the address and its turn, so that requests that cross each other draw the same.</summary>
/// <param name="seed">The seed.</param>
/// <param name="clock">The clock.</param>
/// <param name="ledger">Who is at work.</param>
internal sealed class Latency(int seed, TimeProvider clock, WorkLedger ledger)
{
    private const int OneIn = 4;
    private const int LongestMs = 2_000;

    /// <summary>The longest time that a request is on its way.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(LongestMs);

    private readonly ConcurrentDictionary<string, int> _turns = new(StringComparer.Ordinal);

    /// <summary>Waits as long as this request takes.</summary>
    public async Task WaitAsync(string method, string path, CancellationToken cancellationToken)
    {
        var key = $"{method} {path}";
        var turn = _turns.AddOrUpdate(key, 1, (_, n) => n + 1);
        var draw = Draws.Of(seed, $"{key} {turn}");
        if (draw.Next(OneIn) == 0)
        {
            await ledger.DelayAsync(clock, TimeSpan.FromMilliseconds(1 + draw.Next(LongestMs)), cancellationToken);
        }
    }
}
