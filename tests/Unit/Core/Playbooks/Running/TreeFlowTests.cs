using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Audit;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Planning;
using OpsAutomation.Core.Playbooks.Running;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.Playbooks.Running;

/// <summary>Runs of several steps, fact by fact: what is next, and what is not begun any more.</summary>
public sealed class TreeFlowTests
{
    private readonly List<JournalEntry> _entries = [];
    private DateTimeOffset _now = Samples.Now;

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

        _now += TimeSpan.FromMinutes(10);
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
        _now += TimeSpan.FromMinutes(3);
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
        _now += TimeSpan.FromSeconds(30);
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
        _now += TimeSpan.FromMinutes(1);

        Assert.Equal("verify:first:1", Next(playbook).Key);
        Write(new Fact.TargetSeen("first", TargetState.AsPlanned, "it is"));
        Assert.Equal("wait:verify", Next(playbook).Key);
        _now += TimeSpan.FromMinutes(1);
        Write(new Fact.TargetSeen("first", TargetState.Unknown, "no answer"));
        _now += TimeSpan.FromMinutes(5);
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
    public void What_expires_does_so_when_a_person_was_called_in_between()
    {
        var playbook = Playbook(Samples.Step("first", ttl: TimeSpan.FromHours(2), onFailure: OnFailure.Escalate));
        Begin(playbook);
        Start("first");
        Write(new Fact.Polled("first", PollOutcome.Succeeded, "done", null));
        _now += TimeSpan.FromMinutes(20);
        Write(new Fact.SignalRead("first", SignalPurpose.Verify, SignalState.Unknown, null, "no data"));
        Assert.Equal(CommandKind.Escalate, Next(playbook).Kind);
        Write(new Fact.EscalatedTo("no data"), "escalate");
        Assert.Equal(CommandKind.Notify, Next(playbook).Kind);
        Write(new Fact.Notified("Escalated", "teams", true, "200"), Next(playbook).Key);
        Write(new Fact.Noted("judged"), "judge");

        Assert.Equal("ttl:first", Next(playbook).Key);
        Write(new Fact.TtlSet("first", _now.AddHours(2)), "ttl:first");
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
        Write(new Fact.TtlSet("restart[1]", _now.AddHours(2)), "ttl:restart[1]");
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

        var file = new IncidentFile(Samples.Seed(IncidentStatus.Remediating), "1", [.. _entries], playbook);
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

    private void Ask(string step, ApprovalTerms? terms = null)
    {
        Write(new Fact.Reserved(step, 1, [$"r-{step[^2]}"]));
        Write(new Fact.Planned(step, 1, Samples.Plan() with { Target = new ActionTarget($"r-{step[^2]}", "5f1d", "vmss-checkout") }, "h"));
        Write(new Fact.Asked(step, $"ap-{step}", "h", ["ana"], 1, _now.AddHours(1), []) { Terms = terms });
    }

    private void Reject(string step)
    {
        Ask(step);
        Write(new Fact.Notified("ApprovalNeeded", "teams", true, "200"), $"notify:approval-needed:ap-{step}");
        Write(new Fact.Decided(step, $"ap-{step}", "h", DecisionOutcome.Rejected, "ana", "no"));
    }

    private void Approve(string step, int round, string[]? questions, bool plan = true)
    {
        if (plan)
        {
            Write(new Fact.Planned(step, round, Samples.Plan(), "h"));
        }

        Write(new Fact.Asked(step, $"ap-{round}", "h", ["ana"], 1, _now.AddHours(1), questions), $"ask:{step}:{round}");
        Write(new Fact.Notified("ApprovalNeeded", "teams", true, "200"), $"notify:approval-needed:ap-{round}");
        Write(new Fact.Decided(step, $"ap-{round}", "h", DecisionOutcome.Approved, "ana", "yes"));
        Write(new Fact.SignalRead(step, SignalPurpose.Before, SignalState.Firing, 1, "high"));
    }

    private static Step Loop(int concurrency, int maxErrors = 0) =>
        Samples.Step("restart", onFailure: OnFailure.Escalate) with { ForEach = new ForEach("incident.resources", "item", concurrency, new Share(maxErrors, false)) };

    private static PinnedPlaybook Playbook(params Step[] steps) => Samples.Playbook(Autonomy.Auto, Risk.Low, steps);

    private void Begin(PinnedPlaybook playbook, string? loop = null, params string[] items)
    {
        Write(new Fact.Opened(Samples.Alert()));
        Write(new Fact.PlaybookChosen(playbook.Playbook.Name, "1", playbook.Hash, "it fits"));
        if (loop is not null)
        {
            Write(new Fact.Evaluated(loop, Items: items));
        }
    }

    private void Start(string step, string? resource = null)
    {
        var plan = Samples.Plan() with { Target = new ActionTarget(resource ?? (step.EndsWith(']') ? $"r-{step[^2]}" : Samples.Resource), "5f1d", "vmss-checkout") };
        var operation = IncidentRun.OperationId(Samples.IncidentId, step, 1);
        Write(new Fact.Reserved(step, 1, [plan.Target.ResourceId]));
        Write(new Fact.Planned(step, 1, plan, "h"));
        Write(new Fact.SignalRead(step, SignalPurpose.Before, SignalState.Firing, 1, "high"));
        Write(new Fact.Intended(step, operation, plan, "h", 1));
        Write(new Fact.Started(step, operation, null, null, null, false));
    }

    private void Succeed(string step)
    {
        Write(new Fact.Polled(step, PollOutcome.Succeeded, "done", null));
        Write(new Fact.SignalRead(step, SignalPurpose.Verify, SignalState.Healthy, 1, "fine"));
    }

    private void Write(Fact fact, string? key = null) => _entries.Add(new JournalEntry(
        _entries.Count + 1, key ?? $"k{_entries.Count}", _now, "x", "x", fact, IncidentStatus.Remediating, AuditChain.Origin, AuditChain.Origin));

    private Command Next(PinnedPlaybook playbook) => Interpreter.Advance(new IncidentFile(Samples.Seed(IncidentStatus.Remediating), "1", [.. _entries], playbook), _now);
}
