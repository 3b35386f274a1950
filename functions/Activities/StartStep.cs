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
    OutboxPump pump, InversePlanner inverses, OperationSender sender, OpsCatalog catalog, TimeProvider clock) : ICommandActivity
{
    /// <summary>Carries the command out, alone.</summary>
    [Function(nameof(StartStep))]
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
        var command = order.Command;
        var file = await desk.ReadAsync(cancellationToken);
        if (file.Has(command.Key))
        {
            return false;
        }

        var operationId = IncidentRun.OperationId(order.IncidentId, command.StepId!, command.Attempt);
        if (IntentOf(file, command, operationId) is null)
        {
            var (result, hash) = await PlanAsync(file, command, cancellationToken);
            if (result.Plan is not { } plan)
            {
                Fact why = result.Transient
                    ? new Fact.PlanFailed(command.StepId!, command.Attempt, result.Refusal!, result.Transient, result.RetryAfter)
                    : new Fact.Refused(command.StepId!, [result.Refusal!]);
                return await desk.AppendAsync(
                    _ => new NewEntry(command.Key, Actors.Automation, $"Not started: {result.Refusal}", why), cancellationToken);
            }

            var entry = new NewEntry(
                $"intend:{operationId}",
                Actors.Automation,
                $"About to act: {plan.Summary}",
                new Fact.Intended(command.StepId!, operationId, plan, hash, FenceOf(file, plan)),
                CommandStatus.Of(command));
            await desk.AppendAsync(f => IsPlanOf(f, command, hash) ? StillAsked.Or(f, command, clock.GetUtcNow(), entry) : null, cancellationToken);
        }

        var marked = await MarkAsync(desk, command, operationId, cancellationToken);

        // The intent on record counts: another delivery of this command may have been first, with a plan of its own.
        file = await desk.ReadAsync(cancellationToken);
        if (IntentOf(file, command, operationId) is not { } intent || file.Has(command.Key))
        {
            return false;
        }

        var begun = !marked || file.Facts.OfType<Fact.StartFailed>().Any(f => f.OperationId == operationId && f.Outcome == StartOutcome.Doubtful);
        var undo = intent.StepId.StartsWith(RunState.UndoPrefix, StringComparison.Ordinal);
        var answers = RunState.Of(file).Step(intent.StepId).Round is { Final: DecisionOutcome.Approved } round && round.Asked.PlanHash == intent.PlanHash
            ? round.Asked.Questions ?? []
            : null;
        var (text, fact) = (await sender.SendAsync(
            order.IncidentId, intent, begun, undo ? ChangePurpose.Undo : ChangePurpose.Step, answers, cancellationToken)).Record(intent);
        return await desk.CommitAsync(_ => new NewEntry(command.Key, Actors.Automation, text, fact), cancellationToken);
    }

    // Each resource is held under the fence of its own reservation. One that the run does not hold is refused before it is sent.
    private static long FenceOf(IncidentFile file, ActionPlan plan)
    {
        var state = RunState.Of(file);
        return state.FenceOf(plan.Target.ResourceId) ?? state.Fence ?? 0;
    }

    // Asked for by the same name, it may be for another plan by now: what was approved since is that one.
    private static bool IsPlanOf(IncidentFile file, Command command, string hash) =>
        command.StepId!.StartsWith(RunState.UndoPrefix, StringComparison.Ordinal) || RunState.Of(file).Step(command.StepId).Plan?.PlanHash == hash;

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

    // Puts intent and mark on disk before anything is sent. The mark of a try is written before it, so whoever does not write
    // it himself comes after a crash, or runs beside another delivery of the same command: it may have been sent already, as
    // it may when a try ended in doubt and Azure was not asked yet. After a 429 it was surely not sent.
    private static Task<bool> MarkAsync(RunDesk desk, Command command, string operationId, CancellationToken cancellationToken) =>
        desk.CommitAsync(
            f => IntentOf(f, command, operationId) is null || f.Has(command.Key)
                ? null
                : new NewEntry($"send:{command.Key}", Actors.Automation, "Sends it.", new Fact.Noted(operationId)),
            cancellationToken);
}
