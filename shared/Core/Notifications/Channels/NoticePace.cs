using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Notifications.Channels;

/// <summary>
/// How many messages one incident may make. After so many, what asks nothing of anyone is kept back, and the next message that
/// is sent says how much. What needs a person, what got worse and the all-clear are always sent at once.
/// </summary>
public static class NoticePace
{
    /// <summary>Messages of one incident after which the rest is kept back.</summary>
    public const int MostPerIncident = 10;

    /// <summary>How the reason of a message that was kept back begins.</summary>
    public const string Withheld = "kept back";

    /// <summary>Why a message is kept back, or null where it is sent.</summary>
    /// <param name="facts">The facts of the incident.</param>
    /// <param name="notice">The message.</param>
    public static string? WhyWithheld(IEnumerable<Fact> facts, Notice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        var asksNothing = notice.Kind == NoticeKind.FromPlaybook
            || (notice.Kind == NoticeKind.Update && notice.Incident.Status is not (IncidentStatus.Resolved or IncidentStatus.Closed));
        return asksNothing && facts.OfType<Fact.Notified>().Count(n => n.Delivered) >= MostPerIncident
            ? $"{Withheld}: {MostPerIncident} messages were sent for this incident already"
            : null;
    }

    /// <summary>How many messages were kept back since the last one that was sent.</summary>
    public static int WithheldSince(IEnumerable<Fact> facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.OfType<Fact.Notified>().Reverse().TakeWhile(n => !n.Delivered).Count(n => n.Reason.StartsWith(Withheld, StringComparison.Ordinal));
    }
}
