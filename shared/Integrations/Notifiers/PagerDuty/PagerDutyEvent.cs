using System.Globalization;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Integrations.Notifiers.PagerDuty;

/// <summary>
/// Builds the event of a notice. One incident is one deduplication key, its id: a second page joins the first, and the end
/// always resolves it. The same key lets intake know the page as ours when PagerDuty sends it back. Limits: PagerDuty,
/// "Events API v2: send an alert event" (summary 1,024 characters, 512 KB in all).
/// </summary>
internal static class PagerDutyEvent
{
    private const int MaxSummary = 1024;
    private const int MaxText = 1000;
    private const int MaxDetails = 20;

    /// <summary>The event, or null where the notice is neither a page, nor an acknowledgement, nor an end.</summary>
    public static JsonObject? Of(Notice notice, string routingKey)
    {
        ArgumentNullException.ThrowIfNull(notice);
        var incident = notice.Incident;
        if (notice.Kind == NoticeKind.Update && incident.Status is IncidentStatus.Resolved or IncidentStatus.Closed)
        {
            return Event("resolve", notice, routingKey);
        }

        // Their acknowledgement and ours are one: who takes it here stops PagerDuty's own escalation.
        if (notice.Kind == NoticeKind.Acknowledged)
        {
            return Event("acknowledge", notice, routingKey);
        }

        if (notice.Urgency != Urgency.Page || notice.Kind is not (NoticeKind.ApprovalNeeded or NoticeKind.Escalated or NoticeKind.Worsened))
        {
            return null;
        }

        var trigger = Event("trigger", notice, routingKey);
        trigger["payload"] = new JsonObject
        {
            ["summary"] = PlainText.Of($"{notice.Headline} ({incident.Title})", MaxSummary - 1),
            ["source"] = PlainText.Of(incident.Resource ?? incident.Service ?? incident.Id, MaxText),
            ["severity"] = Grade(incident.Severity),
            ["timestamp"] = incident.StartedAt.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["component"] = PlainText.Of(incident.Service ?? "unknown", MaxText),
            ["class"] = PlainText.Of(incident.Category ?? "unknown", MaxText),
            ["custom_details"] = Details(notice),
        };
        trigger["client"] = "OpsAutomation";
        trigger["client_url"] = notice.IncidentLink.AbsoluteUri;
        var links = new JsonArray();
        foreach (var (text, link) in new[] { ("Review and approve", notice.ApproveLink), ("Reject", notice.RejectLink), ("Open the incident", (Uri?)notice.IncidentLink) }.Concat(notice.Acts.Select(a => (a.Word, (Uri?)a.Link))))
        {
            if (link is not null)
            {
                links.Add(new JsonObject { ["href"] = link.AbsoluteUri, ["text"] = text });
            }
        }

        trigger["links"] = links;
        return trigger;
    }

    private static JsonObject Event(string action, Notice notice, string routingKey) =>
        new() { ["routing_key"] = routingKey, ["event_action"] = action, ["dedup_key"] = notice.Incident.Id };

    private static JsonObject Details(Notice notice)
    {
        var details = new JsonObject();
        if (notice.Deadline is { } deadline)
        {
            details["Decide"] = Spans.Until(deadline, notice.At);
        }

        foreach (var (label, text) in NoticeFacts.OfIncident(notice).Concat(notice.Plan is { } plan ? NoticeFacts.OfPlan(plan, notice.Risk).Prepend(("Plan", plan.Summary)) : []))
        {
            details[label] = PlainText.Of(text, MaxText);
        }

        details["Done so far"] = new JsonArray([.. notice.Details.Take(MaxDetails).Select(d => JsonValue.Create(PlainText.Of(d, MaxText)))]);
        return details;
    }

    private static string Grade(Severity severity) => severity switch
    {
        Severity.Sev0 => "critical",
        Severity.Sev1 => "error",
        Severity.Sev2 => "warning",
        _ => "info",
    };
}
