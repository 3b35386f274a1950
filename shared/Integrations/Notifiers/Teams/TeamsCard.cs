using System.Text.Json.Nodes;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Integrations.Notifiers.Teams;

/// <summary>Builds the Adaptive Card (version 1.5) of a notice. Pure: the same notice gives the same card.</summary>
public static class TeamsCard
{
    /// <summary>The largest message that Teams takes is 28 KB (Microsoft Teams, "Limits and specifications").</summary>
    public const int MaxMessageBytes = 28 * 1024;

    // More is no headline; what is cut here stands in the lines below.
    private const int MaxHeadline = 300;

    /// <summary>The whole message as JSON, trimmed to <see cref="MaxMessageBytes"/>; null when not even the links fit.</summary>
    public static string? Message(Notice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        foreach (var budget in CardBudget.Steps)
        {
            var message = new JsonObject
            {
                ["type"] = "message",
                ["attachments"] = new JsonArray(new JsonObject
                {
                    ["contentType"] = "application/vnd.microsoft.card.adaptive",
                    ["contentUrl"] = null,
                    ["content"] = Build(notice, budget),
                }),
            };

            // The default encoder writes plain ASCII, so characters are bytes.
            var json = message.ToJsonString();
            if (json.Length <= MaxMessageBytes)
            {
                return json;
            }
        }

        return null;
    }

    /// <summary>The card with everything that a notice has.</summary>
    public static JsonObject Build(Notice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        return Build(notice, CardBudget.Steps[0]);
    }

    private static JsonObject Build(Notice notice, CardBudget budget)
    {
        var body = new JsonArray();
        var headline = CardText.Line(CardText.Run(CardText.Plain(notice.Headline, Math.Min(budget.Text, MaxHeadline)), bold: true, color: Color(notice)));
        headline["inlines"]![0]!["size"] = "Large";
        body.Add(headline);
        if (notice.Deadline is { } deadline)
        {
            body.Add(CardText.Fact(notice.Kind == NoticeKind.ApprovalNeeded ? "Decide" : "Deadline", Spans.Until(deadline, notice.At)));
        }

        foreach (var line in IncidentPart.Lines(notice, budget))
        {
            body.Add(line);
        }

        if (notice.Plan is { } plan)
        {
            foreach (var line in PlanPart.Lines(plan, notice.Risk, budget, named: notice.Headline.Length <= MaxHeadline && notice.Headline.EndsWith(plan.Summary, StringComparison.Ordinal)))
            {
                body.Add(line);
            }
        }

        var actions = new JsonArray();
        Link(actions, "Review and approve", notice.ApproveLink, "positive");
        Link(actions, "Reject", notice.RejectLink, "destructive");
        Link(actions, "Open the incident", notice.IncidentLink, null);

        // Teams shows six at most; what is rarer stands behind the three dots.
        foreach (var (act, i) in notice.Acts.Select((a, i) => (a, i)))
        {
            Link(actions, act.Word, act.Link, null, secondary: i > 0);
        }

        return new JsonObject
        {
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["type"] = "AdaptiveCard",
            ["version"] = "1.5",
            ["fallbackText"] = $"Incident {CardText.Plain(notice.Incident.Id, 60)} needs a look; this client cannot show the card.",
            ["msteams"] = new JsonObject { ["width"] = "Full" },
            ["body"] = body,
            ["actions"] = actions,
        };
    }

    // A link only opens a page: nothing is decided by following it (scanners and previews follow links too).
    private static void Link(JsonArray actions, string title, Uri? link, string? style, bool secondary = false)
    {
        if (link is null)
        {
            return;
        }

        var action = new JsonObject { ["type"] = "Action.OpenUrl", ["title"] = title, ["url"] = link.AbsoluteUri };
        if (style is not null)
        {
            action["style"] = style;
        }

        if (secondary)
        {
            action["mode"] = "secondary";
        }

        actions.Add(action);
    }

    // Red is for what wakes somebody; a ticket is never red.
    private static string Color(Notice notice) => notice.Kind switch
    {
        NoticeKind.ApprovalNeeded => "Warning",
        NoticeKind.Escalated or NoticeKind.Worsened => notice.Urgency == Urgency.Page ? "Attention" : "Accent",
        _ => "Good",
    };
}
