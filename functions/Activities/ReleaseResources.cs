using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>Gives the run's resources back to others; never while an operation is unfinished, unless a person decided so.</summary>
public sealed class ReleaseResources(OutboxPump pump, GuardrailLedger guardrails)
{
    /// <summary>Carries the command out.</summary>
    [Function(nameof(ReleaseResources))]
    public async Task<bool> Run([ActivityTrigger] CommandOrder order, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var byDecision = string.Equals(order.Command.Target, ReleaseTargets.ByDecision, StringComparison.Ordinal);
        var result = await guardrails.ReleaseAsync(order.IncidentId, byDecision, cancellationToken);
        return result.Released && await pump.AppendAsync(
            order.IncidentId,
            _ => new NewEntry(order.Command.Key, Actors.Automation, $"Gave its resources back: {result.Reason}", new Fact.Released(order.Command.Reason)),
            client,
            cancellationToken);
    }
}
