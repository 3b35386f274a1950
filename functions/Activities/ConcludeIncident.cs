using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// Moves the incident towards its end: mitigated, resolved, closed. Before it is closed, its scope lets go of it, on the
/// condition that nothing fired meanwhile: a closed incident swallows nothing.
/// </summary>
public sealed class ConcludeIncident(OutboxPump pump, ScopeLedger scopes, GuardrailLedger guardrails, TimeProvider clock) : ICommandActivity
{
    /// <summary>Carries the command out, alone.</summary>
    [Function(nameof(ConcludeIncident))]
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
        var target = CommandStatus.Of(order.Command) ?? throw new InvalidOperationException($"'{order.Command.Key}' concludes to nothing.");
        if (target == IncidentStatus.Closed)
        {
            // Nothing may join any more once the scope lets go, so the journal must be the newest.
            await desk.FlushAsync(cancellationToken);
            var file = await desk.ReadAsync(cancellationToken);
            if (!StillAsked.Is(file, order.Command, clock.GetUtcNow()))
            {
                return false;
            }

            var verdict = await scopes.TryCloseAsync(file.Head.Scope, file.Head.Id, file.Head.AlertCount, cancellationToken);
            if (!verdict.Closed)
            {
                // What forbids it may still be in the scope's outbox: the run must see it, or it would only ask again.
                await pump.DrainAsync(ScopeKey.Partition(file.Head.Scope), desk.Client, cancellationToken);
                return await desk.AppendAsync(
                    _ => new NewEntry($"not-closed:{file.Head.AlertCount}", Actors.Automation, $"Not closed: {verdict.Reason}", new Fact.Noted(verdict.Reason)),
                    cancellationToken);
            }
        }

        var entry = new NewEntry(
            order.Command.Key,
            Actors.Automation,
            $"{target}: {order.Command.Reason}",
            new Fact.Ended(order.Command.Reason),
            target,
            Change: head => head with { Outcome = head.Outcome ?? order.Command.Reason });
        await guardrails.ReleaseUnrecordedAsync(await desk.ReadAsync(cancellationToken), cancellationToken);
        return await desk.AppendAsync(file => StillAsked.Or(file, order.Command, clock.GetUtcNow(), entry), cancellationToken);
    }
}
