using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.Playbooks.Running;

/// <summary>A run that is told fact by fact, for tests that ask what is next.</summary>
public abstract class ToldRun
{
    private readonly List<JournalEntry> _entries = [];

    private protected DateTimeOffset Now { get; set; } = Samples.Now;

    private protected IReadOnlyList<JournalEntry> Entries => _entries;

    private protected void Ask(string step, ApprovalTerms? terms = null)
    {
        Write(new Fact.Reserved(step, 1, [$"r-{step[^2]}"]));
        Write(new Fact.Planned(step, 1, Samples.Plan() with { Target = new ActionTarget($"r-{step[^2]}", "5f1d", "vmss-checkout") }, "h"));
        Write(new Fact.Asked(step, $"ap-{step}", "h", ["ana"], 1, Now.AddHours(1), []) { Terms = terms });
    }

    private protected void Reject(string step)
    {
        Ask(step);
        Write(new Fact.Notified("ApprovalNeeded", "teams", true, "200"), $"notify:approval-needed:ap-{step}");
        Write(new Fact.Decided(step, $"ap-{step}", "h", DecisionOutcome.Rejected, "ana", "no"));
    }

    private protected void Approve(string step, int round, string[]? questions, bool plan = true)
    {
        if (plan)
        {
            Write(new Fact.Planned(step, round, Samples.Plan(), "h"));
        }

        Write(new Fact.Asked(step, $"ap-{round}", "h", ["ana"], 1, Now.AddHours(1), questions), $"ask:{step}:{round}");
        Write(new Fact.Notified("ApprovalNeeded", "teams", true, "200"), $"notify:approval-needed:ap-{round}");
        Write(new Fact.Decided(step, $"ap-{round}", "h", DecisionOutcome.Approved, "ana", "yes"));
        Write(new Fact.SignalRead(step, SignalPurpose.Before, SignalState.Firing, 1, "high"));
    }

    private protected static Step Loop(int concurrency, int maxErrors = 0) =>
        Samples.Step("restart", onFailure: OnFailure.Escalate) with { ForEach = new ForEach("incident.resources", "item", concurrency, new Share(maxErrors, false)) };

    private protected static PinnedPlaybook Playbook(params Step[] steps) => Samples.Playbook(Autonomy.Auto, Risk.Low, steps);

    private protected void Begin(PinnedPlaybook playbook, string? loop = null, params string[] items)
    {
        Write(new Fact.Opened(Samples.Alert()));
        Write(new Fact.PlaybookChosen(playbook.Playbook.Name, "1", playbook.Hash, "it fits"));
        if (loop is not null)
        {
            Write(new Fact.Evaluated(loop, Items: items));
        }
    }

    private protected void Start(string step, string? resource = null)
    {
        var plan = Samples.Plan() with { Target = new ActionTarget(resource ?? (step.EndsWith(']') ? $"r-{step[^2]}" : Samples.Resource), "5f1d", "vmss-checkout") };
        var operation = IncidentRun.OperationId(Samples.IncidentId, step, 1);
        Write(new Fact.Reserved(step, 1, [plan.Target.ResourceId]));
        Write(new Fact.Planned(step, 1, plan, "h"));
        Write(new Fact.SignalRead(step, SignalPurpose.Before, SignalState.Firing, 1, "high"));
        Write(new Fact.Intended(step, operation, plan, "h", 1));
        Write(new Fact.Started(step, operation, null, null, null, false));
    }

    private protected void Succeed(string step)
    {
        Write(new Fact.Polled(step, PollOutcome.Succeeded, "done", null));
        Write(new Fact.SignalRead(step, SignalPurpose.Verify, SignalState.Healthy, 1, "fine"));
    }

    private protected void Write(Fact fact, string? key = null) => _entries.Add(new JournalEntry(
        _entries.Count + 1, key ?? $"k{_entries.Count}", Now, "x", "x", fact, IncidentStatus.Remediating, AuditChain.Origin, AuditChain.Origin));

    private protected Command Next(PinnedPlaybook playbook) => Interpreter.Advance(new IncidentFile(Samples.Seed(IncidentStatus.Remediating), "1", [.. _entries], playbook), Now);
}
