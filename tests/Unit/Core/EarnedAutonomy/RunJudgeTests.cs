using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.EarnedAutonomy;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.EarnedAutonomy;

public sealed class RunJudgeTests
{
    private readonly List<JournalEntry> _entries = [];

    public RunJudgeTests()
    {
        Write(new Fact.Opened(Samples.Alert()));
        Write(new Fact.PlaybookChosen("scale-out-vmss", "1.0.0", Pinned.Hash, "It fits."));
    }

    private static PinnedPlaybook Pinned { get; } = Samples.Playbook(Autonomy.Approve, Risk.Low, Samples.Step());

    [Fact]
    public void A_run_that_planned_nothing_says_nothing()
    {
        Write(new Fact.Refused("scale-out", ["The kill switch is on."]));

        Assert.Null(Judge());
    }

    [Fact]
    public void An_approved_plan_that_helped_is_agreement_and_good()
    {
        Approved(DecisionOutcome.Approved);
        Done();
        Write(new Fact.Ended("Healthy."), IncidentStatus.Mitigated);

        Assert.Equal((Agreement.Agreed, RunOutcome.Good), Said());
    }

    [Fact]
    public void What_was_done_and_not_seen_to_help_is_bad_even_though_people_agreed()
    {
        Approved(DecisionOutcome.Approved);
        Done();
        Write(new Fact.EscalatedTo("Not healthy within 15 minutes."), IncidentStatus.Escalated);

        Assert.Equal((Agreement.Agreed, RunOutcome.Bad), Said());
    }

    [Fact]
    public void A_rejection_is_disagreement_and_says_by_whom()
    {
        Approved(DecisionOutcome.Rejected);
        Write(new Fact.EscalatedTo("Rejected."), IncidentStatus.Escalated);

        Assert.Equal((Agreement.Disagreed, RunOutcome.None), Said());
        Assert.Contains("ana", Judge()!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_automation_only_watched_what_people_did_decides_and_what_cannot_be_told_says_nothing()
    {
        Write(new Fact.Planned("scale-out", 1, Samples.Plan(), "h"));
        Write(new Fact.EscalatedTo("Only watching."), IncidentStatus.Escalated);

        Assert.Equal((Agreement.Agreed, RunOutcome.Good), Said(done: true));
        Assert.Equal((Agreement.Disagreed, RunOutcome.None), Said(done: false));
        Assert.Null(Judge());
    }

    [Fact]
    public void What_helped_and_fired_again_afterwards_is_bad()
    {
        Done();
        Write(new Fact.Ended("Healthy."), IncidentStatus.Mitigated);
        Write(new Fact.SignalRead(string.Empty, SignalPurpose.Close, SignalState.Firing, 93, "93 % again"));
        Write(new Fact.EscalatedTo("It fires again."), IncidentStatus.Escalated);

        Assert.Equal((Agreement.None, RunOutcome.Bad), Said());
        Assert.Contains("93 % again", Judge()!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_person_took_back_is_bad_and_says_who_and_why()
    {
        Done();
        Write(new Fact.Ended("Healthy."), IncidentStatus.Mitigated);
        Write(new Fact.UndoAsked(1, [new UndoStep("scale-out", "op-1", "h")], "h", "ana", "It was no load."));

        Assert.Equal((Agreement.None, RunOutcome.Bad), Said());
        Assert.Contains("ana took it back: It was no load.", Judge()!.Reason, StringComparison.Ordinal);
    }

    private RunVerdict? Judge(bool? done = null) => RunJudge.Of(new IncidentFile(Samples.Seed(), "1", [.. _entries], Pinned), done, Samples.Now);

    private (Agreement Agreement, RunOutcome Outcome) Said(bool? done = null) => (Judge(done)!.Agreement, Judge(done)!.Outcome);

    private void Approved(DecisionOutcome outcome)
    {
        Write(new Fact.Reserved("scale-out", 1, [Samples.Resource]));
        Write(new Fact.Planned("scale-out", 1, Samples.Plan(), "h"));
        Write(new Fact.Asked("scale-out", "ap-1", "h", ["ana"], 1, Samples.Now.AddMinutes(30)));
        Write(new Fact.Decided("scale-out", "ap-1", "h", outcome, "ana", "because"));
    }

    private void Done()
    {
        if (!_entries.Exists(e => e.Fact is Fact.Planned))
        {
            Write(new Fact.Reserved("scale-out", 1, [Samples.Resource]));
            Write(new Fact.Planned("scale-out", 1, Samples.Plan(), "h"));
        }

        Write(new Fact.Intended("scale-out", "op-1", Samples.Plan(), "h", 1));
        Write(new Fact.Started("scale-out", "op-1", null, null, null, false));
        Write(new Fact.Polled("scale-out", PollOutcome.Succeeded, "done", null));
    }

    private void Write(Fact fact, IncidentStatus status = IncidentStatus.Open) => _entries.Add(new JournalEntry(
        _entries.Count + 1, $"k{_entries.Count}", Samples.Now, Actors.Automation, "x", fact, status, AuditChain.Origin, AuditChain.Origin));
}
