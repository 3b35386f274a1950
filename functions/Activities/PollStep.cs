using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Spending;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>Looks at an operation once.</summary>
public sealed class PollStep(OutboxPump pump, ActionLookup actions, GuardrailLedger guardrails) : ICommandActivity
{
    /// <summary>Carries the command out, alone.</summary>
    [Function(nameof(PollStep))]
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
        var plan = ActionLookup.Executed(file, stepId) ?? throw new InvalidOperationException($"'{stepId}' has no intent to look after.");
        var started = file.Facts.OfType<Fact.Started>().Last(f => f.StepId == stepId);
        var result = await actions.Find(plan.Action).PollAsync(plan, started.StatusUrl, cancellationToken);
        if (result.Outcome is PollOutcome.Succeeded or PollOutcome.Failed)
        {
            await guardrails.MarkFinishedAsync(
                order.IncidentId, started.OperationId, result.Outcome == PollOutcome.Succeeded ? OperationEnd.Succeeded : OperationEnd.Unclear, cancellationToken);
        }

        return await desk.AppendAsync(
            _ => new NewEntry(
                order.Command.Key,
                Actors.Automation,
                Text(result),
                new Fact.Polled(stepId, result.Outcome, result.Reason, result.RetryAfter)),
            cancellationToken);
    }

    private static string Text(PollResult result) => result.Outcome switch
    {
        PollOutcome.Succeeded => $"The operation is finished: {result.Reason}",
        PollOutcome.Failed => $"The operation failed: {result.Reason}",
        PollOutcome.Running => $"The operation is under way: {result.Reason}",
        _ => $"The operation could not be read: {result.Reason}",
    };
}
