using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>Looks once whether a step's target is as its plan wants it.</summary>
public sealed class VerifyStep(OutboxPump pump, ActionLookup actions) : ICommandActivity
{
    /// <summary>Carries the command out, alone.</summary>
    [Function(nameof(VerifyStep))]
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
        var plan = ActionLookup.Executed(file, stepId) ?? throw new InvalidOperationException($"'{stepId}' has no intent to verify.");
        var result = await actions.Find(plan.Action).VerifyAsync(plan, cancellationToken);
        return await desk.AppendAsync(
            _ => new NewEntry(
                order.Command.Key,
                Actors.Automation,
                $"Looked at {plan.Target.Name} to verify: {Word(result.State)}. {result.Reason}",
                new Fact.TargetSeen(stepId, result.State, result.Reason),
                CommandStatus.Of(order.Command)),
            cancellationToken);
    }

    private static string Word(TargetState state) => state switch
    {
        TargetState.AsPlanned => "as planned",
        TargetState.Different => "not as planned",
        _ => "unknown",
    };
}
