using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Functions.Orchestrations;

namespace OpsAutomation.Functions.Activities;

/// <summary>Asks for approval of exactly the plan that is on record, until a deadline. Telling people is a command of its own.</summary>
public sealed class AskApproval(OutboxPump pump, OpsCatalog catalog, TimeProvider clock) : ICommandActivity
{
    /// <summary>Carries the command out, alone.</summary>
    [Function(nameof(AskApproval))]
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
        var (command, stepId) = (order.Command, order.Command.StepId!);
        var file = await desk.ReadAsync(cancellationToken);
        var run = RunState.Of(file).Step(stepId);
        var step = ActionLookup.Resolve(file, stepId);
        var approval = catalog.Approvals.For(step.Risk, step.Step.Approval, catalog.Guardrails.Ask.ToApproval());
        var planned = run.Plan ?? throw new InvalidOperationException($"Step '{stepId}' has no plan.");
        var now = clock.GetUtcNow();
        var deadline = now + approval.Deadline;

        // What cannot be taken back needs two people, whatever the playbook says.
        var quorum = planned.Plan.Reversibility == Reversibility.Irreversible ? Math.Max(2, approval.Quorum) : approval.Quorum;
        return await desk.AppendAsync(
            _ => new NewEntry(
                command.Key,
                Actors.Automation,
                $"Asked {string.Join(", ", approval.Approvers)} to approve by {deadline:yyyy-MM-dd HH:mm} UTC: {planned.Plan.Summary}",
                new Fact.Asked(
                    stepId,
                    IncidentRun.ApprovalId(order.IncidentId, stepId, command.Attempt),
                    planned.PlanHash,
                    approval.Approvers,
                    quorum,
                    deadline,
                    run.Verdicts.Asked())
                {
                    Terms = catalog.Approvals.Terms(approval, now, ApproverPolicy.Requesters(file)),
                },
                CommandStatus.Of(command)),
            cancellationToken);
    }
}
