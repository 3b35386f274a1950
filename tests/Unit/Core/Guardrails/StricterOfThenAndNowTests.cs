using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Breakers;
using OpsAutomation.Core.Guardrails.Budgets;
using OpsAutomation.Core.Guardrails.Holds;
using OpsAutomation.Core.Guardrails.Settings;
using OpsAutomation.Core.Guardrails.Spending;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Records;
using OpsAutomation.Core.Services;
using OpsAutomation.Testing.Records;

namespace OpsAutomation.Unit.Core.Guardrails;

/// <summary>Between the reservation and the start the world goes on: what either moment refuses is refused.</summary>
public sealed class StricterOfThenAndNowTests
{
    private static readonly GuardrailSettings Lax = new(10, TimeSpan.FromMinutes(5), "protected", ["true"]) { Breaker = new BreakerSettings(2, TimeSpan.FromHours(6), TimeSpan.FromHours(1)) };
    private static readonly GuardrailSettings Strict = Lax with { Scopes = ["/subscriptions/s2"] };
    private readonly InMemoryRecordStore _store = new();
    private readonly FakeTimeProvider _clock = new(RuleFacts.Now);

    [Fact]
    public async Task What_the_settings_of_the_reservation_refuse_stays_refused()
    {
        var settings = Lax with { Freeze = new FreezeSettings(FreezeDefault.Open, Restraint.Refuse, [new FreezeWindow("sale", "r", [], [], RuleFacts.Now.AddHours(1), RuleFacts.Now.AddHours(2), null)]) };
        var fence = await ReserveAsync(settings);
        _clock.Advance(TimeSpan.FromMinutes(90));

        Assert.Contains("(by the settings under which it was reserved)", Assert.Single(await StartAsync(Lax, fence)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_settings_of_now_refuse_is_refused()
    {
        var fence = await ReserveAsync(Lax);

        Assert.StartsWith("scope:", Assert.Single(await StartAsync(Strict, fence)), StringComparison.Ordinal);
        Assert.Empty(await StartAsync(Lax, fence));
    }

    [Fact]
    public async Task Settings_of_then_that_cannot_be_read_refuse()
    {
        var fence = await ReserveAsync(Lax);
        var row = _store.Rows("control").Single(r => r.Row.StartsWith("settings-", StringComparison.Ordinal));
        await _store.CommitAsync("control", [new RecordChange.Delete(row.Row)]);

        Assert.NotEmpty(await StartAsync(Lax with { MaxActionsPerHour = 9 }, fence));
    }

    [Fact]
    public async Task A_hold_a_breaker_and_the_kill_switch_that_came_since_refuse()
    {
        var fence = await ReserveAsync(Lax);
        var holds = new HoldLedger(_store, _clock);
        await holds.PlaceAsync(RuleFacts.Vm, RuleFacts.Now.AddHours(1), "ana", null);
        Assert.StartsWith("hold: ana", Assert.Single(await StartAsync(Lax, fence)), StringComparison.Ordinal);

        await holds.ReleaseAsync(RuleFacts.Vm, "ana", null);
        foreach (var incident in new[] { "I7", "I8" })
        {
            await Ledger(Lax).ReportAsync(incident, new RunOutcome("restart", true, "undone", new Dictionary<string, string?>(StringComparer.Ordinal)));
        }

        Assert.StartsWith("breaker: Playbook restart", Assert.Single(await StartAsync(Lax, fence)), StringComparison.Ordinal);
        await new KillSwitch(_store, _clock).SetAsync(true, "ana", "stop");
        Assert.Equal(2, (await StartAsync(Lax, fence)).Count);
    }

    [Fact]
    public async Task What_needs_a_person_starts_only_when_one_approved_it()
    {
        var asking = Lax with { ErrorBudget = BudgetSettings.Default };
        var reserved = await Ledger(asking).ReserveAsync(Request());
        Assert.True(reserved.Granted);
        Assert.Single(reserved.Questions);

        Assert.Contains("Nobody has approved it.", Assert.Single(await StartAsync(asking, reserved.Fence!.Value)), StringComparison.Ordinal);
        Assert.Empty(await StartAsync(asking, reserved.Fence.Value, answers: reserved.Verdicts.Asked()));
    }

    [Fact]
    public async Task An_approval_does_not_answer_a_freeze_that_began_after_it_was_asked_for()
    {
        var freezing = Lax with
        {
            Freeze = new FreezeSettings(FreezeDefault.Open, Restraint.Ask, [Window("sale", 1, 4), Window("books", 2, 3)]),
        };
        var reserved = await Ledger(freezing).ReserveAsync(Request());
        Assert.Empty(reserved.Questions);
        _clock.Advance(TimeSpan.FromMinutes(61));

        Assert.Contains("It was not so when it was approved.", Assert.Single(await StartAsync(freezing, reserved.Fence!.Value, answers: [])), StringComparison.Ordinal);
        var shown = await Ledger(freezing).QuestionsAsync("I1", reserved.Fence.Value, [RuleFacts.Vm], ExecutionTerms.Unknown with { Cost = new PlannedCost(0, "USD") });
        Assert.Equal(["freeze:sale"], shown.Asked());
        Assert.Empty(await StartAsync(freezing, reserved.Fence.Value, answers: shown.Asked()));
        await Ledger(freezing).MarkFinishedAsync("I1", "op", OperationEnd.NoEffect);

        // A second one is another question, and when one of both ends the other stays answered.
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.NotEmpty(await StartAsync(freezing, reserved.Fence.Value, answers: shown.Asked()));
        Assert.Empty(await StartAsync(freezing, reserved.Fence.Value, answers: ["freeze:sale", "freeze:books"]));
        await Ledger(freezing).MarkFinishedAsync("I1", "op", OperationEnd.NoEffect);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty(await StartAsync(freezing, reserved.Fence.Value, answers: ["freeze:sale", "freeze:books"]));
    }

    [Fact]
    public async Task An_approval_does_not_answer_an_error_budget_that_was_spent_after_it_was_asked_for()
    {
        var around = new GuardrailSurroundings(new ServiceCatalog([new Service("web", "team", null, 1, [], [new ResourcePattern(RuleFacts.Vm)], [])]), []);
        var ledger = new GuardrailLedger(_store, _clock, Lax, around);
        var book = new BudgetBook(_store);
        await book.ReportAsync(new BudgetReport("web", 0.4, "availability", RuleFacts.Now));
        var reserved = await ledger.ReserveAsync(Request());
        Assert.Empty(reserved.Questions);
        _clock.Advance(TimeSpan.FromMinutes(5));
        await book.ReportAsync(new BudgetReport("web", -0.1, "availability", _clock.GetUtcNow()));

        var terms = new ExecutionTerms(ChangePurpose.Step, true, new PlannedCost(0, "USD"), []) { Answers = reserved.Verdicts.Asked() };
        Assert.StartsWith("error-budget", Assert.Single((await ledger.MarkExecutingAsync("I1", reserved.Fence!.Value, [RuleFacts.Vm], "op", terms)).Refusals()), StringComparison.Ordinal);
        var shown = await ledger.QuestionsAsync("I1", reserved.Fence.Value, [RuleFacts.Vm], terms);

        // Spent and unknown are one question: unknown counts as spent.
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty((await ledger.MarkExecutingAsync("I1", reserved.Fence.Value, [RuleFacts.Vm], "op", terms with { Answers = shown.Asked() })).Refusals());
    }

    [Fact]
    public async Task What_is_asked_again_after_an_answer_was_lost_gets_the_same_answer_with_its_questions()
    {
        var asking = Lax with { ErrorBudget = BudgetSettings.Default, MaxActionsPerHour = 1 };
        var first = await Ledger(asking).ReserveAsync(Request());
        var again = await Ledger(asking).ReserveAsync(Request());

        Assert.Equal(first.Fence, again.Fence);
        Assert.Equal(first.Questions, again.Questions);
    }

    [Fact]
    public async Task A_step_that_waits_to_try_again_keeps_its_hold_when_another_of_its_run_reserves_the_same_resource()
    {
        var fence = await ReserveAsync(Lax);
        Assert.Empty(await StartAsync(Lax, fence));
        await Ledger(Lax).MarkFinishedAsync("I1", "op", OperationEnd.NoEffect);

        var other = await Ledger(Lax).ReserveAsync(Request() with { StepId = "t" });

        Assert.Empty(await StartAsync(Lax, fence));
        Assert.Empty(await StartAsync(Lax, other.Fence!.Value));
    }

    [Fact]
    public async Task What_was_given_back_and_taken_again_is_held_under_another_number()
    {
        var fence = await ReserveAsync(Lax);
        var elsewhere = await Ledger(Lax).ReserveAsync(Request() with { IncidentId = "I2", Resources = ["/other"] });
        await Ledger(Lax).ReserveAsync(Request() with { StepId = "t" });
        await Ledger(Lax).ReleaseAsync("I1");

        Assert.True(await ReserveAsync(Lax with { MinimumCooldown = TimeSpan.Zero }) > elsewhere.Fence);
        Assert.NotEqual(fence, await ReserveAsync(Lax));
        Assert.NotEmpty(await StartAsync(Lax, fence));
    }

    [Fact]
    public async Task The_breaker_that_is_asked_again_is_the_one_of_the_action_that_starts_not_of_the_one_that_reserved_last()
    {
        var fence = await ReserveAsync(Lax);
        await Ledger(Lax).ReserveAsync(Request() with { StepId = "t", Action = "vm.deallocate" });
        foreach (var incident in new[] { "I7", "I8" })
        {
            await Ledger(Lax).ReportAsync(incident, new RunOutcome("other", true, "undone", new Dictionary<string, string?>(StringComparer.Ordinal) { ["vm.restart"] = "undone" }));
        }

        var started = await Ledger(Lax).MarkExecutingAsync("I1", fence, [RuleFacts.Vm], "op", new ExecutionTerms(ChangePurpose.Step, false, new PlannedCost(0, "USD"), []) { Action = "vm.restart" });
        Assert.StartsWith("breaker: Action vm.restart", Assert.Single(started.Refusals()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_settings_of_the_first_reservation_refuse_stays_refused_when_another_step_reserves_under_others()
    {
        var strict = Lax with { Freeze = new FreezeSettings(FreezeDefault.Open, Restraint.Refuse, [new FreezeWindow("sale", "r", [], [], RuleFacts.Now.AddHours(1), RuleFacts.Now.AddHours(2), null)]) };
        var fence = await ReserveAsync(strict);
        await Ledger(Lax).ReserveAsync(Request() with { StepId = "t" });
        _clock.Advance(TimeSpan.FromMinutes(90));

        Assert.NotEmpty(await StartAsync(Lax, fence));
    }

    [Fact]
    public async Task An_expiry_has_nobody_to_ask_so_what_needs_a_person_is_refused()
    {
        var asking = Lax with { ErrorBudget = BudgetSettings.Default };

        Assert.False((await Ledger(asking).ReserveAsync(Request() with { IncidentId = "I1-ttl-s", Purpose = ChangePurpose.GiveBack })).Granted);
    }

    [Fact]
    public async Task A_persons_undo_passes_the_kill_switch_and_still_needs_the_lease()
    {
        await new KillSwitch(_store, _clock).SetAsync(true, "ana", "stop");
        await new HoldLedger(_store, _clock).PlaceAsync(RuleFacts.Vm, RuleFacts.Now.AddHours(1), "ana", null);
        var undo = Request() with { Purpose = ChangePurpose.PersonUndo };
        var fence = (await Ledger(Lax).ReserveAsync(undo)).Fence!.Value;

        Assert.Empty((await Ledger(Lax).MarkExecutingAsync("I1", fence, [RuleFacts.Vm], "op", ExecutionTerms.Unknown with { Purpose = ChangePurpose.PersonUndo })).Refusals());
        Assert.NotEmpty((await Ledger(Lax).MarkExecutingAsync("I1", fence + 1, [RuleFacts.Vm], "op", ExecutionTerms.Unknown with { Purpose = ChangePurpose.PersonUndo })).Refusals());
        Assert.False((await Ledger(Lax).ReserveAsync(undo with { IncidentId = "I2" })).Granted);
    }

    [Fact]
    public async Task A_half_open_breaker_lets_one_run_ask_and_its_success_closes_it()
    {
        foreach (var incident in new[] { "I7", "I8" })
        {
            await Ledger(Lax).ReportAsync(incident, new RunOutcome("restart", true, "failed", new Dictionary<string, string?>(StringComparer.Ordinal)));
        }

        Assert.False((await Ledger(Lax).ReserveAsync(Request())).Granted);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Single((await Ledger(Lax).ReserveAsync(Request())).Questions);
        Assert.False((await Ledger(Lax).ReserveAsync(Request() with { IncidentId = "I2", Resources = ["/other"] })).Granted);

        await Ledger(Lax).ReportAsync("I1", new RunOutcome("restart", true, null, new Dictionary<string, string?>(StringComparer.Ordinal) { ["vm.restart"] = null }));
        Assert.Empty((await Ledger(Lax).ReserveAsync(Request() with { IncidentId = "I2", Resources = ["/other"] })).Questions);
    }

    [Fact]
    public async Task What_is_given_back_makes_room_for_more()
    {
        var settings = Lax with { Spend = new SpendSettings(2, "USD", Restraint.Ask) };
        var fence = await ReserveAsync(settings);
        Assert.Empty(await StartAsync(settings, fence, perHour: 2));
        Assert.StartsWith("daily-spend", Assert.Single(await StartAsync(settings, fence, perHour: 1, operation: "op-2")), StringComparison.Ordinal);

        await Ledger(settings).MarkFinishedAsync("I1", "op", OperationEnd.Succeeded);
        Assert.Empty((await Ledger(settings).MarkExecutingAsync("I1", fence, [RuleFacts.Vm], "back", new ExecutionTerms(ChangePurpose.Undo, false, new PlannedCost(-2, "USD"), []))).Refusals());
        await Ledger(settings).MarkFinishedAsync("I1", "back", OperationEnd.Succeeded);
        Assert.Empty(await StartAsync(settings, fence, perHour: 1, operation: "op-2"));
    }

    private static FreezeWindow Window(string name, int from, int to) => new(name, "r", [], [], RuleFacts.Now.AddHours(from), RuleFacts.Now.AddHours(to), null);

    private static ReservationRequest Request() =>
        new("I1", "s", [RuleFacts.Vm], new PlaybookLimits(6, TimeSpan.FromMinutes(5), 4)) { Playbook = "restart", Action = "vm.restart" };

    private GuardrailLedger Ledger(GuardrailSettings settings) => new(_store, _clock, settings);

    private async Task<long> ReserveAsync(GuardrailSettings settings) => (await Ledger(settings).ReserveAsync(Request())).Fence!.Value;

    private async Task<IReadOnlyList<string>> StartAsync(GuardrailSettings settings, long fence, IReadOnlyList<string>? answers = null, double perHour = 0, string operation = "op") =>
        (await Ledger(settings).MarkExecutingAsync("I1", fence, [RuleFacts.Vm], operation, new ExecutionTerms(ChangePurpose.Step, answers is not null, new PlannedCost(perHour, "USD"), []) { Answers = answers ?? [] })).Refusals();
}
