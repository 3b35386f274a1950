using System.Text;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Integrations.Notifiers.GitHub;

/// <summary>
/// Writes a notice as Markdown. Data stands in fenced blocks only: GitHub reads no markup, mention, reference or link there,
/// and the fence is longer than any run of its sign inside (CommonMark, section 4.5).
/// </summary>
internal static class GitHubText
{
    private const int MaxText = 1000;
    private const int MaxLines = 60;

    /// <summary>The text.</summary>
    public static string Of(Notice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        var lines = NoticeFacts.Lines(notice, "->").Select(l => l.Label is null ? l.Text : $"{l.Label}: {l.Text}").ToList();
        var text = new StringBuilder().AppendLine(Block(lines));
        foreach (var (label, commands) in new[] { ("By hand", notice.Plan?.ByHand), ("Undo by hand", notice.Plan?.UndoByHand) })
        {
            if (NoticeFacts.Commands(commands) is { Length: > 0 and <= MaxLines } whole && !Array.Exists(whole, c => c.Length > MaxText))
            {
                text.AppendLine().AppendLine(label + ":").AppendLine().AppendLine(Block(whole));
            }
        }

        if (notice.ApproveLink is { } review)
        {
            text.AppendLine().AppendLine($"[Review and approve or reject]({review.AbsoluteUri})");
        }

        return text.AppendLine().AppendLine($"[Open the incident]({notice.IncidentLink.AbsoluteUri})").ToString();
    }

    private static string Block(IReadOnlyList<string> lines)
    {
        var plain = lines.Take(MaxLines).Select(l => PlainText.Of(l, MaxText)).ToList();
        if (lines.Count > MaxLines)
        {
            plain.Add($"{lines.Count - MaxLines} more on the page of the incident.");
        }

        var (run, longest) = (0, 2);
        foreach (var sign in plain.SelectMany(l => l))
        {
            run = sign == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        var fence = new string('`', longest + 1);
        return $"{fence}text\n{string.Join('\n', plain)}\n{fence}";
    }
}
