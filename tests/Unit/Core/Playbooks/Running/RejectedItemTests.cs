using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.Playbooks.Running;

/// <summary>A person says no to one of several items, or to a step.</summary>
public sealed class RejectedItemTests : ToldRun
{
    [Fact]
    public void A_rejected_item_counts_as_one_that_failed_and_the_others_go_on()
    {
        var playbook = Playbook(Loop(concurrency: 1, maxErrors: 1) with { Approval = Samples.Approval() });
        Begin(playbook, "restart", "r-1", "r-2", "r-3");
        Reject("restart[1]");
        Assert.Equal("reserve:restart[2]", Next(playbook).Key);

        Start("restart[2]");
        Succeed("restart[2]");
        Reject("restart[3]");

        var command = Next(playbook);
        Assert.Equal((CommandKind.Escalate, "restart"), (command.Kind, command.StepId));
        Assert.Contains("2 of 3 items of step restart failed: The plan of restart[1] was rejected by ana: no", command.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rejected_item_that_may_be_let_be_is_told_at_the_end()
    {
        var playbook = Playbook(Loop(concurrency: 1, maxErrors: 1) with { Approval = Samples.Approval() });
        Begin(playbook, "restart", "r-1", "r-2");
        Reject("restart[1]");
        Start("restart[2]");
        Succeed("restart[2]");

        Assert.Equal("Every step was done, but for 1 that failed and may be let be, and was verified.", Next(playbook).Reason);
    }

    [Fact]
    public void Beyond_what_may_fail_a_rejection_takes_nothing_back_and_waits_for_what_is_under_way()
    {
        var playbook = Playbook(Loop(concurrency: 2) with { Approval = Samples.Approval(), OnFailure = OnFailure.Undo });
        Begin(playbook, "restart", "r-1", "r-2", "r-3");
        Start("restart[1]");
        Reject("restart[2]");
        Assert.Equal((CommandKind.Wait, "restart[1]"), (Next(playbook).Kind, Next(playbook).StepId));
        Succeed("restart[1]");

        Assert.Equal((CommandKind.Escalate, nameof(IncidentStatus.Escalated)), (Next(playbook).Kind, Next(playbook).Target));
    }

    [Fact]
    public void A_no_to_a_step_outside_of_a_list_and_to_one_of_a_group_that_may_continue_ends_the_run()
    {
        var playbook = Playbook(new Step { Id = "both", Steps = [Samples.Step("a", Samples.Approval())], OnFailure = OnFailure.Continue }, Samples.Step("next"));
        Begin(playbook);
        Reject("both/a");

        Assert.Equal("The plan was rejected by ana: no", Next(playbook).Reason);
    }

    [Fact]
    public void Questions_of_items_are_told_once_all_that_can_be_asked_now_are_asked()
    {
        var playbook = Playbook(Loop(concurrency: 2) with { Approval = Samples.Approval() });
        Begin(playbook, "restart", "r-1", "r-2", "r-3");
        Ask("restart[1]");
        Assert.Equal("reserve:restart[2]", Next(playbook).Key);

        Ask("restart[2]");
        Assert.Equal("notify:approval-needed:ap-restart[1]", Next(playbook).Key);

        // The second was told in the message of the first.
        Write(new Fact.Notified("ApprovalNeeded", "teams", true, "200"), "notify:approval-needed:ap-restart[1]");
        Write(new Fact.Notified("ApprovalNeeded", "teams", true, "200"), "notify:approval-needed:ap-restart[2]");
        Assert.Equal(CommandKind.Wait, Next(playbook).Kind);
    }

    [Fact]
    public void An_item_that_nobody_decides_is_left_out_where_that_counts_as_a_rejection()
    {
        var playbook = Playbook(Loop(concurrency: 1, maxErrors: 1) with { Approval = Samples.Approval() });
        Begin(playbook, "restart", "r-1", "r-2");
        Ask("restart[1]", new ApprovalTerms { OnTimeout = TimeoutOutcome.Reject });
        Write(new Fact.Decided("restart[1]", "ap-restart[1]", "h", DecisionOutcome.TimedOut, Actors.Automation, "late"));

        Assert.Equal("reserve:restart[2]", Next(playbook).Key);
    }
}
