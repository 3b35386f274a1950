using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Evaluating;
using OpsAutomation.Core.Playbooks.Planning;
using OpsAutomation.Core.Playbooks.Running;

namespace OpsAutomation.Functions.Activities;

/// <summary>
/// Says what a run would do from here on, by reading only: expressions are evaluated and steps planned against the world as
/// it is, in memory; nothing is written, reserved or sent.
/// </summary>
public sealed class PlanDesk(ActionLookup actions, GuardrailLedger guardrails, OpsCatalog catalog, TimeProvider clock)
{
    // A list of a hundred in a playbook of a few steps; more than that nobody reads.
    private const int MaxSteps = 300;

    /// <summary>The plan of an incident whose playbook is chosen.</summary>
    /// <param name="file">The incident; what it has planned already stands.</param>
    /// <param name="autonomyReason">Why it may do on its own what it may.</param>
    /// <param name="cancellationToken">Ends the reads.</param>
    public async Task<PlanView> ShowAsync(IncidentFile file, string autonomyReason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var pinned = file.Pinned ?? throw new ArgumentException("No playbook was chosen.", nameof(file));
        var evaluator = new StepEvaluator(catalog.Services, actions.Descriptors);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var steps = new List<PlannedStep>();
        while (steps.Count < MaxSteps && DryRun.Next(file, seen) is { } next)
        {
            if (!next.MustEvaluate)
            {
                seen.Add(next.StepId);
                steps.Add(await ShowAsync(file, next, cancellationToken));
                continue;
            }

            var fact = evaluator.Inputs(file, next.StepId);
            file = With(file, fact);
            if ((fact.Skipped ?? fact.Error) is { } why)
            {
                steps.Add(new PlannedStep(next.StepId, fact.Skipped is null ? $"Cannot be worked out yet: {why}" : $"Skipped: {why}", null, null, NeedsApproval: false, Stands: false, []));
            }
        }

        var refused = steps.Exists(s => s.Verdicts.Any(v => !v.Allowed));
        var autonomy = DryRun.AutonomyOf(file);
        return new PlanView(
            pinned.Playbook.Name,
            pinned.Playbook.Version,
            pinned.Hash,
            autonomy,
            autonomyReason,
            steps,
            WouldAct: !refused && autonomy != Autonomy.Shadow && steps.Exists(s => s.Plan is not null),
            refused ? "Guardrails refuse it as things are." : autonomy == Autonomy.Shadow ? "It only watches: this is what it would tell, and nothing is done." : null);
    }

    // The facts go on in memory alone; numbers and hashes are the journal's to give.
    private IncidentFile With(IncidentFile file, Fact fact) => file with
    {
        Entries = [.. file.Entries, new JournalEntry(file.Entries.Count + 1, $"dry:{file.Entries.Count}", clock.GetUtcNow(), Actors.System, string.Empty, fact, file.Head.Status, string.Empty, string.Empty)],
    };

    private async Task<PlannedStep> ShowAsync(IncidentFile file, DryStep next, CancellationToken cancellationToken)
    {
        if (next.BuiltIn)
        {
            return new(next.StepId, $"{next.Step.Action}: changes nothing.", null, null, NeedsApproval: false, Stands: false, []);
        }

        var run = RunState.Of(file).Step(next.StepId);
        if (run.Plan is { } standing)
        {
            var how = run.Operation is null ? standing.Plan.Summary : $"{standing.Plan.Summary} ({run.Operation.State})";
            return new(next.StepId, how, standing.Plan, standing.PlanHash, DryRun.NeedsApproval(file, next.StepId, standing.Plan), Stands: true, run.Verdicts);
        }

        var step = ActionLookup.Resolve(file, next.StepId);
        if (step.Resource is not { } resource || step.Step.Calls is not null)
        {
            return new(next.StepId, "There is no resource to act on, or what it calls is not there.", null, null, NeedsApproval: false, Stands: false, []);
        }

        var action = actions.Find(step.Step.Action);
        var planned = await action.PlanAsync(new PlanRequest(resource, (JsonObject)step.With.DeepClone(), step.Limits.MaxCapacity), cancellationToken);
        var foreseen = await guardrails.ForeseeAsync(
            new ReservationRequest(file.Head.Id, next.StepId, [resource], step.Limits) { Playbook = file.Pinned!.Playbook.Name, Called = step.Called, Action = step.Step.Action }, cancellationToken);
        if (planned.Plan is not { } plan)
        {
            return new(next.StepId, $"No plan: {planned.Refusal}", null, null, NeedsApproval: false, Stands: false, foreseen);
        }

        var spend = await guardrails.SpendAsync(cancellationToken);
        IReadOnlyList<Verdict> verdicts = [.. foreseen, .. PlanGuardrails.Check(plan, action.Descriptor, step.Limits, catalog.Guardrails, spend, clock.GetUtcNow())];
        var asks = DryRun.NeedsApproval(file, next.StepId, plan) || verdicts.Any(v => v.Kind == VerdictKind.NeedsPerson);
        return new(next.StepId, plan.Summary, plan, PlanHash.Of(catalog.Routing.Environment, file.Pinned.Hash, plan), asks, Stands: false, verdicts);
    }
}

/// <summary>What a playbook would do.</summary>
/// <param name="Playbook">Name of the playbook; null when none was chosen.</param>
/// <param name="Version">Its version.</param>
/// <param name="PlaybookHash">Hash of its content.</param>
/// <param name="Autonomy">How much it may do on its own here.</param>
/// <param name="AutonomyReason">Why.</param>
/// <param name="Steps">The steps in order.</param>
/// <param name="WouldAct">Whether anything would be changed; false when a guardrail refuses.</param>
/// <param name="Reason">Why nothing would be done, or null.</param>
public sealed record PlanView(
    string? Playbook, string? Version, string? PlaybookHash, Autonomy? Autonomy, string? AutonomyReason, IReadOnlyList<PlannedStep> Steps, bool WouldAct, string? Reason);

/// <summary>What one step would do.</summary>
/// <param name="StepId">The step as it stands in the run.</param>
/// <param name="Text">What would happen, in a sentence.</param>
/// <param name="Plan">The plan with cost, before and after; null when there is none.</param>
/// <param name="PlanHash">Its hash.</param>
/// <param name="NeedsApproval">Whether a person would be asked.</param>
/// <param name="Stands">Whether it is the plan on record, not one made now.</param>
/// <param name="Verdicts">What every guardrail says.</param>
public sealed record PlannedStep(
    string StepId, string Text, ActionPlan? Plan, string? PlanHash, bool NeedsApproval, bool Stands, IReadOnlyList<Verdict> Verdicts);
