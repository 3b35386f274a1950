using System.Globalization;
using System.Text;

namespace OpsAutomation.Integrations.Records.Tables.Rows;

/// <summary>
/// Keys as Table storage takes them: plain ASCII, without what it forbids (<c>/ \ # ?</c> and control characters) and without
/// what addresses, filters and proxies trip over (<c>' % + &amp; "</c> and blanks). Ordered by their characters exactly as
/// <see cref="StringComparer.Ordinal"/> orders the originals, and ASCII is in the same order however a service compares.
/// <list type="bullet">
/// <item>A unit below <c>-</c> is <c>!</c> and two hexadecimal digits; one from <c>~</c> on is <c>~</c> and four.</item>
/// <item>A forbidden unit in between shares the one before it: <c>.</c> is <c>..</c> and <c>/</c> is <c>.:</c>, likewise
/// <c>&gt;</c> with <c>?</c> and <c>[</c> with <c>\</c>.</item>
/// <item>Everything else stands for itself, so our own keys stay readable.</item>
/// </list>
/// </summary>
internal static class TableKey
{
    /// <summary>The most characters of an encoded key: 1 KiB of UTF-16 (learn.microsoft.com, "Understanding the Table service data model").</summary>
    public const int MaxLength = 512;

    /// <summary>The key as stored, whatever its length.</summary>
    public static string Encode(string key)
    {
        var text = new StringBuilder(key.Length + 16);
        foreach (var unit in key)
        {
            switch (unit)
            {
                case < '-':
                    text.Append('!').Append(((int)unit).ToString("X2"));
                    break;
                case '.' or '>' or '[':
                    text.Append(unit).Append('.');
                    break;
                case '/' or '?' or '\\':
                    text.Append((char)(unit - 1)).Append(':');
                    break;
                case >= '~':
                    text.Append('~').Append(((int)unit).ToString("X4"));
                    break;
                default:
                    text.Append(unit);
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>The key as stored.</summary>
    /// <exception cref="ArgumentException">It is longer than Table storage takes.</exception>
    public static string EncodeStored(string key)
    {
        var text = Encode(key);
        return text.Length <= MaxLength
            ? text
            : throw new ArgumentException($"The key '{key[..Math.Min(key.Length, 40)]}…' is too long: Table storage takes {MaxLength} characters, and encoded it has {text.Length}.", nameof(key));
    }

    /// <summary>The original of a stored key.</summary>
    /// <exception cref="InvalidDataException">No key of ours is stored like that.</exception>
    public static string Decode(string text)
    {
        var key = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '!':
                    key.Append(Unit(text, i, 2));
                    i += 2;
                    break;
                case '~':
                    key.Append(Unit(text, i, 4));
                    i += 4;
                    break;
                case '.' or '>' or '[':
                    var first = text[i];
                    i++;
                    key.Append(i < text.Length && text[i] is '.' or ':' ? (char)(first + (text[i] == ':' ? 1 : 0)) : throw Foreign(text));
                    break;
                default:
                    key.Append(text[i]);
                    break;
            }
        }

        // Each key is stored in one way only, so what does not come back was not written by us.
        var original = key.ToString();
        return string.Equals(Encode(original), text, StringComparison.Ordinal) ? original : throw Foreign(text);
    }

    private static char Unit(string text, int at, int digits) =>
        at + digits < text.Length && ushort.TryParse(text.AsSpan(at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : throw Foreign(text);

    private static InvalidDataException Foreign(string text) => new($"The table holds a key that this program did not write: '{text}'.");
}
