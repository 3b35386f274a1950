using System.Globalization;
using System.Text;

namespace OpsAutomation.Core.Alerts;

/// <summary>
/// Makes a sender's text storable: control, direction-changing and invisible characters become spaces, length is bounded.
/// HTML and markdown stay as they are: they are data, and whoever shows them escapes them.
/// </summary>
public static class AlertText
{
    /// <summary>Returns the text in at most <paramref name="maxLength"/> UTF-16 characters; a cut ends in an ellipsis.</summary>
    public static string Clean(string text, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(text);
        var clean = new StringBuilder(Math.Min(text.Length, maxLength) + 2);
        foreach (var rune in text.EnumerateRunes())
        {
            // A lone surrogate arrives here as U+FFFD.
            clean.Append(IsHarmful(rune) ? " " : rune.ToString());
            if (clean.Length > maxLength)
            {
                var end = maxLength - 1;
                clean.Length = end > 0 && char.IsHighSurrogate(clean[end - 1]) ? end - 1 : end;
                clean.Append('…');
                break;
            }
        }

        return clean.ToString().Trim();
    }

    // Format characters (Unicode category Cf) reorder their neighbours, hide, or spell text that only a machine reads (tags).
    private static bool IsHarmful(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
