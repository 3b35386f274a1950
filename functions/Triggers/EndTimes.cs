using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Functions.Triggers;

/// <summary>Reads when something ends: a moment with its offset, or a length from now.</summary>
internal static class EndTimes
{
    /// <summary>The longest length that is read at all.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>When, or null where neither or both are said, or not so that they can be read.</summary>
    internal static DateTimeOffset? Read(string? until, string? length, DateTimeOffset now) => (until, length) switch
    {
        ({ } text, null) => MomentText.Parse(text),
        (null, { } text) when DurationText.Parse(text) is { } span && span <= Longest => now + span,
        _ => null,
    };
}
