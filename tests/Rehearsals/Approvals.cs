using OpsAutomation.Core.Guardrails;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Cli.Rehearsing;

namespace OpsAutomation.Rehearsals;

/// <summary>What a person decides, or does not.</summary>
public sealed class Approvals
{
    // The scale-out playbook with a person in between: its plan can change while it waits.
    private static readonly RehearsalSettings AskFirst = new()
    {
        Edits =
        [
            (
                "playbooks/scale-out-vmss.yaml",
                "    verify:\n",
                "    approval:\n      approvers:\n        - role:on-call\n      deadline: 30m\n      quorum: 1\n    verify:\n"),
        ],
    };

    [Fact]
    public async Task A_rejected_plan_is_not_carried_out()
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Fire(Playbooks.Restart);
        await shop.Until(Rehearsal.Asks, "question");
        await shop.Decide("ben", "reject");
        var incident = await shop.Until(IncidentStatus.Escalated);
        Assert.Contains("rejected by ben", Rehearsal.Story(incident), StringComparison.Ordinal);
        await NothingSentAsync(shop);
    }

    [Fact]
    public async Task Half_an_hour_without_a_decision_is_a_persons_matter()
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Fire(Playbooks.Restart);
        var incident = await shop.Until(IncidentStatus.Escalated);
        var (asked, ended) = (incident.Entries.Last(e => e.Fact is Fact.Asked), incident.Entries.Last(e => e.Fact is Fact.Decided));
        Assert.Equal(DecisionOutcome.TimedOut, ((Fact.Decided)ended.Fact).Outcome);
        Assert.InRange(ended.At - asked.At, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(31));
        await NothingSentAsync(shop);
    }

    [Fact]
    public async Task An_all_clear_while_it_waits_voids_the_question_and_closes()
    {
        await using var shop = await Rehearsal.On("shop");
        await shop.Fire(Playbooks.Restart);
        await shop.Until(Rehearsal.Asks, "question");
        await shop.Fire("checkout-resolved");
        var incident = await shop.Until(IncidentStatus.Closed);
        Assert.Contains(incident.Facts, f => f is Fact.Decided { Outcome: DecisionOutcome.Voided });
        Assert.Empty(await shop.Azure.ChangesAsync());
        Assert.Empty(await shop.Part<GuardrailLedger>().LeasesAsync());
    }

    [Fact]
    public async Task A_plan_that_changed_after_the_question_is_voided_and_asked_again()
    {
        await using var shop = await Rehearsal.On("shop", AskFirst);
        await shop.Azure.SetMetricAsync(RehearsedAzure.Web, RehearsedAzure.Cpu, 95);
        await shop.Fire(Playbooks.ScaleOut);
        await shop.Until(Rehearsal.Asks, "question");
        await shop.Azure.ScaleByHandAsync(RehearsedAzure.Web, 3);
        await shop.After(TimeSpan.FromMinutes(2));
        await shop.Decide("ana", "approve");
        var incident = await shop.Until(f => f.Facts.OfType<Fact.Asked>().Count() == 2 && Rehearsal.Asks(f), "second question");
        Assert.Empty(await shop.Azure.ChangesAsync());
        Assert.Contains(incident.Facts, f => f is Fact.Decided { Outcome: DecisionOutcome.Voided });

        await shop.Decide("ana", "approve");
        await shop.Until<Fact.Started>();
        Assert.Equal(5, await shop.Azure.CapacityAsync(RehearsedAzure.Web));
        Assert.Single(await shop.Azure.ChangesAsync());
    }

    [Fact]
    public async Task Someone_who_is_no_approver_decides_nothing()
    {
        await using var shop = await Rehearsal.On("shop", AskFirst);
        await shop.Fire(Playbooks.ScaleOut);
        await shop.Until(Rehearsal.Asks, "question");
        await Assert.ThrowsAsync<RehearsalException>(() => shop.Decide("maria", "approve"));
        Assert.Empty((await shop.NewestAsync()).Facts.OfType<Fact.Decided>());
    }

    private static async Task NothingSentAsync(Rehearsal shop)
    {
        var incident = await shop.Until<Fact.Released>();
        Assert.Contains(incident.Facts, f => f is Fact.Notified { Notice: "Escalated", Delivered: true });
        Assert.Empty(await shop.Azure.ChangesAsync());
        Assert.Empty(await shop.Part<GuardrailLedger>().LeasesAsync());
    }
}
