namespace OpsAutomation.Core.Telemetry.Heartbeats;

/// <summary>When a source was heard of last.</summary>
/// <param name="Source">The source.</param>
/// <param name="At">When its newest alert was accepted, whatever it said.</param>
/// <param name="Rule">Its heartbeat rule, when one was heard of; otherwise null.</param>
/// <param name="RuleAt">When the newest firing alert of that rule was accepted.</param>
public sealed record HeardSource(string Source, DateTimeOffset At, string? Rule = null, DateTimeOffset? RuleAt = null)
{
    /// <summary>Both, each part the newest that is known. Hearing old news changes nothing.</summary>
    public HeardSource With(HeardSource other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var ours = RuleAt ?? DateTimeOffset.MinValue;
        var newer = other.RuleAt is { } theirs && (theirs > ours || (theirs == ours && Rule is null));
        return new HeardSource(Source, Later(At, other.At), newer ? other.Rule : Rule, newer ? other.RuleAt : RuleAt);
    }

    /// <summary>When it gave the sign of life that is asked for, or null.</summary>
    /// <param name="rule">The rule that counts, or null when every alert does.</param>
    public DateTimeOffset? SignOfLife(string? rule) =>
        rule is null ? At : string.Equals(Rule, rule, StringComparison.Ordinal) ? RuleAt : null;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
