using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// Moves the incident towards its end: mitigated, resolved, closed. Before it is closed, its scope lets go of it, on the
/// condition that nothing fired meanwhile: a closed incident swallows nothing.
/// </summary>
public sealed class ConcludeIncident(IncidentJournal journal, OutboxPump pump, ScopeLedger scopes)
{
    /// <summary>Carries the command out.</summary>
    [Function(nameof(ConcludeIncident))]
    public async Task<bool> Run([ActivityTrigger] CommandOrder order, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var target = CommandStatus.Of(order.Command) ?? throw new InvalidOperationException($"'{order.Command.Key}' concludes to nothing.");
        if (target == IncidentStatus.Closed)
        {
            var file = await journal.RequireAsync(order.IncidentId, cancellationToken);
            var verdict = await scopes.TryCloseAsync(file.Head.Scope, file.Head.Id, file.Head.AlertCount, cancellationToken);
            if (!verdict.Closed)
            {
                return await pump.AppendAsync(
                    order.IncidentId,
                    f => new NewEntry($"not-closed:{f.Head.LastSequence}", Actors.Automation, $"Not closed: {verdict.Reason}", new Fact.Noted(verdict.Reason)),
                    client,
                    cancellationToken);
            }
        }

        return await pump.AppendAsync(
            order.IncidentId,
            _ => new NewEntry(
                order.Command.Key,
                Actors.Automation,
                $"{target}: {order.Command.Reason}",
                new Fact.Ended(order.Command.Reason),
                target,
                Change: head => head with { Outcome = head.Outcome ?? order.Command.Reason }),
            client,
            cancellationToken);
    }
}
