using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>Hands the incident to a person, with the reason. Telling them is a command of its own.</summary>
public sealed class EscalateIncident(IncidentJournal journal, OutboxPump pump, GuardrailLedger guardrails)
{
    /// <summary>Carries the command out.</summary>
    [Function(nameof(EscalateIncident))]
    public async Task<bool> Run([ActivityTrigger] CommandOrder order, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var wrote = await pump.AppendAsync(
            order.IncidentId,
            _ => new NewEntry(
                order.Command.Key,
                Actors.Automation,
                $"Handed to a person: {order.Command.Reason}",
                new Fact.EscalatedTo(order.Command.Reason),
                CommandStatus.Of(order.Command) ?? IncidentStatus.Escalated),
            client,
            cancellationToken);
        await guardrails.ReleaseUnrecordedAsync(await journal.RequireAsync(order.IncidentId, cancellationToken), cancellationToken);
        return wrote;
    }
}
