using System.Globalization;
using System.Text;

namespace OpsAutomation.Core.Expressions.Functions;

/// <summary>A class of a pattern: <c>[a-z]</c>, <c>[^\d_]</c>, <c>[[:alpha:]]</c>. Beyond the basic plane only single characters stand in it.</summary>
internal static class PatternClass
{
    private const string Surrogates = "\\uD800-\\uDFFF";

    private static readonly Dictionary<string, string> Posix = new(StringComparer.Ordinal)
    {
        ["alnum"] = "0-9A-Za-z",
        ["alpha"] = "A-Za-z",
        ["ascii"] = "\\x00-\\x7F",
        ["blank"] = "\\t ",
        ["cntrl"] = "\\x00-\\x1F\\x7F",
        ["digit"] = "0-9",
        ["graph"] = "!-~",
        ["lower"] = "a-z",
        ["print"] = " -~",
        ["punct"] = "!-/:-@\\[-`{-~",
        ["space"] = "\\t\\n\\x0B\\f\\r ",
        ["upper"] = "A-Z",
        ["word"] = "0-9A-Za-z_",
        ["xdigit"] = "0-9A-Fa-f",
    };

    /// <summary>Translates the class at a place and moves past it; the reason when it cannot be.</summary>
    public static string? Translate(string pattern, ref int i, StringBuilder output)
    {
        i++;
        var negated = i < pattern.Length && pattern[i] == '^';
        i += negated ? 1 : 0;
        var basic = new StringBuilder();
        var astral = new List<int>();
        for (var first = true; ; first = false)
        {
            if (i >= pattern.Length)
            {
                return "invalid pattern: a class does not end";
            }

            if (pattern[i] == ']' && !first)
            {
                i++;
                return Write(output, basic, astral, negated);
            }

            if (ReadItem(pattern, ref i, basic, astral) is { } problem)
            {
                return problem;
            }
        }
    }

    /// <summary>Reads <c>\x41</c> or <c>\x{1F600}</c>.</summary>
    public static bool ReadHex(string pattern, ref int i, out int code)
    {
        var braced = i + 2 < pattern.Length && pattern[i + 2] == '{';
        var start = i + (braced ? 3 : 2);
        var end = braced ? pattern.IndexOf('}', start) : Math.Min(start + 2, pattern.Length);
        code = 0;
        if (end < 0 || end - start is < 1 or > 8 || (!braced && end - start != 2)
            || !int.TryParse(pattern.AsSpan(start, end - start), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code)
            || !Rune.IsValid(code))
        {
            return false;
        }

        i = braced ? end + 1 : end;
        return true;
    }

    /// <summary>A code point so that it stands for itself, inside a class or outside.</summary>
    public static string Quote(int code) =>
        code <= 0xFFFF ? $"\\u{code:X4}" : $"(?:{string.Concat(new Rune(code).ToString().Select(c => $"\\u{(int)c:X4}"))})";

    private static string? ReadItem(string pattern, ref int i, StringBuilder basic, List<int> astral)
    {
        if (pattern[i] == '[' && i + 1 < pattern.Length && pattern[i + 1] == ':')
        {
            var end = pattern.IndexOf(":]", i, StringComparison.Ordinal);
            if (end < 0 || !Posix.TryGetValue(pattern[(i + 2)..end], out var set))
            {
                return "invalid pattern: no such class between [: and :]";
            }

            basic.Append(set);
            i = end + 2;
            return null;
        }

        if (pattern[i] == '\\' && i + 1 < pattern.Length && pattern[i + 1] is 'd' or 'w' or 's')
        {
            basic.Append(pattern[i + 1] switch
            {
                'd' => "0-9",
                'w' => "0-9A-Za-z_",
                _ => "\\t\\n\\f\\r ",
            });
            i += 2;
            return null;
        }

        if (ReadOne(pattern, ref i) is not { } from)
        {
            return "invalid pattern: an escape that is not supported inside a class";
        }

        var to = from;
        if (i + 1 < pattern.Length && pattern[i] == '-' && pattern[i + 1] != ']')
        {
            i++;
            if (ReadOne(pattern, ref i) is not { } end || end < from)
            {
                return "invalid pattern: a range inside a class that ends before it begins";
            }

            to = end;
        }

        if (to > 0xFFFF && from != to)
        {
            return "invalid pattern: a range inside a class beyond U+FFFF is not supported";
        }

        if (to > 0xFFFF)
        {
            astral.Add(to);
        }
        else
        {
            basic.Append(Quote(from));
            if (to != from)
            {
                basic.Append('-').Append(Quote(to));
            }
        }

        return null;
    }

    private static int? ReadOne(string pattern, ref int i)
    {
        if (i >= pattern.Length)
        {
            return null;
        }

        if (pattern[i] != '\\')
        {
            if (!Rune.TryGetRuneAt(pattern, i, out var rune))
            {
                return null;
            }

            i += rune.Utf16SequenceLength;
            return rune.Value;
        }

        var c = i + 1 < pattern.Length ? pattern[i + 1] : '\0';
        if (c == 'x')
        {
            return ReadHex(pattern, ref i, out var code) ? code : null;
        }

        int? simple = c switch
        {
            'a' => 7,
            'f' => 12,
            'n' => 10,
            'r' => 13,
            't' => 9,
            'v' => 11,
            _ when char.IsAsciiLetterOrDigit(c) || c > '\u007f' || c == '\0' => null,
            _ => c,
        };
        i += 2;
        return simple;
    }

    private static string? Write(StringBuilder output, StringBuilder basic, List<int> astral, bool negated)
    {
        if (!negated)
        {
            var parts = astral.Select(Quote).ToList();
            if (basic.Length > 0)
            {
                parts.Add($"[{basic}]");
            }

            output.Append("(?:").AppendJoin('|', parts).Append(')');
            return null;
        }

        if (astral.Count > 0)
        {
            return "invalid pattern: a negated class with a character beyond U+FFFF is not supported";
        }

        output.Append("(?:[\\uD800-\\uDBFF][\\uDC00-\\uDFFF]|[^").Append(basic).Append(Surrogates).Append("])");
        return null;
    }
}
