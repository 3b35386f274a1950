using Azure.Messaging;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Functions.Activities;

namespace OpsAutomation.Functions.Triggers;

/// <summary>
/// Event Grid hands us references to accepted alerts, at least once and in any order. Normalising, correlating and the one
/// transaction per scope are <see cref="AlertDesk"/>'s; a failure throws, so that Event Grid delivers the batch again.
/// </summary>
public sealed class AlertReceived(AlertDesk desk)
{
    /// <summary>Handles a batch of references.</summary>
    [Function(nameof(AlertReceived))]
    public Task Run(
        [EventGridTrigger(IsBatched = true)] CloudEvent[] events,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        return desk.ReceiveAsync(AlertReferences.Of(events), client, cancellationToken);
    }
}
