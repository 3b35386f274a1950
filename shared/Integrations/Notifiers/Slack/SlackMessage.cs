using System.Text.Json.Nodes;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Integrations.Notifiers.Slack;

/// <summary>
/// Builds the Block Kit message of a notice. Data stands in rich text and plain text only: Slack reads no markup, mention or
/// link in them. Limits: Slack, "Block Kit: reference" (50 blocks, header 150 characters, button address 3,000).
/// </summary>
internal static class SlackMessage
{
    private const int MaxHeader = 150;
    private const int MaxText = 500;
    private const int MaxDetails = 12;
    private const int MaxCommands = 10;
    private const int MaxLink = 3000;

    /// <summary>The message.</summary>
    public static JsonObject Of(Notice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        var blocks = new JsonArray(new JsonObject { ["type"] = "header", ["text"] = Plain(notice.Headline, MaxHeader - 1) });
        var lines = new JsonArray();
        if (notice.Headline.Length >= MaxHeader)
        {
            lines.Add(Line(null, notice.Headline, 2 * MaxText));
        }

        if (notice.Deadline is { } deadline)
        {
            lines.Add(Line(notice.Kind == NoticeKind.ApprovalNeeded ? "Decide" : "Deadline", Spans.Until(deadline, notice.At)));
        }

        foreach (var (label, text) in NoticeFacts.OfIncident(notice))
        {
            lines.Add(Line(label, text));
        }

        foreach (var detail in notice.Details.Take(MaxDetails))
        {
            lines.Add(Line(null, detail));
        }

        if (notice.Details.Count > MaxDetails)
        {
            lines.Add(Line(null, $"{notice.Details.Count - MaxDetails} more on the page of the incident."));
        }

        if (notice.Plan is { } plan)
        {
            lines.Add(Line("Plan", plan.Summary));
            foreach (var (field, before, after) in NoticeFacts.Changes(plan).Take(MaxDetails))
            {
                lines.Add(Line(field, $"{before} → {after}"));
            }

            foreach (var (label, text) in NoticeFacts.OfPlan(plan, notice.Risk))
            {
                lines.Add(Line(label, text));
            }
        }

        blocks.Add(new JsonObject { ["type"] = "rich_text", ["elements"] = lines });
        foreach (var (label, text) in new[] { ("By hand", notice.Plan?.ByHand), ("Undo by hand", notice.Plan?.UndoByHand) })
        {
            Commands(blocks, label, NoticeFacts.Commands(text));
        }

        Buttons(blocks, notice);
        return new JsonObject
        {
            // Shown by notifications and screen readers instead of the blocks; Slack reads markup here, so data is escaped.
            ["text"] = Escape(PlainText.Of(notice.Headline, MaxText)),
            ["blocks"] = blocks,
            ["unfurl_links"] = false,
            ["unfurl_media"] = false,
        };
    }

    // Half a command is dangerous: shown whole or not at all.
    private static void Commands(JsonArray blocks, string label, string[] commands)
    {
        if (commands.Length is 0 or > MaxCommands || Array.Exists(commands, c => c.Length > MaxText))
        {
            return;
        }

        blocks.Add(new JsonObject
        {
            ["type"] = "rich_text",
            ["elements"] = new JsonArray(
                Line(label, string.Empty),
                new JsonObject
                {
                    ["type"] = "rich_text_preformatted",
                    ["elements"] = new JsonArray(Text(string.Join('\n', commands.Select(c => PlainText.Of(c, MaxText))), bold: false)),
                }),
        });
    }

    // A button only opens a page: nothing is decided by following it.
    private static void Buttons(JsonArray blocks, Notice notice)
    {
        var buttons = new JsonArray();
        foreach (var (title, link, style) in new[] { ("Review and approve", notice.ApproveLink, "primary"), ("Reject", notice.RejectLink, "danger"), ("Open the incident", (Uri?)notice.IncidentLink, null) }
            .Concat(notice.Acts.Select(a => (a.Word, (Uri?)a.Link, (string?)null))))
        {
            if (link is null || link.AbsoluteUri.Length > MaxLink)
            {
                continue;
            }

            var button = new JsonObject { ["type"] = "button", ["text"] = Plain(title, 75), ["url"] = link.AbsoluteUri };
            if (style is not null)
            {
                button["style"] = style;
            }

            buttons.Add(button);
        }

        blocks.Add(new JsonObject { ["type"] = "actions", ["elements"] = buttons });
    }

    private static JsonObject Plain(string text, int limit) => new() { ["type"] = "plain_text", ["text"] = PlainText.Of(text, limit), ["emoji"] = false };

    private static JsonObject Line(string? label, string text, int limit = MaxText)
    {
        var elements = new JsonArray();
        if (label is not null)
        {
            elements.Add(Text(label + (text.Length > 0 ? ": " : ":"), bold: true));
        }

        if (text.Length > 0)
        {
            elements.Add(Text(PlainText.Of(text, limit), bold: false));
        }

        // Slack shows sections of one block without a break between them.
        elements.Add(Text("\n", bold: false));
        return new JsonObject { ["type"] = "rich_text_section", ["elements"] = elements };
    }

    private static JsonObject Text(string text, bool bold)
    {
        var element = new JsonObject { ["type"] = "text", ["text"] = text };
        if (bold)
        {
            element["style"] = new JsonObject { ["bold"] = true };
        }

        return element;
    }

    // Slack, "Formatting text for app surfaces": these three are the whole of it.
    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
