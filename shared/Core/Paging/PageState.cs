using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Core.Paging;

/// <summary>
/// How the pages of an incident stand, folded from its journal. Nothing else is known about them: a process that dies and comes
/// back folds the same state.
/// </summary>
public sealed record PageState
{
    /// <summary>Number of the page that stands, from 1; 0 before the first.</summary>
    public int Page { get; init; }

    /// <summary>Whether the incident is over; then nobody is told any more.</summary>
    public bool Over { get; init; }

    /// <summary>The notice that began the page and told its first level; null where the page began without one.</summary>
    public JournalEntry? First { get; init; }

    /// <summary>The hands of the page that stands, in order.</summary>
    public IReadOnlyList<(Fact.Paged Hand, DateTimeOffset At)> Hands { get; init; } = [];

    /// <summary>Who has it in hand, and since when; null while nobody has.</summary>
    public (Fact.Acknowledged Fact, DateTimeOffset At)? Acknowledged { get; init; }

    /// <summary>When a person last did anything about it after the acknowledgement.</summary>
    public DateTimeOffset? Touched { get; init; }

    /// <summary>The snooze that stands or has ended by itself; null where there is none, or graver trouble ended it.</summary>
    public Fact.Snoozed? Snooze { get; init; }

    /// <summary>A person wants the next level told, and it was not yet.</summary>
    public Fact.EscalationAsked? Asked { get; init; }

    /// <summary>Whether the page was given up after its last level.</summary>
    public bool GivenUp { get; init; }

    /// <summary>The escalation that pages go by, or null.</summary>
    public string? Policy { get; init; }

    private Severity? Severity { get; init; }

    /// <summary>Folds a journal.</summary>
    public static PageState Of(IEnumerable<JournalEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return entries.Aggregate(new PageState(), (state, entry) => state.Take(entry));
    }

    private PageState Take(JournalEntry entry)
    {
        var touched = Acknowledged is not null && !Actors.IsReserved(entry.Actor) ? this with { Touched = entry.At } : this;
        return entry.Fact switch
        {
            Fact.Routed routed => TakeRoute(routed),
            Fact.Notified told when PageFacts.Concerns(told) && Policy is not null => TakeNotice(told, entry),
            Fact.Paged hand => TakeHand(hand, entry.At),
            Fact.PageUnanswered => this with { GivenUp = true },
            Fact.Acknowledged ack => this with { Acknowledged = (ack, entry.At), Touched = entry.At, Snooze = null, Asked = null },
            Fact.Snoozed snooze => this with { Snooze = snooze, Acknowledged = null, Asked = null },
            Fact.EscalationAsked asked => this with { Asked = asked, Acknowledged = null, Snooze = null, GivenUp = false, Page = Math.Max(1, Page) },
            Fact.Ended when entry.Status is IncidentStatus.Resolved or IncidentStatus.Closed => this with { Over = true },

            // It had ended and fired before it was closed: everything begins anew.
            Fact.EscalatedTo when Over => this with { Over = false, Acknowledged = null, Snooze = null, First = null, Hands = [] },
            _ => touched,
        };
    }

    // Graver trouble is news to who has it in hand, and to who wanted to sleep on it.
    private PageState TakeRoute(Fact.Routed routed)
    {
        var graver = Severity is { } before && routed.Severity < before;
        return this with
        {
            Policy = routed.Urgency == Urgency.Page ? routed.Escalation : null,
            Severity = routed.Severity,
            Acknowledged = graver ? null : Acknowledged,
            Snooze = graver ? null : Snooze,
        };
    }

    // The first notice begins a page, and so does trouble that got worse; another notice of the same trouble begins none.
    private PageState TakeNotice(Fact.Notified told, JournalEntry entry) => Page > 0 && !Over && (First is not null || Hands.Count > 0) && told.Notice != nameof(NoticeKind.Worsened)
        ? this
        : this with { Page = Page + 1, First = entry, Hands = [], GivenUp = false, Over = false, Asked = null };

    private PageState TakeHand(Fact.Paged hand, DateTimeOffset at) => hand.Page == Page
        ? this with { Hands = [.. Hands, (hand, at)], Asked = null }
        : this with { Page = hand.Page, First = null, Hands = [(hand, at)], Acknowledged = null, Snooze = null, Asked = null, GivenUp = false };
}
