using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace OpsAutomation.Integrations.Notifiers.Teams;

/// <summary>
/// Text inside a card. Data stands in a TextRun only, which shows markdown, links and mentions as they are written; a
/// TextBlock or a Fact would render them. What a TextRun still acts on is broken up by <see cref="Plain"/>.
/// </summary>
internal static class CardText
{
    private const char WordJoiner = '\u2060';

    /// <summary>
    /// Text that no stage between here and the reader acts on: template expressions (<c>${…}</c>), date functions
    /// (<c>{{DATE(…)}}</c>) and mention tags are interrupted by an invisible joiner; control and direction-changing
    /// characters go, since they can make a command read as another. Cut to <paramref name="limit"/> characters.
    /// </summary>
    public static string Plain(string text, int limit)
    {
        var plain = new StringBuilder(Math.Min(text.Length, limit) + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (plain.Length >= limit)
            {
                plain.Append('…');
                break;
            }

            if (rune.Value is '\n' or '\t' || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                plain.Append(' ');
                continue;
            }

            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format)
            {
                continue;
            }

            var breaks = plain.Length > 0 && (plain[^1], rune.Value) is ('$', '{') or ('@', '{') or ('{', '{') or ('<', 'a') or ('<', 'A') or ('<', '/');
            if (breaks)
            {
                plain.Append(WordJoiner);
            }

            plain.Append(rune);
        }

        return plain.ToString();
    }

    /// <summary>A run of data or of our own words.</summary>
    public static JsonObject Run(string text, bool bold = false, bool mono = false, string? color = null)
    {
        var run = new JsonObject { ["type"] = "TextRun", ["text"] = text };
        if (bold)
        {
            run["weight"] = "Bolder";
        }

        if (mono)
        {
            run["fontType"] = "Monospace";
        }

        if (color is not null)
        {
            run["color"] = color;
        }

        return run;
    }

    /// <summary>A paragraph of runs.</summary>
    public static JsonObject Line(params JsonObject[] runs) =>
        new() { ["type"] = "RichTextBlock", ["inlines"] = new JsonArray([.. runs]) };

    /// <summary>A paragraph "Label: data".</summary>
    public static JsonObject Fact(string label, string text) => Line(Run(label + ": ", bold: true), Run(text));
}
