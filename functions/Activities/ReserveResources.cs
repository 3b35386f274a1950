using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>Takes the run's resources past the guardrails, all at once, before anything is planned.</summary>
public sealed class ReserveResources(OutboxPump pump, GuardrailLedger guardrails, OverActionDesk overAction) : ICommandActivity
{
    /// <summary>Carries the command out, alone.</summary>
    [Function(nameof(ReserveResources))]
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
        var (key, stepId) = (order.Command.Key, order.Command.StepId!);
        var file = await desk.ReadAsync(cancellationToken);
        if (file.Entries.Any(e => e.Key == key))
        {
            // A delivery that comes late must not take the resources again after the run gave them back.
            return false;
        }

        var step = ActionLookup.Resolve(file, stepId);
        IReadOnlyList<string> resources = step.Resource is { } resource ? [resource] : [];
        var result = await guardrails.ReserveAsync(
            new ReservationRequest(order.IncidentId, stepId, resources, step.Limits)
            {
                Playbook = file.Pinned!.Playbook.Name,
                Called = step.Called,
                Action = step.Step.Action,
            },
            cancellationToken);
        if (result.Fence is null)
        {
            await overAction.TellLoopAsync(file, stepId, result, cancellationToken);
        }

        return await desk.AppendAsync(
            _ => result.Fence is { } fence
                ? new NewEntry(
                    key,
                    Actors.Automation,
                    $"{Passed(result)}; holds {string.Join(", ", result.Resources.Select(ShortName))} under fence {fence}.",
                    new Fact.Reserved(stepId, fence, result.Resources, result.Verdicts),
                    CommandStatus.Of(order.Command))
                : new NewEntry(
                    key, Actors.Automation, $"Guardrails refuse: {string.Join(" ", result.Refusals)}", new Fact.Refused(stepId, result.Refusals, result.Verdicts)),
            cancellationToken);
    }

    private static string Passed(ReservationResult result) =>
        result.Questions.Count == 0 ? "Guardrails passed" : $"Guardrails let it pass when a person approves ({string.Join(" ", result.Questions)})";

    private static string ShortName(string resource) => resource[(resource.LastIndexOf('/') + 1)..];
}
