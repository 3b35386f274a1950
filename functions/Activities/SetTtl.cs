using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>Hands a step's expiry to its own orchestration, which outlives the incident's.</summary>
public sealed class SetTtl(IncidentJournal journal, OutboxPump pump, TimeProvider clock)
{
    /// <summary>Carries the command out.</summary>
    [Function(nameof(SetTtl))]
    public async Task<bool> Run([ActivityTrigger] CommandOrder order, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var stepId = order.Command.StepId!;
        var file = await journal.RequireAsync(order.IncidentId, cancellationToken);
        var ttl = ActionLookup.Resolve(file, stepId).Step.Ttl
            ?? throw new InvalidOperationException($"Step '{stepId}' has no expiry.");
        var expiresAt = clock.GetUtcNow() + ttl;
        return await pump.AppendAsync(
            order.IncidentId,
            _ => new NewEntry(
                order.Command.Key,
                Actors.Automation,
                $"The change expires at {expiresAt:yyyy-MM-dd HH:mm} UTC and is then given back after a health check.",
                new Fact.TtlSet(stepId, expiresAt)),
            client,
            cancellationToken);
    }
}
