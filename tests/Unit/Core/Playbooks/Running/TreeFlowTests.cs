using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Planning;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.Playbooks.Running;

/// <summary>Runs of several steps, fact by fact: what is next, and what is not begun any more.</summary>
public sealed class TreeFlowTests : ToldRun
{
    [Fact]
    public void Items_of_a_list_are_done_so_many_at_a_time()
    {
        var playbook = Playbook(Loop(concurrency: 2));
        Begin(playbook, "restart", "r-1", "r-2", "r-3");

        Start("restart[1]");
        Assert.Equal("reserve:restart[2]", Next(playbook).Key);
        Start("restart[2]");
        Assert.Equal((CommandKind.Wait, "restart[1]"), (Next(playbook).Kind, Next(playbook).StepId));

        Succeed("restart[2]");
        Assert.Equal("reserve:restart[3]", Next(playbook).Key);
    }

    [Fact]
    public void When_more_items_failed_than_may_those_under_way_end_and_none_is_begun()
    {
        var playbook = Playbook(Loop(concurrency: 2));
        Begin(playbook, "restart", "r-1", "r-2", "r-3");
        Start("restart[1]");
        Start("restart[2]");

        Write(new Fact.Polled("restart[1]", PollOutcome.Failed, "quota", null));
        Assert.Equal((CommandKind.Wait, "restart[2]"), (Next(playbook).Kind, Next(playbook).StepId));

        Succeed("restart[2]");
        var command = Next(playbook);
        Assert.Equal(CommandKind.Escalate, command.Kind);
        Assert.Contains("1 of 3 items of step restart failed", command.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rest_of_a_list_waits_until_the_canary_has_stayed_healthy()
    {
        var playbook = Playbook(Loop(concurrency: 3) with { Canary = new Canary(new Share(1, false), TimeSpan.FromMinutes(10)) });
        Begin(playbook, "restart", "r-1", "r-2", "r-3");
        Start("restart[1]");
        Succeed("restart[1]");

        Assert.Equal((CommandKind.Wait, "restart[1]"), (Next(playbook).Kind, Next(playbook).StepId));

        Now += TimeSpan.FromMinutes(10);
        Write(new Fact.SignalRead("restart[1]", SignalPurpose.Verify, SignalState.Healthy, 1, "fine"));
        Assert.Equal("reserve:restart[2]", Next(playbook).Key);
    }

    [Fact]
    public void When_the_condition_ends_what_is_under_way_is_verified_and_no_further_step_begins()
    {
        var playbook = Playbook(Samples.Step("first"), Samples.Step("second"));
        Begin(playbook);
        Start("first");
        Write(new Fact.AllClear("a-1"));

        Assert.Equal("first", Next(playbook).StepId);
        Write(new Fact.Polled("first", PollOutcome.Succeeded, "done", null));
        Now += TimeSpan.FromMinutes(3);
        Assert.Equal((CommandKind.ReadSignal, "first"), (Next(playbook).Kind, Next(playbook).StepId));

        Write(new Fact.SignalRead("first", SignalPurpose.Verify, SignalState.Healthy, 1, "fine"));
        Assert.Equal((CommandKind.Conclude, nameof(IncidentStatus.Mitigated)), (Next(playbook).Kind, Next(playbook).Target));
    }

    [Fact]
    public void When_a_branch_fails_the_other_ends_what_it_does_and_then_all_is_taken_back()
    {
        var step = new Step
        {
            Id = "both",
            Parallel = [new Branch("left", [Samples.Step("a")]), new Branch("right", [Samples.Step("b") with { Target = "incident.resources[1]" }, Samples.Step("c")])],
            OnFailure = OnFailure.Undo,
        };
        var playbook = Playbook(step);
        Begin(playbook);
        Start("both/left/a");
        Write(new Fact.Evaluated("both/right/b", Target: "r-2"));
        Start("both/right/b", "r-2");
        Write(new Fact.Polled("both/left/a", PollOutcome.Failed, "quota", null));

        Assert.Equal("both/right/b", Next(playbook).StepId);
        Succeed("both/right/b");

        Assert.Equal("start:undo/both/right/b:1:1", Next(playbook).Key);
    }

    [Fact]
    public void Branches_on_one_resource_take_turns()
    {
        var playbook = Playbook(new Step { Id = "both", Parallel = [new Branch("left", [Samples.Step("a")]), new Branch("right", [Samples.Step("b")])] });
        Begin(playbook);
        Start("both/left/a");

        Assert.Equal((CommandKind.Wait, "both/left/a"), (Next(playbook).Kind, Next(playbook).StepId));
    }

    [Fact]
    public void A_failed_step_that_may_be_let_be_is_followed_by_the_next()
    {
        var playbook = Playbook(Samples.Step("first", onFailure: OnFailure.Continue), Samples.Step("second"));
        Begin(playbook);
        Write(new Fact.Refused("first", ["cooldown"]));

        Assert.Equal("reserve:second", Next(playbook).Key);
    }

    [Fact]
    public void What_had_no_effect_is_tried_again_after_its_backoff()
    {
        var playbook = Playbook(Samples.Step("first") with { Retry = new StepRetry(2, TimeSpan.FromSeconds(30)) });
        Begin(playbook);
        Write(new Fact.Refused("first", ["held by another run"]));

        Assert.Equal("wait:retry", Next(playbook).Key);
        Now += TimeSpan.FromSeconds(30);
        Assert.Equal("reserve:first:2", Next(playbook).Key);

        Write(new Fact.Refused("first", ["held by another run"]));
        Assert.Equal(CommandKind.Escalate, Next(playbook).Kind);
    }

    [Fact]
    public void A_verification_on_the_target_must_hold_for_its_time_and_unknown_is_no_success()
    {
        var playbook = Playbook(Samples.Step("first") with
        {
            Verify = new StepVerify(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)) { On = VerifyOn.Target, For = TimeSpan.FromMinutes(2) },
        });
        Begin(playbook);
        Start("first");
        Write(new Fact.Polled("first", PollOutcome.Succeeded, "done", null));
        Now += TimeSpan.FromMinutes(1);

        Assert.Equal("verify:first:1", Next(playbook).Key);
        Write(new Fact.TargetSeen("first", TargetState.AsPlanned, "it is"));
        Assert.Equal("wait:verify", Next(playbook).Key);
        Now += TimeSpan.FromMinutes(1);
        Write(new Fact.TargetSeen("first", TargetState.Unknown, "no answer"));
        Now += TimeSpan.FromMinutes(5);
        Write(new Fact.TargetSeen("first", TargetState.Unknown, "no answer"));

        Assert.Equal("Whether step first helped cannot be told: no answer", Next(playbook).Reason);
    }

    [Fact]
    public void A_playbook_that_only_tells_leaves_the_trouble_to_a_person()
    {
        var playbook = Playbook(new Step { Id = "tell", Action = "notify", With = new() { ["message"] = "hello" }, ChangesNothing = true });
        Begin(playbook);
        Write(new Fact.Evaluated("tell", With: new() { ["message"] = "hello" }));
        Assert.Equal("notify:step:tell", Next(playbook).Key);
        Write(new Fact.Notified("FromPlaybook", "teams", true, "200"), "notify:step:tell");

        Assert.Equal(CommandKind.Escalate, Next(playbook).Kind);
    }

    [Fact]
    public void A_failed_undo_says_what_was_there_before()
    {
        var playbook = Playbook(Samples.Step("first"));
        Begin(playbook);
        Start("first");
        Write(new Fact.Polled("first", PollOutcome.Failed, "quota", null));
        Write(new Fact.Refused("undo/first", ["locked"]));

        Assert.Equal("Step first could not be taken back: locked vmss-checkout had capacity 2 before.", Next(playbook).Reason);
    }

    [Fact]
    public void A_run_that_only_watches_tells_the_plans_of_all_its_steps()
    {
        var playbook = Samples.Playbook(Autonomy.Shadow, Risk.Low, Samples.Step("first"), Samples.Step("second"));
        Begin(playbook);
        Write(new Fact.Reserved("first", 1, [Samples.Resource]));
        Write(new Fact.Planned("first", 1, Samples.Plan(2, 4), "h"));
        Assert.Equal("reserve:second", Next(playbook).Key);
        Write(new Fact.Reserved("second", 2, [Samples.Resource]));
        Write(new Fact.Planned("second", 1, Samples.Plan(4, 6), "h"));

        Assert.Equal(
            "The playbook only watches (shadow). It would have done: Scale vmss-checkout from 2 to 4 instances. Scale vmss-checkout from 4 to 6 instances.",
            Next(playbook).Reason);
    }

    [Fact]
    public void A_run_that_only_watches_says_that_a_step_with_nothing_to_act_on_yet_would_follow()
    {
        var playbook = Samples.Playbook(Autonomy.Shadow, Risk.Low, Samples.Step("rotate"), Samples.Step("retire"));
        Begin(playbook);
        Write(new Fact.Reserved("rotate", 1, [Samples.Resource]));
        Write(new Fact.Planned("rotate", 1, Samples.Plan(2, 4), "h"));
        Write(new Fact.Reserved("retire", 1, [Samples.Resource]));
        Write(new Fact.PlanFailed("retire", 1, "No older secret works any more.", Transient: false, null));

        var command = Next(playbook);
        Assert.Equal(CommandKind.Escalate, command.Kind);
        Assert.Equal(
            "The playbook only watches (shadow). It would have done: Scale vmss-checkout from 2 to 4 instances. Step retire would follow, and can be planned only when that is done: No older secret works any more.",
            command.Reason);
    }

    [Fact]
    public void A_run_that_only_watches_and_cannot_plan_its_first_step_says_so()
    {
        var playbook = Samples.Playbook(Autonomy.Shadow, Risk.Low, Samples.Step("rotate"), Samples.Step("retire"));
        Begin(playbook);
        Write(new Fact.Reserved("rotate", 1, [Samples.Resource]));
        Write(new Fact.PlanFailed("rotate", 1, "The vault is gone.", Transient: false, null));

        Assert.Contains("Step rotate cannot be planned: The vault is gone.", Next(playbook).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_expires_does_so_when_a_person_was_called_in_between()
    {
        var playbook = Playbook(Samples.Step("first", ttl: TimeSpan.FromHours(2), onFailure: OnFailure.Escalate));
        Begin(playbook);
        Start("first");
        Write(new Fact.Polled("first", PollOutcome.Succeeded, "done", null));
        Now += TimeSpan.FromMinutes(20);
        Write(new Fact.SignalRead("first", SignalPurpose.Verify, SignalState.Unknown, null, "no data"));
        Assert.Equal(CommandKind.Escalate, Next(playbook).Kind);
        Write(new Fact.EscalatedTo("no data"), "escalate");
        Assert.Equal(CommandKind.Notify, Next(playbook).Kind);
        Write(new Fact.Notified("Escalated", "teams", true, "200"), Next(playbook).Key);
        Write(new Fact.Noted("judged"), "judge");

        Assert.Equal("ttl:first", Next(playbook).Key);
        Write(new Fact.TtlSet("first", Now.AddHours(2)), "ttl:first");
        Assert.Equal(CommandKind.Release, Next(playbook).Kind);
    }

    [Fact]
    public void Each_item_that_was_changed_expires_when_another_one_needs_a_person()
    {
        var playbook = Playbook(Loop(concurrency: 2) with { Ttl = TimeSpan.FromHours(2) });
        Begin(playbook, "restart", "r-1", "r-2", "r-3");
        Start("restart[1]");
        Start("restart[2]");
        Write(new Fact.EscalatedTo("rejected"), "escalate");
        Write(new Fact.Notified("Escalated", "teams", true, "200"), "notify:escalated");
        Write(new Fact.Noted("judged"), "judge");
        Write(new Fact.Polled("restart[1]", PollOutcome.Succeeded, "done", null));

        Assert.Equal("ttl:restart[1]", Next(playbook).Key);
        Write(new Fact.TtlSet("restart[1]", Now.AddHours(2)), "ttl:restart[1]");
        Assert.Equal("restart[2]", Next(playbook).StepId);
        Write(new Fact.Polled("restart[2]", PollOutcome.Succeeded, "done", null));
        Assert.Equal("ttl:restart[2]", Next(playbook).Key);
    }

    [Fact]
    public void What_has_been_taken_back_does_not_expire()
    {
        var playbook = Playbook(Samples.Step("first", ttl: TimeSpan.FromHours(2)));
        Begin(playbook);
        Start("first");
        Write(new Fact.Polled("first", PollOutcome.Succeeded, "done", null));
        Start("undo/first");
        Write(new Fact.Polled("undo/first", PollOutcome.Succeeded, "done", null));
        Write(new Fact.EscalatedTo("taken back"), "escalate");
        Write(new Fact.Notified("Escalated", "teams", true, "200"), "notify:escalated");
        Write(new Fact.Noted("judged"), "judge");

        Assert.Equal(CommandKind.Release, Next(playbook).Kind);
    }

    [Fact]
    public void Steps_of_one_run_take_turns_on_a_resource_and_its_parts()
    {
        var part = Samples.Step("b") with { Target = "incident.resources[1]" };
        var playbook = Playbook(new Step { Id = "both", Parallel = [new Branch("left", [Samples.Step("a")]), new Branch("right", [part])] });
        Begin(playbook);
        Start("both/left/a");
        Write(new Fact.Evaluated("both/right/b", Target: $"{Samples.Resource}/virtualMachines/3"));

        Assert.Equal((CommandKind.Wait, "both/left/a"), (Next(playbook).Kind, Next(playbook).StepId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_continue_around_a_step_that_says_undo_does_not_keep_it_from_being_taken_back(bool called)
    {
        Step[] inner = [Samples.Step("a", onFailure: OnFailure.Undo), Samples.Step("b", onFailure: OnFailure.Undo)];
        var group = called ? new Step { Id = "each", Calls = "inner", OnFailure = OnFailure.Continue } : new Step { Id = "each", Steps = inner, OnFailure = OnFailure.Continue };
        var library = Samples.Playbook(Autonomy.Auto, Risk.Low, inner).Playbook with { Name = "inner" };
        var playbook = PlaybookHash.Pin(Samples.Playbook(Autonomy.Auto, Risk.Low, group, Samples.Step("next")).Playbook, [library]);
        Begin(playbook);
        Write(new Fact.Evaluated("each", With: []));
        Start("each/a");
        Succeed("each/a");
        Start("each/b");
        Write(new Fact.Polled("each/b", PollOutcome.Failed, "quota", null));

        Assert.Equal("start:undo/each/b:1:1", Next(playbook).Key);
        Start("undo/each/b");
        Write(new Fact.Polled("undo/each/b", PollOutcome.Succeeded, "done", null));
        Assert.Equal("start:undo/each/a:1:1", Next(playbook).Key);
        Start("undo/each/a");
        Write(new Fact.Polled("undo/each/a", PollOutcome.Succeeded, "done", null));
        Assert.Equal((CommandKind.Escalate, true), (Next(playbook).Kind, Next(playbook).Reason.Contains("taken back", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_list_that_may_have_errors_does_not_let_be_what_says_undo()
    {
        var group = new Step
        {
            Id = "each",
            Steps = [Samples.Step("a", onFailure: OnFailure.Undo)],
            ForEach = new ForEach("incident.resources", "item", 1, new Share(2, false)),
            OnFailure = OnFailure.Continue,
        };
        var playbook = Playbook(group);
        Begin(playbook, "each", "r-1", "r-2", "r-3");
        Start("each[1]/a", "r-1");
        Write(new Fact.Polled("each[1]/a", PollOutcome.Failed, "quota", null));

        Assert.Equal("start:undo/each[1]/a:1:1", Next(playbook).Key);
    }

    [Fact]
    public void A_continue_of_a_step_itself_or_around_an_escalate_lets_it_be()
    {
        var playbook = Playbook(new Step { Id = "each", Steps = [Samples.Step("a", onFailure: OnFailure.Escalate)], OnFailure = OnFailure.Continue }, Samples.Step("next"));
        Begin(playbook);
        Write(new Fact.Refused("each/a", ["cooldown"]));

        Assert.Equal("reserve:next", Next(playbook).Key);
    }
}
