using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Planning;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>Executes a step, or takes one back: writes the intent before anything is sent, and Azure's answer after.</summary>
public sealed class StartStep(
    IncidentJournal journal, OutboxPump pump, InversePlanner inverses, OperationSender sender, OpsCatalog catalog, TimeProvider clock)
{
    /// <summary>Carries the command out.</summary>
    [Function(nameof(StartStep))]
    public async Task<bool> Run([ActivityTrigger] CommandOrder order, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var command = order.Command;
        var file = await journal.RequireAsync(order.IncidentId, cancellationToken);
        if (file.Entries.Any(e => e.Key == command.Key))
        {
            return false;
        }

        var operationId = IncidentRun.OperationId(order.IncidentId, command.StepId!, command.Attempt);
        var intent = IntentOf(file, command, operationId);
        if (intent is null)
        {
            var (result, hash) = await PlanAsync(file, command, cancellationToken);
            if (result.Plan is not { } plan)
            {
                Fact why = result.Transient
                    ? new Fact.PlanFailed(command.StepId!, command.Attempt, result.Refusal!, result.Transient, result.RetryAfter)
                    : new Fact.Refused(command.StepId!, [result.Refusal!]);
                return await pump.AppendAsync(
                    order.IncidentId,
                    _ => new NewEntry(command.Key, Actors.Automation, $"Not started: {result.Refusal}", why),
                    client,
                    cancellationToken);
            }

            var entry = new NewEntry(
                $"intend:{operationId}",
                Actors.Automation,
                $"About to act: {plan.Summary}",
                new Fact.Intended(command.StepId!, operationId, plan, hash, RunState.Of(file).FenceOf(plan.Target.ResourceId) ?? 0),
                CommandStatus.Of(command));
            await pump.AppendAsync(order.IncidentId, f => StillAsked.Or(f, command, clock.GetUtcNow(), entry), client, cancellationToken);

            // The one on record counts: another delivery of this command may have been first, with a plan of its own.
            file = await journal.RequireAsync(order.IncidentId, cancellationToken);
            intent = IntentOf(file, command, operationId);
            if (intent is null || file.Entries.Any(e => e.Key == command.Key))
            {
                return false;
            }
        }

        var begun = await MarkAsync(file, order, operationId, client, cancellationToken);
        var undo = intent.StepId.StartsWith(RunState.UndoPrefix, StringComparison.Ordinal);
        var approved = RunState.Of(file).Step(intent.StepId).Round is { Final: DecisionOutcome.Approved } round && round.Asked.PlanHash == intent.PlanHash;
        var (text, fact) = (await sender.SendAsync(
            order.IncidentId, intent, begun, undo ? ChangePurpose.Undo : ChangePurpose.Step, approved, cancellationToken)).Record(intent);
        return await pump.AppendAsync(order.IncidentId, _ => new NewEntry(command.Key, Actors.Automation, text, fact), client, cancellationToken);
    }

    private static Fact.Intended? IntentOf(IncidentFile file, Command command, string operationId) =>
        file.Facts.OfType<Fact.Intended>().LastOrDefault(f => f.OperationId == operationId && f.StepId == command.StepId);

    private async Task<(PlanResult Result, string Hash)> PlanAsync(IncidentFile file, Command command, CancellationToken cancellationToken)
    {
        if (command.StepId!.StartsWith(RunState.UndoPrefix, StringComparison.Ordinal))
        {
            var result = await inverses.PlanAsync(file, command.StepId[RunState.UndoPrefix.Length..], cancellationToken);
            return (result, result.Plan is { } inverse ? PlanHash.Of(catalog.Routing.Environment, file.Pinned!.Hash, inverse) : string.Empty);
        }

        var planned = RunState.Of(file).Step(command.StepId).Plan;
        return planned is null
            ? (PlanResult.Refused($"Step {command.StepId} has no plan."), string.Empty)
            : (PlanResult.Of(planned.Plan), planned.PlanHash);
    }

    // Whether it may have been sent already: the mark of a try is written before it, so whoever does not write it itself
    // comes after a crash, or runs beside another delivery of the same command; and a try that ended in doubt stays in
    // doubt until Azure was asked. After a 429 it was surely not sent.
    private async Task<bool> MarkAsync(IncidentFile file, CommandOrder order, string operationId, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var mark = $"send:{order.Command.Key}";
        var first = await pump.AppendAsync(
            order.IncidentId,
            _ => new NewEntry(mark, Actors.Automation, "Sends it.", new Fact.Noted(operationId)),
            client,
            cancellationToken);
        return !first || file.Facts.OfType<Fact.StartFailed>().Any(f => f.OperationId == operationId && f.Outcome == StartOutcome.Doubtful);
    }
}
