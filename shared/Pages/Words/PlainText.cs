using System.Globalization;
using System.Text;

namespace OpsAutomation.Pages.Words;

/// <summary>
/// Makes text from outside safe to read. HTML encoding is Razor's work; this is about what encoding leaves: characters
/// that reorder or hide their neighbours, so that a name reads as another one.
/// </summary>
public static class PlainText
{
    /// <summary>Longest text shown of one value, in UTF-16 units; what is cut is said.</summary>
    public const int Longest = 4000;

    /// <summary>
    /// The text with every control, bidirectional, invisible and lone surrogate character shown as its code point in
    /// brackets, <c>[U+202E]</c>. Line breaks and tabs stay. Null and empty give an empty string.
    /// </summary>
    public static string Plain(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var shown = new StringBuilder(Math.Min(text.Length, Longest));
        var position = 0;
        while (position < text.Length && position < Longest)
        {
            if (!Rune.TryGetRuneAt(text, position, out var rune))
            {
                Name(shown, text[position]);
                position++;
                continue;
            }

            if (IsHidden(rune))
            {
                Name(shown, rune.Value);
            }
            else
            {
                shown.Append(text, position, rune.Utf16SequenceLength);
            }

            position += rune.Utf16SequenceLength;
        }

        if (position < text.Length)
        {
            shown.Append(CultureInfo.InvariantCulture, $" … [{text.Length - position:N0} more characters]");
        }

        return shown.ToString();
    }

    /// <summary>The last part of an ARM id, for a person; the whole text where there is none, <c>not named</c> for null.</summary>
    public static string ShortResource(string? resourceId)
    {
        if (string.IsNullOrWhiteSpace(resourceId))
        {
            return "not named";
        }

        var name = resourceId.TrimEnd('/').Split('/')[^1];
        return Plain(name.Length == 0 ? resourceId : name);
    }

    // Zero-width joiners (U+200D) stay visible as code points too: in a resource name they only serve to deceive.
    private static bool IsHidden(Rune rune) => rune.Value is not ('\n' or '\r' or '\t')
        && (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
            || rune.Value is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800);

    private static void Name(StringBuilder shown, int value) => shown.Append(CultureInfo.InvariantCulture, $"[U+{value:X4}]");
}
