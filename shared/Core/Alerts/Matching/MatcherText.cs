using System.Text;

namespace OpsAutomation.Core.Alerts.Matching;

/// <summary>Quoted and plain texts inside a condition.</summary>
internal static class MatcherText
{
    /// <summary>Whether the text can stand as a field's name without quotes.</summary>
    public static bool IsPlain(string text) => text.All(IsPlain);

    /// <summary>Whether the character can stand in a field's name without quotes.</summary>
    public static bool IsPlain(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or ':' or '/' or '@';

    /// <summary>Puts a text into quotes.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                '\n' => quoted.Append("\\n"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Reads a quoted text that begins at <paramref name="at"/> and moves past it; null when its end is missing.</summary>
    /// <remarks>Only <c>\"</c>, <c>\\</c> and <c>\n</c> are escapes; another backslash stands for itself, so <c>"db-\d+"</c> needs no second one.</remarks>
    public static string? Unquote(string text, ref int at)
    {
        var value = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '"':
                    at++;
                    return value.ToString();
                case '\\' when at + 1 < text.Length && text[at + 1] is '"' or '\\' or 'n':
                    at++;
                    value.Append(text[at] == 'n' ? '\n' : text[at]);
                    break;
                default:
                    value.Append(text[at]);
                    break;
            }
        }

        return null;
    }
}
