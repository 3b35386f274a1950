using OpsAutomation.Core.Alerts.Matching;

namespace OpsAutomation.Core.Calendars;

/// <summary>Somebody's decision, at run time, not to be told about some alerts for a while.</summary>
public sealed record Silence
{
    /// <summary>The longest silence: 30 days. What must be quiet for longer is a window of the catalogue, with a review.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private readonly Lazy<AlertMatcher?> _matcher;

    /// <summary>Makes one.</summary>
    public Silence() => _matcher = new Lazy<AlertMatcher?>(() => AlertMatcher.Parse(Matchers ?? []).Matcher);

    /// <summary>Its id, <c>s-</c> and letters, or what its creator called it.</summary>
    public required string Id { get; init; }

    /// <summary>The conditions in their canonical spelling; all must hold.</summary>
    public required IReadOnlyList<string> Matchers { get; init; }

    /// <summary>When it begins.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>When it ends; always there, at most <see cref="Longest"/> after its begin.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who ended it early, or null.</summary>
    public string? CancelledBy { get; init; }

    /// <summary>When it was ended early, or null.</summary>
    public DateTimeOffset? CancelledAt { get; init; }

    /// <summary>Why it was ended early, or null.</summary>
    public string? CancelReason { get; init; }

    /// <summary>When it stops hiding: its end, or when it was cancelled.</summary>
    public DateTimeOffset StopsAt => CancelledAt is { } cancelled && cancelled < EndsAt ? cancelled : EndsAt;

    /// <summary>Whether it hides anything at the moment.</summary>
    public bool IsActiveAt(DateTimeOffset moment) => StartsAt <= moment && moment < StopsAt;

    /// <summary>Whether it is about the alert. Conditions that no version of ours wrote hide nothing.</summary>
    public bool Matches(Alerts.Alert alert) => _matcher.Value?.Matches(alert) == true;
}
