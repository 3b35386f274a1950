using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Records;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Integrations.Publishing;

namespace OpsAutomation.Functions.Triggers;

/// <summary>
/// Every half minute, makes up for what a crash or an outage left undone: outboxes that were not drained, and accepted
/// alerts that have no disposition after two minutes (Event Grid drops what no subscription takes).
/// </summary>
public sealed partial class Sweeper(
    DuePointers due, OutboxPump pump, IntakeLedger ledger, AlertPublisher publisher, TimeProvider clock, ILogger<Sweeper> logger)
{
    private static readonly TimeSpan Republish = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(30);

    // A commit that has not come ten minutes after its announcement will not come: no activity lives that long.
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(10);

    /// <summary>Sweeps once.</summary>
    [Function(nameof(Sweeper))]
    public async Task Run([TimerTrigger("*/30 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await foreach (var pointer in due.OlderThanAsync(Drain, cancellationToken))
        {
            try
            {
                await MakeUpAsync(pointer, client, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // One that fails comes again in half a minute and must not hold up the others.
                Failed(logger, pointer.Kind, pointer.Partition, e);
            }
        }
    }

    private async Task MakeUpAsync(DuePointer pointer, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var age = clock.GetUtcNow() - pointer.Since;
        if (pointer.Kind == "outbox")
        {
            await pump.DrainAsync(pointer.Partition, client, cancellationToken);
            if (age >= Abandoned)
            {
                await due.RetireAsync(pointer.Partition, pointer.Key, cancellationToken);
            }
        }
        else if (pointer.Kind == IntakeLedger.PointerKind && age >= Republish)
        {
            var (found, gone) = (new List<PublishedAlert>(), new List<(string Reference, string? Pointer)>());
            foreach (var reference in IntakeLedger.References(pointer))
            {
                if (await ledger.ReadAsync(reference, cancellationToken) is { } stored)
                {
                    found.Add(new PublishedAlert(reference, stored.AlertId, stored.Source, Pointer: pointer.Key));
                }
                else if (age >= Abandoned)
                {
                    // Announced, and never stored: the sender got no 202 and sends again.
                    gone.Add((reference, pointer.Key));
                }
            }

            var result = await publisher.PublishAsync(found, cancellationToken);
            found.Take(result.Published).ToList().ForEach(alert => Republished(logger, alert.AlertId));
            await ledger.SettleAsync(gone, cancellationToken);
        }
    }

    [LoggerMessage(2002, LogLevel.Information, "Published the accepted alert {AlertId} again: it had no disposition after two minutes.")]
    private static partial void Republished(ILogger logger, string alertId);

    [LoggerMessage(2003, LogLevel.Warning, "Could not make up for {Kind} in {Partition}; it is tried again in half a minute.")]
    private static partial void Failed(ILogger logger, string kind, string partition, Exception exception);
}
