using Azure.Messaging.EventGrid;
using OpsAutomation.Integrations.Arm;

namespace OpsAutomation.Integrations.Publishing;

/// <summary>
/// Publishes references of accepted alerts to our Event Grid topic as CloudEvents. What is not taken stays in the intake
/// ledger, and the sweeper publishes it again; the handler recognises a second delivery by the event's id.
/// </summary>
/// <param name="client">The SDK's client, without retries of its own.</param>
/// <param name="clock">Time of the events and of the timeout.</param>
/// <param name="timeout">How long one request may take.</param>
public sealed class AlertPublisher(EventGridPublisherClient client, TimeProvider clock, TimeSpan timeout)
{
    /// <summary>The most events of one request. Event Grid takes 5,000; a smaller batch is redelivered as a smaller whole.</summary>
    public const int MaxEvents = 100;

    /// <summary>The most bytes of one request: Event Grid takes 1 MB (Azure Event Grid, "Quotas and limits"), less room for the brackets.</summary>
    public const int MaxBytes = 1_000_000;

    // Requests under way at once. Two keep the way to Event Grid busy while one answer is on its way back; whoever comes
    // meanwhile waits for the next, and travels together.
    private const int MaxFlights = 2;

    private readonly Lock _gate = new();
    private readonly Queue<PendingPublish> _waiting = [];
    private int _flights;

    /// <summary>
    /// Publishes alerts in order, in as many requests as they need, and stops at the first failure. Callers that come while
    /// requests are under way share the next one: a storm costs a request for a hundred alerts, not one for each.
    /// </summary>
    public async Task<PublishResult> PublishAsync(IReadOnlyList<PublishedAlert> alerts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alerts);
        if (alerts.Count == 0)
        {
            return new PublishResult(0, null, null);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var pending = new PendingPublish(alerts);
        var leads = false;
        lock (_gate)
        {
            _waiting.Enqueue(pending);
            if (_flights < MaxFlights)
            {
                _flights++;
                leads = true;
            }
        }

        if (leads)
        {
            // Whoever was let go by the same commit gets its turn first, and comes along.
            await Task.Yield();
            if (await FlyAsync(pending, cancellationToken))
            {
                _ = FlyOnAsync();
            }
        }

        // Giving up does not end it: others travel in the same request, which has a timeout of its own.
        return await pending.Done;
    }

    // Goes on until nothing waits.
    private async Task FlyOnAsync()
    {
        while (await FlyAsync(null, CancellationToken.None))
        {
        }
    }

    // Sends what waits now; the leader's token counts only where it travels alone. False when nothing waited: the flight is over.
    private async Task<bool> FlyAsync(PendingPublish? leader, CancellationToken cancellationToken)
    {
        var aboard = Board();
        if (aboard.Count == 0)
        {
            return false;
        }

        PublishResult result;
        try
        {
            result = await SendAsync([.. aboard.SelectMany(p => p.Alerts)], aboard.Count == 1 && aboard[0] == leader ? cancellationToken : CancellationToken.None);
        }
        catch (Exception e)
        {
            aboard.ForEach(p => p.Fail(e));
            return true;
        }

        var before = 0;
        foreach (var pending in aboard)
        {
            pending.Finish(result, before);
            before += pending.Alerts.Count;
        }

        return true;
    }

    private List<PendingPublish> Board()
    {
        var aboard = new List<PendingPublish>();
        lock (_gate)
        {
            for (var events = 0; _waiting.TryPeek(out var next) && (events == 0 || events + next.Alerts.Count <= MaxEvents); events += next.Alerts.Count)
            {
                aboard.Add(_waiting.Dequeue());
            }

            if (aboard.Count == 0)
            {
                _flights--;
            }
        }

        return aboard;
    }

    private async Task<PublishResult> SendAsync(IReadOnlyList<PublishedAlert> alerts, CancellationToken cancellationToken)
    {
        var published = 0;
        foreach (var (batch, count) in EventBatches.Of(alerts, clock.GetUtcNow(), MaxEvents, MaxBytes))
        {
            using var timer = new CancellationTokenSource(timeout, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
            try
            {
                await client.SendEncodedCloudEventsAsync(batch, either.Token);
                published += count;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return new PublishResult(published, $"Event Grid did not answer in {timeout.TotalSeconds:0} seconds.", null);
            }
            catch (Exception e) when (ArmFailure.Of(e, clock) is { } failure)
            {
                return new PublishResult(published, $"Event Grid did not take it. {failure.Reason}", failure.RetryAfter);
            }
        }

        return new PublishResult(published, null, null);
    }
}
