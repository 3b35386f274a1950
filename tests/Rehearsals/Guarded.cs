using OpsAutomation.Cli.Rehearsing;
using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Guardrails.Breakers;
using OpsAutomation.Core.Guardrails.Budgets;
using OpsAutomation.Core.Guardrails.Holds;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Rehearsals;

/// <summary>Guardrails that come and go: what a person holds, what is frozen, what failed too often, what is spent.</summary>
public sealed class Guarded
{
    [Fact]
    public async Task What_a_person_holds_is_left_alone_until_it_is_released()
    {
        await using var shop = await Rehearsal.On("shop");
        var holds = shop.Part<HoldLedger>();
        await holds.PlaceAsync(RehearsedAzure.Web, shop.Now.AddHours(8), "ana", "Moving the disks.");
        await shop.Fire(Playbooks.ScaleOut);
        var refused = await shop.Until(IncidentStatus.Escalated);
        Assert.Contains("ana holds", Rehearsal.Story(refused), StringComparison.Ordinal);
        Assert.Contains("Moving the disks.", Rehearsal.Story(refused), StringComparison.Ordinal);
        Assert.Contains(refused.Facts.OfType<Fact.Refused>().Single().Verdicts!, v => v is { Rule: HoldRule.Name, Kind: VerdictKind.Refused });
        Assert.Empty(await shop.Azure.ChangesAsync());
    }

    [Fact]
    public async Task A_hold_that_comes_after_the_approval_stops_what_was_approved()
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Fire(Playbooks.Restart);
        await shop.Until(Rehearsal.Asks, "question");
        await shop.Part<HoldLedger>().PlaceAsync(RehearsedAzure.Checkout, shop.Now.AddHours(2), "ben", "I look at it.");
        await shop.Decide("ana", "approve");
        var incident = await shop.Until(IncidentStatus.Escalated);
        Assert.Contains("ben holds", Rehearsal.Story(incident), StringComparison.Ordinal);
        Assert.Empty(await shop.Azure.ChangesAsync());
    }

    [Fact]
    public async Task In_a_freeze_what_would_act_by_itself_asks_and_acts_when_approved()
    {
        await using var shop = await Rehearsal.On("shop", Frozen("ask"));
        await shop.Fire(Playbooks.ScaleOut);
        var asked = await shop.Until(Rehearsal.Asks, "question");
        Assert.Contains("The freeze black-friday is on", Rehearsal.Story(asked), StringComparison.Ordinal);
        Assert.Empty(await shop.Azure.ChangesAsync());
        await shop.Decide("ana", "approve");
        await shop.Until(IncidentStatus.Closed);
        Assert.Equal(4, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
    }

    [Fact]
    public async Task A_strict_freeze_refuses()
    {
        await using var shop = await Rehearsal.On("shop", Frozen("refuse"));
        await shop.Fire(Playbooks.ScaleOut);
        var incident = await shop.Until(IncidentStatus.Escalated);
        Assert.Contains("Nothing is changed in the sale.", Rehearsal.Story(incident), StringComparison.Ordinal);
        Assert.Empty(await shop.Azure.ChangesAsync());
    }

    [Fact]
    public async Task An_error_budget_whose_state_is_unknown_counts_as_spent_and_one_that_is_left_does_not()
    {
        var settings = new RehearsalSettings { Edits = [("guardrails.yaml", "  services: []\n  maxAge: 15m", "  services: [shop-web]\n  maxAge: 7d")] };
        await using (var shop = await Rehearsal.On("shop", settings))
        {
            await shop.Fire(Playbooks.ScaleOut);
            var asked = await shop.Until(Rehearsal.Asks, "question");
            Assert.Contains("Unknown counts as spent", Rehearsal.Story(asked), StringComparison.Ordinal);
            Assert.Empty(await shop.Azure.ChangesAsync());
        }

        await using (var shop = await Rehearsal.On("shop", settings))
        {
            await shop.Part<BudgetBook>().ReportAsync(new BudgetReport("shop-web", 0.4, "availability", shop.Now));
            await shop.Fire(Playbooks.ScaleOut);
            await shop.Until(IncidentStatus.Closed);
            Assert.Equal(4, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
        }
    }

    [Fact]
    public async Task A_playbook_that_failed_three_times_is_stopped_and_then_tries_once_with_approval()
    {
        await using var shop = await Rehearsal.On("shop");
        var ledger = shop.Part<GuardrailLedger>();
        var failed = new RunOutcome("scale-out-vmss", true, "failed", new Dictionary<string, string?>(StringComparer.Ordinal) { ["vmss.scale-out"] = "failed" });
        foreach (var run in new[] { "INC-1", "INC-2", "INC-3" })
        {
            await ledger.ReportAsync(run, failed);
        }

        await shop.Fire(Playbooks.ScaleOut);
        var first = await shop.Until(IncidentStatus.Escalated);
        Assert.Contains("Playbook scale-out-vmss is stopped", Rehearsal.Story(first), StringComparison.Ordinal);
        Assert.Empty(await shop.Azure.ChangesAsync());
        await shop.After(TimeSpan.FromMinutes(61));
        var reserved = await ledger.ReserveAsync(
            new ReservationRequest("INC-probe", "s", [RehearsedAzure.Web], new(6, TimeSpan.FromMinutes(5), 4)) { Playbook = "scale-out-vmss", Action = "vmss.scale-out" });
        Assert.Contains("one run may try when a person approves", string.Join(" ", reserved.Questions), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_would_cost_more_than_a_day_allows_is_not_done()
    {
        await using var shop = await Rehearsal.On("shop", new RehearsalSettings { Edits = [("guardrails.yaml", "maxAddedPerHour: 20", "maxAddedPerHour: 0.01")] });
        await shop.Fire(Playbooks.ScaleOut);
        var incident = await shop.Until(IncidentStatus.Escalated);
        Assert.Contains("daily-spend", Rehearsal.Story(incident), StringComparison.Ordinal);
        Assert.Empty(await shop.Azure.ChangesAsync());
    }

    [Fact]
    public async Task The_kill_switch_holds_what_expired_tells_people_and_lets_it_go_back_afterwards()
    {
        await using var shop = await Rehearsal.On("shop-falling");
        await shop.Fire(Playbooks.ScaleOut);
        await shop.Until(IncidentStatus.Closed);
        await shop.Part<KillSwitch>().SetAsync(true, "ana", "Release day.");
        await shop.After(TimeSpan.FromHours(5));
        Assert.Equal(4, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
        Assert.Contains("goes on costing", (await shop.Azure.CardsAsync())[^1], StringComparison.Ordinal);
        Assert.Single(await shop.Azure.CardsAsync(), c => c.Contains("goes on costing", StringComparison.Ordinal));

        await shop.Part<KillSwitch>().SetAsync(false, "ana", "Released.");
        await shop.Until(f => f.Facts.OfType<Fact.Expiry>().Any(x => x.What is Fact.Ended), "end of the expiry");
        Assert.Equal(2, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
        Assert.Empty((await shop.Part<GuardrailLedger>().SpendAsync())!.Entries);
    }

    private static RehearsalSettings Frozen(string during) => new()
    {
        Edits =
        [
            (
                "guardrails.yaml",
                "  during: ask\n  windows: []\n",
                $"  during: {during}\n  windows:\n    - name: black-friday\n      reason: Nothing is changed in the sale.\n      services: [shop-web]\n"
                + "      once: { start: 2026-11-24T00:00+00:00, end: 2026-11-28T00:00+00:00 }\n"),
        ],
    };
}
