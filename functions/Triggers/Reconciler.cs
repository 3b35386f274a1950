using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Activities;

namespace OpsAutomation.Functions.Triggers;

/// <summary>
/// Every five minutes, compares open incidents with live orchestrations. One without is an orphan: a person is told and the
/// run is started again. Truth is in records, so it goes on where it was.
/// </summary>
public sealed partial class Reconciler(IncidentIndex index, OutboxPump pump, ILogger<Reconciler> logger)
{
    /// <summary>Reconciles once.</summary>
    [Function(nameof(Reconciler))]
    public async Task Run([TimerTrigger("0 */5 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await foreach (var incident in index.OpenAsync(cancellationToken))
        {
            var instance = await client.GetInstanceAsync(IncidentRun.InstanceId(incident), cancellationToken);
            if (instance is { IsCompleted: false })
            {
                continue;
            }

            Orphaned(logger, incident.Id, instance?.RuntimeStatus.ToString() ?? "absent");
            await pump.RestartAsync(incident, instance?.RuntimeStatus.ToString() ?? "absent", client, cancellationToken);
        }
    }

    [LoggerMessage(2004, LogLevel.Warning, "Incident {IncidentId} is open but its orchestration is {Status}; starting it again.")]
    private static partial void Orphaned(ILogger logger, string incidentId, string status);
}
