using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsAutomation.Core.Approvals.Links;

/// <summary>What holds for every signed link, whatever it is for.</summary>
internal static class LinkRules
{
    /// <summary>What is wrong with a link whose signature is right, or null.</summary>
    /// <param name="key">The key that signed it.</param>
    /// <param name="issued">When it says that it was signed.</param>
    /// <param name="expires">Until when it says that it is good.</param>
    /// <param name="of">The environment that it was signed for.</param>
    /// <param name="environment">The environment that it was brought to.</param>
    /// <param name="now">The time.</param>
    public static LinkProblem? Judge(LinkKey key, DateTimeOffset issued, DateTimeOffset expires, string of, string environment, DateTimeOffset now) =>
        !key.SignedAt(issued) ? LinkProblem.Downgraded
        : !string.Equals(of, environment, StringComparison.Ordinal) ? LinkProblem.WrongEnvironment
        : now > expires ? LinkProblem.Expired
        : now > key.AcceptedUntil ? LinkProblem.UnknownKey
        : null;

    /// <summary>Reads a time of a link: seconds since 1970.</summary>
    public static DateTimeOffset Time(JsonNode? node) =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(node!.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
}
