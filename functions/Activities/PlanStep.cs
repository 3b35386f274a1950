using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Planning;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// Computes what a step would do, by reading only, and holds the result against the guardrails that look at a plan. A plan
/// that a guardrail refuses is recorded as refused, with every reason.
/// </summary>
public sealed class PlanStep(OutboxPump pump, ActionLookup actions, GuardrailLedger guardrails, OpsCatalog catalog, TimeProvider clock) : ICommandActivity
{
    /// <summary>Carries the command out, alone.</summary>
    [Function(nameof(PlanStep))]
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
        var file = await desk.ReadAsync(cancellationToken);
        var entry = await PlanAsync(file, order, cancellationToken);
        return await desk.AppendAsync(_ => entry, cancellationToken);
    }

    private async Task<NewEntry> PlanAsync(IncidentFile file, CommandOrder order, CancellationToken cancellationToken)
    {
        var (key, stepId, attempt) = (order.Command.Key, order.Command.StepId!, order.Command.Attempt);
        var pinned = file.Pinned ?? throw new InvalidOperationException("The run has no pinned playbook.");
        var step = ActionLookup.Resolve(file, stepId);
        if (step.Resource is not { } resource)
        {
            return Failed(key, stepId, attempt, PlanResult.Refused("The alert names no resource, so there is nothing to act on."));
        }

        var action = actions.Find(step.Step.Action);
        var result = await action.PlanAsync(new PlanRequest(resource, step.With, step.Limits.MaxCapacity), cancellationToken);
        if (result.Plan is not { } plan)
        {
            return Failed(key, stepId, attempt, result);
        }

        var spend = await guardrails.SpendAsync(cancellationToken);
        var verdicts = PlanGuardrails.Check(plan, action.Descriptor, step.Limits, catalog.Guardrails, spend, clock.GetUtcNow());
        if (attempt > 1 && RunState.Of(file).FenceOf(plan.Target.ResourceId) is { } fence)
        {
            // Computed again, often after people took their time: what wants a person now may have begun meanwhile.
            var since = await guardrails.QuestionsAsync(
                order.IncidentId, fence, [plan.Target.ResourceId], ExecutionTerms.Of(plan, ChangePurpose.Step, answers: null), cancellationToken);
            verdicts = [.. verdicts, .. since.Where(s => verdicts.All(v => v.Rule != s.Rule))];
        }

        var refusals = verdicts.Refusals();
        if (refusals.Count > 0)
        {
            return new NewEntry(
                key, Actors.Automation, $"Guardrails refuse the plan '{plan.Summary}': {string.Join(" ", refusals)}", new Fact.Refused(stepId, refusals, verdicts));
        }

        var hash = PlanHash.Of(catalog.Routing.Environment, pinned.Hash, plan);
        var text = attempt == 1 ? $"Planned: {plan.Summary}" : $"Computed the plan again: {plan.Summary}";
        return new NewEntry(key, Actors.Automation, text, new Fact.Planned(stepId, attempt, plan, hash, verdicts));
    }

    private static NewEntry Failed(string key, string stepId, int attempt, PlanResult result) => new(
        key,
        Actors.Automation,
        $"No plan for '{stepId}': {result.Refusal}",
        new Fact.PlanFailed(stepId, attempt, result.Refusal ?? "no reason given", result.Transient, result.RetryAfter));
}
