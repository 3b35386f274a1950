using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.Playbooks.Running;

/// <summary>What people are asked about a step, and when an approval falls.</summary>
public sealed class QuestionFlowTests : ToldRun
{
    [Fact]
    public void A_freeze_that_began_while_people_decided_voids_the_approval_and_is_asked_about()
    {
        var playbook = Playbook(Samples.Step("first", Samples.Approval()));
        Begin(playbook);
        Write(new Fact.Reserved("first", 1, [Samples.Resource], [Verdict.Ask("freeze", "Sale.", "sale")]));
        Approve("first", 1, ["freeze:sale"]);
        Write(new Fact.Planned("first", 2, Samples.Plan(), "h", [Verdict.Ask("freeze", "Sale and books.", "sale,books")]));

        var command = Next(playbook);
        Assert.Equal("void:ap-1", command.Key);
        Assert.Contains("It was not so when it was shown: freeze: Sale and books.", command.Reason, StringComparison.Ordinal);

        Write(new Fact.Decided("first", "ap-1", "h", DecisionOutcome.Voided, "automation", command.Reason), command.Key);
        Assert.Equal("ask:first:2", Next(playbook).Key);
        Approve("first", 2, ["freeze:sale", "freeze:books"], plan: false);
        Write(new Fact.Planned("first", 3, Samples.Plan(), "h", [Verdict.Ask("freeze", "Books.", "books")]));
        Assert.Equal("start:first:1:1", Next(playbook).Key);
    }

    [Fact]
    public void The_second_question_says_that_the_resource_is_another_one()
    {
        var playbook = Playbook(Samples.Step("first", Samples.Approval()));
        Begin(playbook);
        Write(new Fact.Reserved("first", 1, [Samples.Resource]));
        Approve("first", 1, []);
        Write(new Fact.Planned("first", 2, Samples.Plan(3, 5) with { Target = new ActionTarget(Samples.Resource, "9c2e", "vmss-checkout") }, "h-2"));

        var command = Next(playbook);
        Assert.Equal(
            "The plan is no longer the one that was approved: vmss-checkout is another resource than the one that was shown: that one was deleted, and this one was made anew under its name. capacity is 3 now and was 2. capacity would become 5 instead of 4.",
            command.Reason);
        Write(new Fact.Decided("first", "ap-1", "h", DecisionOutcome.Voided, "automation", command.Reason), command.Key);
        Approve("first", 2, [], plan: false);

        var file = new IncidentFile(Samples.Seed(IncidentStatus.Remediating), "1", [.. Entries], playbook);
        Assert.Null(RunState.Of(file).Step("first").WhyAgain("ap-1"));
        Assert.Equal(command.Reason, RunState.Of(file).Step("first").WhyAgain("ap-2"));
    }

    [Fact]
    public void An_approval_of_an_earlier_version_answers_no_guardrail()
    {
        var playbook = Playbook(Samples.Step("first", Samples.Approval()));
        Begin(playbook);
        Write(new Fact.Reserved("first", 1, [Samples.Resource]));
        Approve("first", 1, null);
        Write(new Fact.Planned("first", 2, Samples.Plan(), "h", [Verdict.Ask("freeze", "Sale.", "sale")]));

        Assert.Equal("void:ap-1", Next(playbook).Key);
    }

    [Fact]
    public void A_step_that_would_act_alone_asks_when_a_guardrail_wants_a_person_at_the_second_plan()
    {
        var playbook = Playbook(Samples.Step("first"));
        Begin(playbook);
        Write(new Fact.Reserved("first", 1, [Samples.Resource]));
        Write(new Fact.Planned("first", 1, Samples.Plan(), "h", [Verdict.Pass("freeze", "None.")]));
        Assert.Equal(CommandKind.ReadSignal, Next(playbook).Kind);
        Write(new Fact.Planned("first", 2, Samples.Plan(), "h", [Verdict.Ask("freeze", "Sale.", "sale")]));

        Assert.Equal("ask:first:1", Next(playbook).Key);
    }
}
