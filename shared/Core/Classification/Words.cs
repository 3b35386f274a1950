using System.Text;

namespace OpsAutomation.Core.Classification;

/// <summary>
/// Splits names into words, so that <c>cpu</c> is found in <c>HighCPUUsage</c>, <c>host-cpu-high</c> and
/// <c>CPU is high</c>, and <c>error</c> is not found in <c>terrorism</c>. No regular expression, so no input is slow.
/// </summary>
internal static class Words
{
    private const int MaxLength = 1024;

    /// <summary>The words of a text in lower case, each between single spaces, with one at both ends.</summary>
    public static string Of(string text)
    {
        var words = new StringBuilder(" ");
        var length = Math.Min(text.Length, MaxLength);
        for (var i = 0; i < length; i++)
        {
            var c = text[i];
            if (!char.IsLetterOrDigit(c))
            {
                Break(words);
                continue;
            }

            // highCpu, and the last capital of CPUUsage, begin a word.
            var begins = char.IsUpper(c) && i > 0 && (char.IsLower(text[i - 1]) || (char.IsUpper(text[i - 1]) && i + 1 < length && char.IsLower(text[i + 1])));
            if (begins)
            {
                Break(words);
            }

            words.Append(char.ToLowerInvariant(c));
        }

        Break(words);
        return words.ToString();
    }

    /// <summary>Whether a phrase stands in words that <see cref="Of"/> made.</summary>
    public static bool Contains(string words, string phrase) => words.Contains(Of(phrase), StringComparison.Ordinal);

    private static void Break(StringBuilder words)
    {
        if (words[^1] != ' ')
        {
            words.Append(' ');
        }
    }
}
