using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsAutomation.Core.Alerts.Matching;

/// <summary>
/// Regular expressions that people write into matchers: anchored at both ends as in Alertmanager, without backtracking, so
/// that matching takes time in proportion to the text, and bounded, because a short expression can stand for a vast automaton.
/// </summary>
internal static partial class MatchExpression
{
    private const int MaxLength = 256;

    // ((a{50}){50}){50} has 17 characters and 125,000 states.
    private const long MaxRepetition = 1000;

    /// <summary>The expression, or what is wrong with it.</summary>
    public static (Regex? Expression, string? Problem) Parse(string pattern, bool ignoreCase)
    {
        if (pattern.Length > MaxLength)
        {
            return (null, $"An expression has at most {MaxLength} characters.");
        }

        if (Repetition(pattern) > MaxRepetition)
        {
            return (null, $"The counts of the expression multiply to more than {MaxRepetition}.");
        }

        var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
        try
        {
            // Alone first: "a)|(b" is no expression, and would be one inside the anchors.
            _ = new Regex(pattern, options, TimeSpan.FromSeconds(1));
            return (new Regex($@"\A(?:{pattern})\z", options, TimeSpan.FromSeconds(1)), null);
        }
        catch (ArgumentException e)
        {
            return (null, $"Not a regular expression: {e.Message}");
        }
        catch (NotSupportedException)
        {
            return (null, "Look-around, back-references and atomic groups are not supported: they can make an expression slow.");
        }
    }

    private static long Repetition(string pattern)
    {
        var product = 1L;
        foreach (var count in Counts().EnumerateMatches(pattern))
        {
            foreach (var number in pattern.Substring(count.Index + 1, count.Length - 2).Split(',', StringSplitOptions.RemoveEmptyEntries)[^1..])
            {
                var parsed = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : int.MaxValue;
                product = Math.Min(product * Math.Max(1, parsed), int.MaxValue);
            }
        }

        return product;
    }

    [GeneratedRegex(@"\{[0-9]+(,[0-9]*)?\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Counts();
}
