using System.Net;
using System.Text;
using MimeKit;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Integrations.Notifiers.Mail;

/// <summary>Writes a notice as mail, in plain text and in HTML. All mail of one incident is one thread.</summary>
internal static class MailText
{
    private const int MaxSubject = 150;
    private const int MaxText = 1000;

    /// <summary>The message.</summary>
    public static MimeMessage Of(Notice notice, MailOptions options)
    {
        ArgumentNullException.ThrowIfNull(notice);
        var message = new MimeMessage { Subject = PlainText.Of($"[{notice.Incident.Severity}] {notice.Headline}", MaxSubject) };
        message.From.Add(MailboxAddress.Parse(options.From!));
        message.To.AddRange(InternetAddressList.Parse(options.To!));
        message.Date = notice.At;

        // The same id for every try of one notice: a server that had it may drop the second (RFC 5322, 3.6.4).
        message.MessageId = $"{notice.Incident.Id}.{Token(notice.Key)}@opsautomation.invalid";
        message.References.Add($"{notice.Incident.Id}@opsautomation.invalid");
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Ops-Incident", notice.Incident.Id);
        var (lines, links) = (Lines(notice).ToList(), Links(notice).ToList());
        message.Body = new BodyBuilder { TextBody = Plain(lines, links), HtmlBody = Html(lines, links) }.ToMessageBody();
        return message;
    }

    private static IEnumerable<(string? Label, string Text, bool Command)> Lines(Notice notice)
    {
        foreach (var (label, text) in NoticeFacts.Lines(notice, "→"))
        {
            yield return (label, text, false);
        }

        foreach (var (label, commands) in new[] { ("By hand", notice.Plan?.ByHand), ("Undo by hand", notice.Plan?.UndoByHand) })
        {
            foreach (var command in NoticeFacts.Commands(commands))
            {
                yield return (label, command, true);
            }
        }
    }

    private static IEnumerable<(string Title, Uri Link)> Links(Notice notice)
    {
        if (notice.ApproveLink is { } review)
        {
            yield return ("Review and approve or reject", review);
        }

        yield return ("Open the incident", notice.IncidentLink);
        foreach (var act in notice.Acts)
        {
            yield return (act.Word, act.Link);
        }
    }

    private static string Plain(IEnumerable<(string? Label, string Text, bool Command)> lines, IEnumerable<(string Title, Uri Link)> links)
    {
        var text = new StringBuilder();
        foreach (var (label, line, command) in lines)
        {
            text.Append(label is null ? string.Empty : label + ": ").AppendLine(Cut(line, command));
        }

        foreach (var (title, link) in links)
        {
            text.AppendLine().AppendLine(title + ":").AppendLine(link.AbsoluteUri);
        }

        return text.ToString();
    }

    private static string Html(IEnumerable<(string? Label, string Text, bool Command)> lines, IEnumerable<(string Title, Uri Link)> links)
    {
        var html = new StringBuilder("<!doctype html><html lang=\"en\"><body style=\"font-family:sans-serif\">");
        foreach (var (label, line, command) in lines)
        {
            var text = WebUtility.HtmlEncode(Cut(line, command));
            html.Append("<p>")
                .Append(label is null ? string.Empty : $"<strong>{WebUtility.HtmlEncode(label)}:</strong> ")
                .Append(command ? $"<code>{text}</code>" : text)
                .Append("</p>");
        }

        foreach (var (title, link) in links)
        {
            html.Append("<p><a href=\"").Append(WebUtility.HtmlEncode(link.AbsoluteUri)).Append("\">").Append(title).Append("</a></p>");
        }

        return html.Append("</body></html>").ToString();
    }

    // Half a command is dangerous: it is named instead.
    private static string Cut(string line, bool command) =>
        command && line.Length > MaxText ? "(too long for a mail; see the page of the incident)" : PlainText.Of(line, MaxText);

    // What a message id may hold without quoting (RFC 5322, dot-atom).
    private static string Token(string key) => string.Concat(key.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' ? c : '.')).Trim('.').Replace("..", ".", StringComparison.Ordinal);
}
