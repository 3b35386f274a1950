using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Activities;

namespace OpsAutomation.Functions.Triggers;

/// <summary>
/// Every five minutes, compares open incidents with live orchestrations. One without is an orphan: a person is told and the
/// run is started again. Truth is in records, so it goes on where it was. Leases that nobody looks after any more are given back.
/// </summary>
public sealed partial class Reconciler(IncidentIndex index, OutboxPump pump, LeaseKeeper leases, PageNeeds pages, ILogger<Reconciler> logger)
{
    /// <summary>Reconciles once.</summary>
    [Function(nameof(Reconciler))]
    public async Task Run([TimerTrigger("0 */5 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await foreach (var incident in index.OpenAsync(cancellationToken))
        {
            try
            {
                await ReconcileAsync(incident, client, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // One that cannot be read comes again in five minutes and must not hold up the others.
                Failed(logger, incident.Id, e);
            }
        }

        // After the orphans: a run that was started again looks after its own.
        await leases.ReconcileAsync(client, cancellationToken);
    }

    private async Task ReconcileAsync(Incident incident, DurableTaskClient client, CancellationToken cancellationToken)
    {
        // A page whose orchestration is gone would call nobody any more.
        if (incident.Escalation is not null
            && await client.GetInstanceAsync(IncidentRun.PageId(incident.Id), cancellationToken) is not { IsCompleted: false }
            && await pages.ReadAsync(incident.Id, cancellationToken))
        {
            await OutboxPump.StartPageAsync(incident.Id, client, cancellationToken);
        }

        var instance = await client.GetInstanceAsync(IncidentRun.InstanceId(incident), cancellationToken);
        if (instance is { IsCompleted: false })
        {
            return;
        }

        Orphaned(logger, incident.Id, instance?.RuntimeStatus.ToString() ?? "absent");
        await pump.RestartAsync(incident, instance?.RuntimeStatus.ToString() ?? "absent", client, cancellationToken);
    }

    [LoggerMessage(2004, LogLevel.Warning, "Incident {IncidentId} is open but its orchestration is {Status}; starting it again.")]
    private static partial void Orphaned(ILogger logger, string incidentId, string status);

    [LoggerMessage(2005, LogLevel.Error, "Could not reconcile incident {IncidentId}; it is tried again in five minutes.")]
    private static partial void Failed(ILogger logger, string incidentId, Exception exception);
}
