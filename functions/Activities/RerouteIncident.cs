using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>Decides page or ticket again, after an alert joined that may change it.</summary>
public sealed class RerouteIncident(OutboxPump pump, IncidentAssessor assessor, TimeProvider clock) : ICommandActivity
{
    /// <summary>Carries the command out, alone.</summary>
    [Function(nameof(RerouteIncident))]
    public Task<bool> Run([ActivityTrigger] CommandOrder order, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        return CarryOutAsync(order, pump.Desk(order.IncidentId, client), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> CarryOutAsync(CommandOrder order, RunDesk desk, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(desk);

        // Weighed at the write: an alert that joins meanwhile is weighed with the others, or asks again.
        var climate = await assessor.LookAsync(cancellationToken);
        return await desk.AppendAsync(file => assessor.Route(file, order.Command.Key, climate, clock.GetUtcNow()), cancellationToken);
    }
}
