using System.Text.RegularExpressions;

namespace OpsAutomation.Cli.Rehearsing.Campaigns;

/// <summary>A reason for which a person has an incident, without what differs from one to the next: ids, names, times, numbers.</summary>
internal static partial class EscalationReason
{
    private const int Longest = 140;

    /// <summary>The reason in general.</summary>
    public static string Of(string reason)
    {
        var text = Differs().Replace(reason, "…").ReplaceLineEndings(" ");
        return text.Length <= Longest ? text : text[..Longest] + "…";
    }

    // Incidents, ids of resources, GUIDs, dates, times, and words that hold a number.
    [GeneratedRegex(@"INC-[\w-]+|/(?:subscriptions|providers)/\S*[\w]|[\w-]*\d[\w:.-]*[\w]|\d", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Differs();
}
