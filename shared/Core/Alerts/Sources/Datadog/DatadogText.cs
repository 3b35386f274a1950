using System.Text;
using System.Text.RegularExpressions;

namespace OpsAutomation.Core.Alerts.Sources.Datadog;

/// <summary>Datadog's titles and messages: marks in brackets, <c>%%%</c> around markdown, and @-handles that would notify somebody where the text is shown again.</summary>
internal static partial class DatadogText
{
    private static readonly string[] Marks =
    [
        "Triggered", "Re-Triggered", "Warn", "Re-Warn", "Recovered", "No Data", "Re-No Data", "Renotify", "Alert", "Monitor Alert",
    ];

    /// <summary>The title without the marks of this one event, which would make each event a rule of its own.</summary>
    public static string Rule(string title)
    {
        var rest = title.Trim();
        var kept = new StringBuilder();
        while (rest.StartsWith('[') && rest.IndexOf(']', StringComparison.Ordinal) is > 0 and var end)
        {
            var mark = rest[1..end];
            if (!IsOfThisEvent(mark))
            {
                kept.Append('[').Append(mark).Append("] ");
            }

            rest = rest[(end + 1)..].TrimStart();
        }

        return kept.Append(rest).ToString().Trim() is { Length: > 0 } rule ? rule : title.Trim();
    }

    /// <summary>What the first mark of the title says about the transition, or null.</summary>
    public static string? Transition(string? title) => InBrackets(title).FirstOrDefault(m => !IsPriority(m) && IsOfThisEvent(m)) is { } mark ? WithoutScope(mark) : null;

    /// <summary>The priority among the marks of the title, <c>P1</c> to <c>P5</c>, or null.</summary>
    public static string? Priority(string? title) => InBrackets(title).FirstOrDefault(IsPriority);

    /// <summary>The text without <c>%%%</c>, pictures, addresses of links, bold marks, and words that begin with @.</summary>
    public static string? Plain(string? text) => text is null
        ? null
        : string.Join(' ', Link().Replace(Picture().Replace(text, " "), "${text}").Replace("%%%", " ", StringComparison.Ordinal).Replace("**", string.Empty, StringComparison.Ordinal).Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(w => w[0] != '@'))
            is { Length: > 0 } plain ? plain : null;

    private static IEnumerable<string> InBrackets(string? title)
    {
        var rest = title?.Trim() ?? string.Empty;
        while (rest.StartsWith('[') && rest.IndexOf(']', StringComparison.Ordinal) is > 0 and var end)
        {
            yield return rest[1..end];
            rest = rest[(end + 1)..].TrimStart();
        }
    }

    private static bool IsOfThisEvent(string mark) => IsPriority(mark) || Marks.Contains(WithoutScope(mark), StringComparer.OrdinalIgnoreCase);

    private static bool IsPriority(string mark) => mark.Length == 2 && mark[0] is 'P' or 'p' && mark[1] is >= '1' and <= '5';

    // "Triggered on {host:web-1}": a monitor that alerts per group.
    private static string WithoutScope(string mark) => mark.IndexOf(" on {", StringComparison.OrdinalIgnoreCase) is > 0 and var at ? mark[..at] : mark;

    // A snapshot of the graph, and the link around it.
    [GeneratedRegex(@"(\[!\[[^\]]*\]\([^)]*\)\]\([^)]*\))|(!\[[^\]]*\]\([^)]*\))", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Picture();

    [GeneratedRegex(@"\[(?<text>[^\[\]]+)\]\([^)]*\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
