using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.OnCall;
using OpsAutomation.Core.Paging;

namespace OpsAutomation.Unit.Core.Paging;

/// <summary>The ladder by table: what is done about a page at which minute.</summary>
public sealed class PageFlowTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    private static readonly EscalationPolicy Policy = new(
        "shop", [new(TimeSpan.Zero, ["ana"]), new(TimeSpan.FromMinutes(10), ["ben"]), new(TimeSpan.FromMinutes(30), ["maria"])], 1, TimeSpan.FromMinutes(15))
    {
        UntouchedFor = TimeSpan.FromHours(1),
    };

    private readonly List<JournalEntry> _entries = [];

    public PageFlowTests()
    {
        Add(0, new Fact.Routed(Urgency.Page, ["ana"], "level 1 of shop", "grave", "it cannot wait", Severity.Sev1, "shop"));
        Add(0, new Fact.Notified("Escalated", "teams", true, "ok"));
    }

    [Fact]
    public void Unacknowledged_it_goes_up_the_ladder_round_after_round_and_is_given_up_at_the_end()
    {
        var told = Perform(300);

        Assert.Equal(
            ["0 1.0 L1", "10 1.1 L2", "30 1.2 L3", "45 1.3 L1", "55 1.4 L2", "75 1.5 L3", "90 given up"], told);
    }

    [Fact]
    public void A_process_that_was_down_catches_up_in_order_and_gives_every_level_its_whole_time()
    {
        var told = Perform(300, minute => minute is <= 5 or >= 120);

        Assert.Equal(["0 1.0 L1", "120 1.1 L2", "140 1.2 L3", "155 1.3 L1", "165 1.4 L2", "185 1.5 L3", "200 given up"], told);
    }

    [Fact]
    public void An_acknowledgement_ends_it_until_nobody_touches_the_incident_for_the_time_of_the_policy()
    {
        var told = Perform(200, at: minute => minute switch
        {
            12 => new Fact.Acknowledged("ben", "link"),
            40 => new Fact.Noted("looks at the disk"),
            _ => null,
        });

        Assert.Equal(["0 1.0 L1", "10 1.1 L2", "100 2.0 L1", "110 2.1 L2", "130 2.2 L3", "145 2.3 L1", "155 2.4 L2", "175 2.5 L3", "190 given up"], told);
    }

    [Fact]
    public void Resolved_or_closed_nobody_is_told_any_more()
    {
        var told = Perform(200, at: minute => minute == 20 ? new Fact.Ended("over") : null);

        Assert.Equal(["0 1.0 L1", "10 1.1 L2"], told);
    }

    [Fact]
    public void A_snooze_holds_every_page_until_its_end_and_then_it_begins_anew()
    {
        var told = Perform(100, at: minute => minute == 5 ? new Fact.Snoozed(Start.AddMinutes(65), "ana", "deploying") : null);

        Assert.Equal(["0 1.0 L1", "65 2.0 L1", "75 2.1 L2", "95 2.2 L3"], told);
    }

    [Fact]
    public void Graver_trouble_ends_a_snooze_and_an_acknowledgement()
    {
        Add(1, new Fact.Snoozed(Start.AddHours(5), "ana", "deploying"));
        Add(2, new Fact.Routed(Urgency.Page, ["ana"], "level 1 of shop", "grave", "it cannot wait", Severity.Sev0, "shop"));
        Add(2, new Fact.Notified("Worsened", "teams", true, "ok"));

        var state = PageState.Of(_entries);

        Assert.Null(state.Snooze);
        Assert.Equal(2, state.Page);
        Assert.IsType<PageStep.Hand>(PageFlow.Next(state, Policy, Start.AddMinutes(3)));
    }

    [Fact]
    public void Whoever_asks_for_the_next_level_gets_it_now_also_after_the_last()
    {
        var told = Perform(60, at: minute => minute switch
        {
            2 => new Fact.EscalationAsked("ana", "I cannot reach the console"),
            4 => new Fact.Acknowledged("ben", "api"),
            5 => new Fact.EscalationAsked("ben", "I need help"),
            _ => null,
        });

        Assert.Equal(["0 1.0 L1", "2 1.1 L2", "5 1.2 L3", "20 1.3 L1", "30 1.4 L2", "50 1.5 L3"], told);
    }

    [Fact]
    public void Without_an_escalation_nobody_else_is_told()
    {
        Assert.IsType<PageStep.Done>(PageFlow.Next(PageState.Of(_entries), null, Start.AddDays(1)));
    }

    // Looks every minute in which something runs, and carries out what is to be done.
    private List<string> Perform(int minutes, Func<int, bool>? runs = null, Func<int, Fact?>? at = null)
    {
        var told = new List<string>();
        for (var minute = 0; minute <= minutes; minute++)
        {
            if (at?.Invoke(minute) is { } fact)
            {
                Add(minute, fact, fact is Fact.Ended ? IncidentStatus.Closed : IncidentStatus.Escalated);
            }

            if (runs?.Invoke(minute) == false)
            {
                continue;
            }

            switch (PageFlow.Next(PageState.Of(_entries), Policy, Start.AddMinutes(minute)))
            {
                case PageStep.Hand hand:
                    told.Add($"{minute} {hand.Page}.{hand.Telling} L{hand.Level}");
                    Add(minute, new Fact.Paged(hand.Page, hand.Telling, hand.Level, Policy.Levels[hand.Level - 1].Tell, Policy.Name, hand.Why, "teams", true), by: Actors.Automation);
                    break;
                case PageStep.GiveUp up:
                    told.Add($"{minute} given up");
                    Add(minute, new Fact.PageUnanswered(up.Page, Policy.Name), by: Actors.Automation);
                    break;
                default:
                    break;
            }
        }

        return told;
    }

    private void Add(int minute, Fact fact, IncidentStatus status = IncidentStatus.Escalated, string by = "ana") => _entries.Add(new JournalEntry(
        _entries.Count + 1, $"k{_entries.Count}", Start.AddMinutes(minute), by, "text", fact, status, string.Empty, string.Empty));
}
