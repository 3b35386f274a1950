using OpsAutomation.Core.Notifications;
using OpsAutomation.Core.Records;

namespace OpsAutomation.Integrations.Notifiers.Webhook;

/// <summary>A notice as JSON for programs; the form is <c>docs/schemas/notice.schema.json</c>.</summary>
internal static class WebhookBody
{
    private const int MaxText = 4000;

    /// <summary>The body.</summary>
    public static string Of(Notice notice)
    {
        var (incident, plan) = (notice.Incident, notice.Plan);
        return OpsJson.Write(new
        {
            Version = 1,
            notice.Kind,
            notice.Urgency,
            notice.At,
            Headline = Plain(notice.Headline),
            Details = notice.Details.Select(Plain),
            notice.Deadline,
            notice.InHand,
            Acts = notice.Acts.Count == 0 ? null : notice.Acts.Select(a => new { a.Word, Link = a.Link.AbsoluteUri }),
            Incident = new
            {
                incident.Id,
                Title = Plain(incident.Title),
                incident.Severity,
                incident.Status,
                incident.Category,
                incident.Service,
                incident.Resource,
                incident.StartedAt,
                Link = notice.IncidentLink.AbsoluteUri,
            },
            Plan = plan is null ? null : new
            {
                plan.Action,
                Target = plan.Target.ResourceId,
                Summary = Plain(plan.Summary),
                plan.Before,
                plan.After,
                plan.Reversibility,
                plan.ByHand,
                plan.UndoByHand,
                ReviewLink = notice.ApproveLink?.AbsoluteUri,
            },
        });
    }

    private static string Plain(string text) => PlainText.Of(text, MaxText);
}
