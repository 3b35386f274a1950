using System.Text.RegularExpressions;

namespace OpsAutomation.Cli.Rehearsing.Campaigns;

/// <summary>A reason for which a person has an incident, in general: the guardrail that refused, or what happened, without whom and where.</summary>
internal static partial class EscalationReason
{
    private const string Colon = ": ";

    /// <summary>The reason in general.</summary>
    public static string Of(string reason)
    {
        if (Guardrail().Match(reason) is { Success: true } refused)
        {
            return $"Guardrails refuse: {refused.Groups["rule"].ValueSpan}";
        }

        var at = reason.IndexOf(Colon, StringComparison.Ordinal);
        return Differs().Replace(Steps().Replace(at < 0 ? reason : reason[..at], "${word} …"), "…");
    }

    [GeneratedRegex(@"^Guardrails refuse step [\w.-]+: (?<rule>[a-z-]+):", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Guardrail();

    // Steps, and people who rejected something.
    [GeneratedRegex(@"\b(?<word>[Ss]tep|rejected by) [\w-]+", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Steps();

    // Incidents, ids, times, and words that hold a number.
    [GeneratedRegex(@"/(subscriptions|providers)/\S*\w|[\w-]*\d[\w:.-]*\w|\d", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Differs();
}
