using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>Looks once whether a step's target is as its plan wants it.</summary>
public sealed class VerifyStep(IncidentJournal journal, OutboxPump pump, ActionLookup actions)
{
    /// <summary>Carries the command out.</summary>
    [Function(nameof(VerifyStep))]
    public async Task<bool> Run([ActivityTrigger] CommandOrder order, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var stepId = order.Command.StepId!;
        var file = await journal.RequireAsync(order.IncidentId, cancellationToken);
        var plan = ActionLookup.Executed(file, stepId) ?? throw new InvalidOperationException($"'{stepId}' has no intent to verify.");
        var result = await actions.Find(plan.Action).VerifyAsync(plan, cancellationToken);
        return await pump.AppendAsync(
            order.IncidentId,
            _ => new NewEntry(
                order.Command.Key,
                Actors.Automation,
                $"Looked at {plan.Target.Name} to verify: {Word(result.State)}. {result.Reason}",
                new Fact.TargetSeen(stepId, result.State, result.Reason),
                CommandStatus.Of(order.Command)),
            client,
            cancellationToken);
    }

    private static string Word(TargetState state) => state switch
    {
        TargetState.AsPlanned => "as planned",
        TargetState.Different => "not as planned",
        _ => "unknown",
    };
}
