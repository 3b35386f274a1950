using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>Hands the incident to a person, with the reason. Telling them is a command of its own.</summary>
public sealed class EscalateIncident(OutboxPump pump, GuardrailLedger guardrails) : ICommandActivity
{
    /// <summary>Carries the command out, alone.</summary>
    [Function(nameof(EscalateIncident))]
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
        var wrote = await desk.AppendAsync(
            _ => new NewEntry(
                order.Command.Key,
                Actors.Automation,
                $"Handed to a person: {order.Command.Reason}",
                new Fact.EscalatedTo(order.Command.Reason),
                CommandStatus.Of(order.Command) ?? IncidentStatus.Escalated),
            cancellationToken);
        await guardrails.ReleaseUnrecordedAsync(await desk.ReadAsync(cancellationToken), cancellationToken);
        return wrote;
    }
}
