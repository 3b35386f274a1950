using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>Decides page or ticket again, after an alert joined that may change it.</summary>
public sealed class RerouteIncident(OutboxPump pump, IncidentAssessor assessor, TimeProvider clock)
{
    /// <summary>Carries the command out.</summary>
    [Function(nameof(RerouteIncident))]
    public async Task<bool> Run([ActivityTrigger] CommandOrder order, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);

        // Weighed at the write: an alert that joins meanwhile is weighed with the others, or asks again.
        var climate = await assessor.LookAsync(cancellationToken);
        return await pump.AppendAsync(order.IncidentId, file => assessor.Route(file, order.Command.Key, climate, clock.GetUtcNow()), client, cancellationToken);
    }
}
