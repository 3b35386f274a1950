using System.Globalization;
using System.Text;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Syntax;

/// <summary>Reads a string or bytes literal: raw, triple-quoted, with escapes.</summary>
internal static class StringReader
{
    /// <summary>Whether a literal with a prefix begins here, and not a name.</summary>
    public static bool StartsAt(string source, int at)
    {
        var i = at;
        if (i < source.Length && source[i] is 'b' or 'B')
        {
            i++;
        }

        if (i < source.Length && source[i] is 'r' or 'R')
        {
            i++;
        }

        return i > at && i < source.Length && source[i] is '"' or '\'';
    }

    /// <summary>Reads the literal at a place and moves past it.</summary>
    public static ExpressionValue Read(string source, ref int at)
    {
        var start = at;
        var (bytes, raw) = (false, false);
        for (; source[at] is not ('"' or '\''); at++)
        {
            bytes |= source[at] is 'b' or 'B';
            raw |= source[at] is 'r' or 'R';
        }

        var quote = new string(source[at], 3);
        if (string.CompareOrdinal(source, at, quote, 0, 3) != 0)
        {
            quote = quote[..1];
        }

        at += quote.Length;
        var text = new StringBuilder();
        using var binary = new MemoryStream();
        while (true)
        {
            if (at >= source.Length || (quote.Length == 1 && source[at] is '\n' or '\r'))
            {
                throw SyntaxException.At(start, quote.Length == 1 ? "The string does not end on its line; more than one line needs three quotes." : "The string does not end.");
            }

            if (string.CompareOrdinal(source, at, quote, 0, quote.Length) == 0)
            {
                at += quote.Length;
                break;
            }

            if (source[at] == '\\' && !raw)
            {
                ReadEscape(source, ref at, bytes, text, binary);
            }
            else
            {
                text.Append(source[at++]);
            }
        }

        if (!bytes)
        {
            return new StringValue(text.ToString());
        }

        Flush(text, binary);
        return new BytesValue(binary.ToArray());
    }

    // In bytes, text between the escapes is UTF-8, and an escape is one byte.
    private static void Flush(StringBuilder text, MemoryStream binary)
    {
        binary.Write(Encoding.UTF8.GetBytes(text.ToString()));
        text.Clear();
    }

    private static void ReadEscape(string source, ref int at, bool bytes, StringBuilder text, MemoryStream binary)
    {
        var start = at++;
        var c = at < source.Length ? source[at] : '\0';
        if (Simple(c) is { } simple)
        {
            at++;
            text.Append(simple);
            return;
        }

        var (skip, length, style) = c switch
        {
            'x' or 'X' => (1, 2, NumberStyles.AllowHexSpecifier),
            'u' when !bytes => (1, 4, NumberStyles.AllowHexSpecifier),
            'U' when !bytes => (1, 8, NumberStyles.AllowHexSpecifier),
            >= '0' and <= '3' => (0, 3, NumberStyles.None),
            _ => throw SyntaxException.At(start, "No such escape; a backslash itself is written '\\\\', or the string begins with r."),
        };
        var digits = at + skip + length <= source.Length ? source.Substring(at + skip, length) : string.Empty;
        var code = style == NumberStyles.None ? Octal(digits) : Hex(digits);
        if (code < 0 || (!bytes && !Rune.IsValid(code)))
        {
            throw SyntaxException.At(start, code < 0 ? $"The escape needs {length} digits." : "The escape is no Unicode character.");
        }

        at += skip + length;
        if (bytes)
        {
            Flush(text, binary);
            binary.WriteByte((byte)code);
        }
        else
        {
            text.Append(new Rune(code).ToString());
        }
    }

    private static char? Simple(char c) => c switch
    {
        'a' => '\a',
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\v',
        '\\' or '?' or '"' or '\'' or '`' => c,
        _ => null,
    };

    private static int Octal(string digits) =>
        digits.Length == 3 && digits.All(d => d is >= '0' and <= '7') ? ((digits[0] - '0') * 64) + ((digits[1] - '0') * 8) + digits[2] - '0' : -1;

    private static int Hex(string digits) =>
        uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? (int)Math.Min(code, int.MaxValue) : -1;
}
