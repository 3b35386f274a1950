using OpsAutomation.Core.Calendars.Schedules;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Budgets;
using OpsAutomation.Core.Guardrails.Settings;
using OpsAutomation.Core.Records;
using OpsAutomation.Core.Services;

namespace OpsAutomation.Unit.Core.Guardrails;

/// <summary>The rules about when and how much risk: the kill switch, freezes, error budgets.</summary>
public sealed class TimeRuleTests
{
    private static readonly Service Web = new("web", "ana", null, 2, [], [], []);

    [Fact]
    public void The_kill_switch_stops_automation_and_no_person()
    {
        var on = new KillSwitchState(true, "ana", "release", RuleFacts.Now);

        Assert.All(new[] { ChangePurpose.Step, ChangePurpose.GiveBack, ChangePurpose.Undo }, p => Assert.False(KillSwitchRule.Check(on, p).Allowed));
        Assert.True(KillSwitchRule.Check(on, ChangePurpose.PersonUndo).Allowed);
        Assert.False(KillSwitchRule.Check(null).Allowed);
    }

    [Theory]
    [InlineData(FreezeDefault.Open, 0, VerdictKind.NeedsPerson)]
    [InlineData(FreezeDefault.Open, 60, VerdictKind.Allowed)]
    [InlineData(FreezeDefault.Open, -1, VerdictKind.Allowed)]
    [InlineData(FreezeDefault.Closed, 0, VerdictKind.Allowed)]
    [InlineData(FreezeDefault.Closed, 60, VerdictKind.NeedsPerson)]
    public void A_window_freezes_or_where_the_default_is_closed_opens(FreezeDefault outside, int minutesIn, VerdictKind expected)
    {
        var settings = new FreezeSettings(outside, Restraint.Ask, [Window(RuleFacts.Now.AddMinutes(-minutesIn))]);

        Assert.Equal(expected, FreezeRule.Check(RuleFacts.Free(), settings).Kind);
    }

    [Fact]
    public void A_strict_freeze_refuses_and_lets_what_is_taken_back_pass()
    {
        var settings = new FreezeSettings(FreezeDefault.Open, Restraint.Refuse, [Window(RuleFacts.Now)]);

        Assert.Equal(VerdictKind.Refused, FreezeRule.Check(RuleFacts.Free(), settings).Kind);
        Assert.True(FreezeRule.Check(RuleFacts.Free() with { Purpose = ChangePurpose.Undo }, settings).Allowed);
    }

    [Fact]
    public void A_freeze_is_for_the_services_and_resources_that_it_names()
    {
        var window = Window(RuleFacts.Now);
        FreezeSettings With(FreezeWindow w) => new(FreezeDefault.Open, Restraint.Refuse, [w]);

        Assert.True(FreezeRule.Check(RuleFacts.Free(), With(window with { Services = ["db"] })).Allowed);
        Assert.False(FreezeRule.Check(RuleFacts.Free(), With(window with { Services = ["web"] })).Allowed);
        Assert.False(FreezeRule.Check(RuleFacts.Free(), With(window with { Resources = ["/subscriptions/s1/resourceGroups/shop"] })).Allowed);
    }

    [Fact]
    public void A_schedule_that_this_machine_cannot_understand_counts_as_on_and_never_as_open()
    {
        var unknown = new FreezeWindow("w", "r", [], [], null, null, new FreezeWeek("No/Where", [DayOfWeek.Monday], new(1, 0), TimeSpan.FromHours(1), null, null, new(2027, 1, 1)));

        Assert.False(FreezeRule.Check(RuleFacts.Free(), new FreezeSettings(FreezeDefault.Open, Restraint.Refuse, [unknown])).Allowed);
        Assert.False(FreezeRule.Check(RuleFacts.Free(), new FreezeSettings(FreezeDefault.Closed, Restraint.Refuse, [unknown])).Allowed);
    }

    [Fact]
    public void Settings_survive_being_written_with_a_run()
    {
        var weekly = new WeeklySchedule { Zone = TimeZoneInfo.Utc, Days = [DayOfWeek.Tuesday], Start = new(11, 0), End = new(13, 0), Until = new(2027, 1, 1) };
        var settings = new GuardrailSettings(3, TimeSpan.FromMinutes(5), "protected", ["true"])
        {
            Freeze = new FreezeSettings(FreezeDefault.Open, Restraint.Refuse, [FreezeWindow.Of("w", "r", [], [], weekly), Window(RuleFacts.Now.AddDays(3))]),
        };

        var again = OpsJson.Read<GuardrailSettings>(OpsJson.Write(settings));

        Assert.Equal(settings.Hash, again.Hash);
        Assert.NotEqual(settings.Hash, (settings with { MaxActionsPerHour = 4 }).Hash);
        Assert.False(FreezeRule.Check(RuleFacts.Free(), again.Freeze).Allowed);
    }

    [Theory]
    [InlineData(BudgetState.Available, VerdictKind.Allowed)]
    [InlineData(BudgetState.Spent, VerdictKind.NeedsPerson)]
    [InlineData(BudgetState.Unknown, VerdictKind.NeedsPerson)]
    [InlineData(BudgetState.NoSlo, VerdictKind.Refused)]
    [InlineData(BudgetState.NoService, VerdictKind.NeedsPerson)]
    public void The_error_budget_decides_whether_automation_may_act_alone(BudgetState state, VerdictKind expected)
    {
        var settings = BudgetSettings.Default with { Tiers = new Dictionary<string, Restraint>(StringComparer.Ordinal) { ["tier2"] = Restraint.Refuse } };
        var facts = RuleFacts.Free() with { Resources = [RuleFacts.Resource(), RuleFacts.Resource() with { Budget = new BudgetReading(state, "So it is.", 2) }] };

        Assert.Equal(expected, ErrorBudgetRule.Check(facts, settings).Kind);
    }

    [Theory]
    [InlineData(0.2, 15, BudgetState.Available)]
    [InlineData(0.2, 16, BudgetState.Unknown)]
    [InlineData(0.2, -16, BudgetState.Unknown)]
    [InlineData(0, 1, BudgetState.Spent)]
    [InlineData(-3, 1, BudgetState.Spent)]
    [InlineData(double.NaN, 1, BudgetState.Unknown)]
    public void A_state_that_is_old_or_makes_no_sense_is_unknown(double remaining, int minutesOld, BudgetState expected) =>
        Assert.Equal(expected, BudgetBook.Judge(Web, false, new BudgetReport("web", remaining, "slo", RuleFacts.Now.AddMinutes(-minutesOld)), BudgetSettings.Default, RuleFacts.Now).State);

    [Fact]
    public void A_service_with_an_SLO_and_no_state_is_unknown_and_one_without_follows_its_tier()
    {
        Assert.Equal(BudgetState.Unknown, BudgetBook.Judge(Web, false, null, BudgetSettings.Default with { Services = ["web"] }, RuleFacts.Now).State);
        Assert.Equal(BudgetState.Unknown, BudgetBook.Judge(Web, true, null, BudgetSettings.Default, RuleFacts.Now).State);
        Assert.Equal(new(BudgetState.NoSlo, "web has no SLO.", 2), BudgetBook.Judge(Web, false, null, BudgetSettings.Default, RuleFacts.Now));
    }

    private static FreezeWindow Window(DateTimeOffset start) => new("sale", "Nothing moves.", [], [], start, start.AddHours(1), null);
}
