using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Alerts.Sources.EventGrid;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Integrations.Publishing;

namespace OpsAutomation.Functions.Triggers;

/// <summary>
/// Event Grid hands us events of Azure's own services. Each is stored in the intake ledger as the ingress would, and then goes
/// the way of every alert. It binds text: subscriptions are made with the CloudEvents schema, but one that was made with Event
/// Grid's own would otherwise fail before we see it, and its events would be lost after a day of retries. A failure throws, so
/// that Event Grid delivers the batch again; ids are deterministic, so nothing is stored or counted twice.
/// </summary>
public sealed partial class ResourceEventReceived(AlertSources sources, IntakeLedger ledger, AlertDesk desk, ILogger<ResourceEventReceived> logger)
{
    /// <summary>Handles a batch of events.</summary>
    [Function(nameof(ResourceEventReceived))]
    public async Task Run(
        [EventGridTrigger(IsBatched = true)] string[] events,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        var references = new List<PublishedAlert>();
        foreach (var (source, items) in NativeEvents.Split(events, sources))
        {
            var stored = await ledger.StoreAsync(source, items, cancellationToken);
            references.AddRange(stored.Select(s => new PublishedAlert(s.Reference, s.AlertId, source, Pointer: s.Pointer)));
            foreach (var item in items.Where(i => i.Unparseable is not null))
            {
                NotAnAlert(logger, item.Id, source, item.Unparseable!.Field);
            }
        }

        await desk.ReceiveAsync(references, client, cancellationToken);
    }

    [LoggerMessage(2121, LogLevel.Warning, "Event {AlertId} of {Source} cannot be an alert ({Field}); it is kept as a dead letter.")]
    private static partial void NotAnAlert(ILogger logger, string alertId, string source, string field);
}
