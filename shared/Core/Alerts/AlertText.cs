using System.Globalization;
using System.Text;

namespace OpsAutomation.Core.Alerts;

/// <summary>
/// Makes a sender's text storable: control and direction-changing characters become spaces, length is bounded. HTML and
/// markdown stay as they are: they are data, and whoever shows them escapes them.
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

    private static bool IsHarmful(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069 or 0x200E or 0x200F or 0xFEFF;
}
