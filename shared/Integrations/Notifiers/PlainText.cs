using System.Globalization;
using System.Text;

namespace OpsAutomation.Integrations.Notifiers;

/// <summary>Text from outside for a channel: control and direction-changing characters go, since they can make a command read as another.</summary>
internal static class PlainText
{
    /// <summary>One line without them, cut to a number of characters; what was cut is shown by an ellipsis.</summary>
    /// <param name="text">The text.</param>
    /// <param name="limit">Characters, the ellipsis not counted.</param>
    /// <param name="breaks">Whether the last character and the next would mean something to the channel together: a joiner that nobody sees is put between.</param>
    public static string Of(string text, int limit, Func<char, Rune, bool>? breaks = null)
    {
        const char wordJoiner = '\u2060';
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

            if (breaks is not null && plain.Length > 0 && breaks(plain[^1], rune))
            {
                plain.Append(wordJoiner);
            }

            plain.Append(rune);
        }

        return plain.ToString();
    }
}
