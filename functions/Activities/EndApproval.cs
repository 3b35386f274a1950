using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>Ends a request for approval without a person: nobody decided in time, or the plan no longer stands.</summary>
public sealed class EndApproval(OutboxPump pump) : ICommandActivity
{
    /// <summary>Carries the command out, alone.</summary>
    [Function(nameof(EndApproval))]
    public Task<bool> Run([ActivityTrigger] CommandOrder order, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        return CarryOutAsync(order, pump.Desk(order.IncidentId, client), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> CarryOutAsync(CommandOrder order, RunDesk desk, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(desk);
        return desk.AppendAsync(file => Entry(file, order.Command), cancellationToken);
    }

    private static NewEntry? Entry(IncidentFile file, Command command)
    {
        if (file.Facts.OfType<Fact.Asked>().LastOrDefault(f => f.StepId == command.StepId) is not { } asked)
        {
            return null;
        }

        var outcome = command.Kind == CommandKind.TimeOut ? DecisionOutcome.TimedOut : DecisionOutcome.Voided;
        return new NewEntry(
            command.Key,
            Actors.Automation,
            outcome == DecisionOutcome.TimedOut ? $"The request for approval timed out. {command.Reason}" : $"The request for approval is void: {command.Reason}",
            new Fact.Decided(asked.StepId, asked.ApprovalId, asked.PlanHash, outcome, Actors.Automation, command.Reason));
    }
}
