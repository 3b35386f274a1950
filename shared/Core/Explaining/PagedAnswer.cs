using System.Globalization;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Explaining;

/// <summary>Whether people were told because of an alert.</summary>
public enum PagedState
{
    /// <summary>It is accepted, and nobody has decided it yet.</summary>
    Undecided,

    /// <summary>A channel took a message about it that somebody must look at now.</summary>
    Paged,

    /// <summary>A channel took a message about it that can wait for working hours: a ticket, and no page.</summary>
    Ticketed,

    /// <summary>Nobody was told because of it, so far.</summary>
    NotPaged,

    /// <summary>People were to be told, and no channel took the message.</summary>
    Failed,
}

/// <summary>The answer to "why was I, or was I not, paged?".</summary>
/// <param name="State">The short answer.</param>
/// <param name="Text">The answer in plain sentences, with the reason, and what would have happened otherwise.</param>
public sealed record PagedAnswer(PagedState State, string Text)
{
    private static readonly string[] Pages = ["ApprovalNeeded", "Escalated", "Worsened"];

    /// <summary>Answers from what was decided and from what the incident's journal says about messages.</summary>
    /// <param name="dispositions">The alert's history, oldest first.</param>
    /// <param name="incident">The incident of its current disposition, or null.</param>
    public static PagedAnswer Of(IReadOnlyList<Disposition> dispositions, IncidentFile? incident)
    {
        ArgumentNullException.ThrowIfNull(dispositions);
        if (dispositions.Count == 0)
        {
            return new PagedAnswer(PagedState.Undecided, "Nobody has been paged yet: the alert is accepted and kept, and not decided yet. Ask again in a minute.");
        }

        var current = dispositions[^1];
        var otherwise = $"Otherwise: {current.Otherwise}";
        if (incident is null)
        {
            return new PagedAnswer(PagedState.NotPaged, $"Was not paged, because: {current.Reason} {otherwise}");
        }

        var decided = dispositions.First(d => d.IncidentId == incident.Head.Id || d == current).At;
        var told = incident.Entries.Where(e => e.Fact is Fact.Notified told && Pages.Contains(told.Notice, StringComparer.Ordinal)).ToArray();
        var after = current.Kind is DispositionKind.Opened or DispositionKind.Merged ? told.Where(e => e.At >= decided).ToArray() : [];
        if (after.FirstOrDefault(Delivered) is { } message)
        {
            var route = RouteAt(incident, message);
            var what = $"{Sentence(message.Text)}, at {Time(message.At)}, by {Channel(message)}. {Who(route)}{current.Reason}";
            return route is null or { Urgency: Urgency.Page }
                ? new PagedAnswer(PagedState.Paged, $"Was paged: {what}")
                : new PagedAnswer(PagedState.Ticketed, $"Was not paged, because it can wait for working hours; a message was sent: {what}");
        }

        if (after.Length > 0)
        {
            return new PagedAnswer(PagedState.Failed, $"Was not paged, because no channel took the message of {Time(after[0].At)}. {Sentence(after[0].Text)}. {otherwise}");
        }

        if (incident.Entries.LastOrDefault(e => e.Fact is Fact.NoticeHeld && e.At >= decided) is { Fact: Fact.NoticeHeld held })
        {
            return new PagedAnswer(PagedState.NotPaged, $"Was not paged yet, because {held.Why}; it is told with others at {Time(held.Until)}. {Who(RouteAt(incident, null))}{current.Reason}");
        }

        if (told.LastOrDefault(Delivered) is { } before)
        {
            return new PagedAnswer(
                PagedState.NotPaged, $"Was not paged again, because: {current.Reason} People had been told of {incident.Head.Id} at {Time(before.At)}. {otherwise}");
        }

        return new PagedAnswer(
            PagedState.NotPaged,
            $"Was not paged, because no person has been needed for {incident.Head.Id} so far ({incident.Head.Status}). {Who(RouteAt(incident, null))}{current.Reason} {otherwise}");
    }

    // Who was to be told, as it was decided before a message, or last of all.
    private static Fact.Routed? RouteAt(IncidentFile incident, JournalEntry? message) => incident.Entries
        .Where(e => message is null || e.Sequence < message.Sequence).Select(e => e.Fact).OfType<Fact.Routed>().LastOrDefault();

    private static string Who(Fact.Routed? route) => route switch
    {
        null => string.Empty,
        { Urgency: Urgency.Record } => $"It is only recorded: {Sentence(route.Reason)}. ",
        { Who.Count: 0 } => $"Routed as a {route.Urgency.ToString().ToLowerInvariant()}: {Sentence(route.Reason)}. ",
        _ => $"Routed as a {route.Urgency.ToString().ToLowerInvariant()} to {string.Join(", ", route.Who)} ({route.As}): {Sentence(route.Reason)}. ",
    };

    private static bool Delivered(JournalEntry entry) => entry.Fact is Fact.Notified { Delivered: true };

    private static string Channel(JournalEntry entry) => ((Fact.Notified)entry.Fact).Channel;

    private static string Sentence(string text) => text.TrimEnd('.');

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
