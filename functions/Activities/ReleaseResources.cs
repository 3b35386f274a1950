using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Breakers;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>Tells the circuit breakers how the run ended, and gives its resources back to others; never while an operation is unfinished, unless a person decided so.</summary>
public sealed class ReleaseResources(OutboxPump pump, GuardrailLedger guardrails, OverActionDesk overAction) : ICommandActivity
{
    /// <summary>Carries the command out, alone.</summary>
    [Function(nameof(ReleaseResources))]
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

        // First: a run whose resources are free again must count already, or the next one would pass a breaker too early.
        await overAction.ReportAsync(order.IncidentId, RunOutcome.Of(await desk.ReadAsync(cancellationToken)), cancellationToken);
        var byDecision = string.Equals(order.Command.Target, ReleaseTargets.ByDecision, StringComparison.Ordinal);
        var result = await guardrails.ReleaseAsync(order.IncidentId, byDecision, cancellationToken);
        return result.Released && await desk.AppendAsync(
            _ => new NewEntry(order.Command.Key, Actors.Automation, $"Gave its resources back: {result.Reason}", new Fact.Released(order.Command.Reason)),
            cancellationToken);
    }
}
