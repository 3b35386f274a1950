using System.Text.Json.Nodes;

namespace OpsAutomation.Integrations.Notifiers.Teams;

/// <summary>
/// Text inside a card. Data stands in a TextRun only, which shows markdown, links and mentions as they are written; a
/// TextBlock or a Fact would render them. What a TextRun still acts on is broken up by <see cref="Plain"/>.
/// </summary>
internal static class CardText
{
    /// <summary>
    /// Text that no stage between here and the reader acts on: template expressions (<c>${…}</c>), date functions
    /// (<c>{{DATE(…)}}</c>) and mention tags are interrupted by an invisible joiner; control and direction-changing
    /// characters go, since they can make a command read as another. Cut to <paramref name="limit"/> characters.
    /// </summary>
    public static string Plain(string text, int limit) => PlainText.Of(
        text, limit, static (last, next) => (last, next.Value) is ('$', '{') or ('@', '{') or ('{', '{') or ('<', 'a') or ('<', 'A') or ('<', '/'));

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
