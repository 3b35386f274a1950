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

    /// <summary>Publishes alerts in order, in as many requests as they need, and stops at the first failure.</summary>
    public async Task<PublishResult> PublishAsync(IReadOnlyList<PublishedAlert> alerts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alerts);
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
