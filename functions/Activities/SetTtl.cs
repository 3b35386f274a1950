using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>Hands a step's expiry to its own orchestration, which outlives the incident's.</summary>
public sealed class SetTtl(OutboxPump pump, TimeProvider clock) : ICommandActivity
{
    /// <summary>Carries the command out, alone.</summary>
    [Function(nameof(SetTtl))]
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
        var stepId = order.Command.StepId!;
        var file = await desk.ReadAsync(cancellationToken);
        var ttl = ActionLookup.Resolve(file, stepId).Step.Ttl
            ?? throw new InvalidOperationException($"Step '{stepId}' has no expiry.");
        var expiresAt = clock.GetUtcNow() + ttl;
        return await desk.AppendAsync(
            _ => new NewEntry(
                order.Command.Key,
                Actors.Automation,
                $"The change expires at {expiresAt:yyyy-MM-dd HH:mm} UTC and is then given back after a health check.",
                new Fact.TtlSet(stepId, expiresAt)),
            cancellationToken);
    }
}
