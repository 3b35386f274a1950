using System.Globalization;
using System.Text;

namespace OpsAutomation.Core.Expressions.Functions;

/// <summary>
/// RE2's syntax into the platform's. They differ in what would otherwise be silently another answer: <c>$</c> is the very end,
/// <c>\d \w \s \b</c> are ASCII, <c>.</c> and classes take a whole code point. What has no equal is refused with a reason.
/// </summary>
internal static class PatternTranslation
{
    private const string Astral = "[\\uD800-\\uDBFF][\\uDC00-\\uDFFF]";
    private const string BasicPlane = "\\uD800-\\uDFFF";
    private const string Word = "0-9A-Za-z_";
    private const string Space = "\\t\\n\\f\\r ";

    /// <summary>Translates; null when it could be, else the reason.</summary>
    public static string? Translate(string pattern, out string translated)
    {
        var output = new StringBuilder(pattern.Length * 2);
        translated = string.Empty;
        for (var i = 0; i < pattern.Length;)
        {
            var problem = pattern[i] switch
            {
                '\\' => Escape(pattern, ref i, output),
                '[' => PatternClass.Translate(pattern, ref i, output),
                '(' => Group(pattern, ref i, output),
                '.' => Put(output, ref i, 1, $"(?:{Astral}|[^\\n{BasicPlane}])"),
                '$' => Put(output, ref i, 1, "\\z"),
                '^' => Put(output, ref i, 1, "\\A"),
                _ => Character(pattern, ref i, output),
            };
            if (problem is not null)
            {
                return problem;
            }
        }

        translated = output.ToString();
        return null;
    }

    private static string? Put(StringBuilder output, ref int i, int taken, string text)
    {
        output.Append(text);
        i += taken;
        return null;
    }

    private static string? Character(string pattern, ref int i, StringBuilder output)
    {
        if (char.IsHighSurrogate(pattern[i]) && i + 1 < pattern.Length && char.IsLowSurrogate(pattern[i + 1]))
        {
            // One code point, so that an operator after it repeats the whole.
            return Put(output, ref i, 2, $"(?:{pattern[i]}{pattern[i + 1]})");
        }

        return Put(output, ref i, 1, pattern[i].ToString());
    }

    private static string? Escape(string pattern, ref int i, StringBuilder output)
    {
        if (i + 1 >= pattern.Length)
        {
            return "invalid pattern: a backslash at its end";
        }

        var c = pattern[i + 1];
        switch (c)
        {
            case 'd':
                return Put(output, ref i, 2, "[0-9]");
            case 'w':
                return Put(output, ref i, 2, $"[{Word}]");
            case 's':
                return Put(output, ref i, 2, $"[{Space}]");
            case 'D':
                return Put(output, ref i, 2, $"(?:{Astral}|[^0-9{BasicPlane}])");
            case 'W':
                return Put(output, ref i, 2, $"(?:{Astral}|[^{Word}{BasicPlane}])");
            case 'S':
                return Put(output, ref i, 2, $"(?:{Astral}|[^{Space}{BasicPlane}])");
            case 'A' or 'z' or 'a' or 'f' or 'n' or 'r' or 't' or 'v' or 'b' or 'B':
                return Put(output, ref i, 2, "\\" + c);
            case 'p' or 'P':
                return Property(pattern, ref i, output);
            case 'x':
                return PatternClass.ReadHex(pattern, ref i, out var code) ? Put(output, ref i, 0, PatternClass.Quote(code)) : "invalid pattern: \\x needs two digits, or digits in braces";
        }

        return char.IsAsciiLetterOrDigit(c) || c > '\u007f'
            ? $"invalid pattern: the escape \\{(c > '\u007f' ? "of a letter" : c.ToString())} is not supported"
            : Put(output, ref i, 2, "\\" + c);
    }

    // A class of Unicode in its long or its one-letter form. General categories only: the platform has blocks where RE2 has scripts.
    private static string? Property(string pattern, ref int i, StringBuilder output)
    {
        var end = i + 2 < pattern.Length && pattern[i + 2] == '{' ? pattern.IndexOf('}', i) : i + 2;
        if (end < 0 || end >= pattern.Length)
        {
            return "invalid pattern: \\p needs a name";
        }

        var name = pattern[(i + 2)..(end + 1)].Trim('{', '}');
        if (name.Length is 0 or > 2 || !name.All(char.IsAsciiLetter))
        {
            return "invalid pattern: \\p takes a general category such as L or Nd; scripts are not supported";
        }

        return Put(output, ref i, end + 1 - i, $"\\{pattern[i + 1]}{{{name}}}");
    }

    private static string? Group(string pattern, ref int i, StringBuilder output)
    {
        if (i + 1 >= pattern.Length || pattern[i + 1] != '?')
        {
            return Put(output, ref i, 1, "(?:");
        }

        var rest = pattern.AsSpan(i + 2);
        if (rest.StartsWith("P<") || (rest.StartsWith("<") && !rest.StartsWith("<=") && !rest.StartsWith("<!")))
        {
            // Nothing asks for what a group took, so its name is of no use.
            var end = pattern.IndexOf('>', i);
            return end < 0 ? "invalid pattern: the name of a group does not end" : Put(output, ref i, end + 1 - i, "(?:");
        }

        var length = 0;
        while (length < rest.Length && rest[length] is 'i' or 's' or '-')
        {
            length++;
        }

        if (length >= rest.Length || rest[length] is not (':' or ')') || (length == 0 && rest[length] == ')'))
        {
            return "invalid pattern: looking around, references and the flags m, U and x are not supported";
        }

        if (rest[..length].Contains('s'))
        {
            return "invalid pattern: the flag s is not supported; write (?:.|\\n)";
        }

        return Put(output, ref i, length + 3, string.Create(CultureInfo.InvariantCulture, $"(?{rest[..(length + 1)]}"));
    }
}
