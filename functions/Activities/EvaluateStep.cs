using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Evaluating;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>Works out the expressions of a step and writes down what they give; the run uses what is written and nothing else.</summary>
public sealed class EvaluateStep(OutboxPump pump, OpsCatalog catalog, ActionLookup actions) : ICommandActivity
{
    /// <summary>Carries the command out, alone.</summary>
    [Function(nameof(EvaluateStep))]
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
            return false;
        }

        var evaluator = new StepEvaluator(catalog.Services, actions.Descriptors);
        var entry = order.Command.Target == EvaluateTargets.Outputs
            ? Entry(key, evaluator.Outputs(file, stepId))
            : Entry(key, evaluator.Inputs(file, stepId));
        return await desk.AppendAsync(_ => entry, cancellationToken);
    }

    private static NewEntry Entry(string key, Fact.Evaluated fact) => new(
        key,
        Actors.Automation,
        fact switch
        {
            { Error: { } error } => $"Step {fact.StepId} cannot be worked out: {error}",
            { Skipped: { } why } => $"Step {fact.StepId} is skipped: {why}",
            { Items: { } items } => $"Step {fact.StepId} is for {items.Count} resource(s).",
            _ => $"Step {fact.StepId} is worked out.",
        },
        fact);

    private static NewEntry Entry(string key, Fact.OutputsKnown fact) => new(
        key,
        Actors.Automation,
        fact.Error is { } error
            ? $"What step {fact.StepId} makes known cannot be worked out: {error}"
            : $"Step {fact.StepId} makes known: {string.Join(", ", fact.Values.Select(v => v.Key))}.",
        fact);
}
