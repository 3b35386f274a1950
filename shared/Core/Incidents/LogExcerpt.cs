using System.Globalization;
using OpsAutomation.Core.Alerts.Intake;

namespace OpsAutomation.Core.Incidents;

/// <summary>Brings lines of a log into the bounds of a journal: the newest stay, secrets go, and what is left out is told. Pure.</summary>
public static class LogExcerpt
{
    /// <summary>Most lines that are kept.</summary>
    public const int MaxLines = 50;

    /// <summary>Most characters of a line; what is cut off is counted at its end.</summary>
    public const int MaxLength = 400;

    /// <summary>Keeps what fits.</summary>
    /// <param name="lines">The lines, in any order.</param>
    /// <param name="log">What was read, for example "the activity log".</param>
    /// <param name="complete">False when there was more than was read.</param>
    public static LogHistory Of(IReadOnlyCollection<LogLine> lines, string log, bool complete = true)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var kept = lines.OrderByDescending(l => l.At).Take(MaxLines).Reverse().Select(l => l with { Text = Fit(Redaction.Text(Plain(l.Text))) }).ToList();
        var reason = lines.Count == 0 ? $"There is no entry in {log}, which may lag by minutes."
            : kept.Count == lines.Count && complete ? $"All {kept.Count} entries of {log}, which may lag by minutes."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The newest {kept.Count} of {(complete ? string.Empty : "more than ")}{lines.Count} entries of {log}; the others were left out.");
        return new LogHistory(kept, reason);
    }

    // A line is one line: what somebody else's text breaks into several would look like several entries.
    private static string Plain(string text) => string.Create(text.Length, text, static (span, from) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = char.IsControl(from[i]) ? ' ' : from[i];
        }
    });

    private static string Fit(string text)
    {
        if (text.Length <= MaxLength)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, end)}… ({text.Length - end} more characters were cut off)");
    }
}
