using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Core.Paging;

/// <summary>
/// Decides whether a notice waits to be told with others: a ticket in quiet hours until their end, a page beyond the limit of
/// everybody whom it is for until their group is told. A question with a deadline and an acknowledgement never wait.
/// </summary>
/// <param name="routing">The limit and the quiet hours.</param>
/// <param name="box">Where it waits.</param>
/// <param name="counts">The pages of people.</param>
/// <param name="clock">The time.</param>
public sealed class NoticeHolding(Routing routing, NoticeBox box, PageCounts counts, TimeProvider clock)
{
    /// <summary>Holds a notice, or counts it where it is a page and is told at once.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="key">Its key.</param>
    /// <param name="who">Whom it is for.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What is written down of it, or null where it is told at once.</returns>
    public async Task<Fact.NoticeHeld?> HoldAsync(Notice notice, string key, IReadOnlyList<string> who, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notice);
        var now = clock.GetUtcNow();
        if (notice.Kind is NoticeKind.ApprovalNeeded or NoticeKind.Acknowledged)
        {
            return null;
        }

        if (notice.Urgency == Urgency.Ticket)
        {
            return routing.Quiet?.EndOf(now) is { } end
                ? await PutAsync(notice, key, HeldNotice.Tickets, end, "it is a ticket, and these are quiet hours", now, cancellationToken)
                : null;
        }

        if (notice.Kind is not (NoticeKind.Escalated or NoticeKind.Worsened) || routing.PageLimit is not { } limit)
        {
            return null;
        }

        var why = await counts.WhyHeldAsync(routing, who, notice.Incident.Severity, $"{notice.Incident.Id}:{key}", now, cancellationToken);
        var people = HeldNotice.PagesOf(who);
        return why is null ? null : await PutAsync(notice, key, people, await box.DueOfAsync(people, cancellationToken) ?? now + limit.Group, why, now, cancellationToken);
    }

    private async Task<Fact.NoticeHeld> PutAsync(
        Notice notice, string key, string name, DateTimeOffset until, string why, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await box.HoldAsync(
            new HeldNotice(name, notice.Incident.Id, key, notice.Kind.ToString(), notice.Headline, notice.Incident.Severity, now, until), cancellationToken);
        return new Fact.NoticeHeld(key, name, until, why);
    }
}
