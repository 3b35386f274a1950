namespace OpsAutomation.Core.Incidents;

/// <summary>What an unanswered request for approval comes to. Never an approval: silence is not a yes.</summary>
public enum TimeoutOutcome
{
    /// <summary>A person is called.</summary>
    Escalate,

    /// <summary>It counts as a rejection: an item of a list is left out, anything else stops.</summary>
    Reject,
}

/// <summary>People who may decide, too, from a moment on while nobody has.</summary>
/// <param name="At">From when; they are told then.</param>
/// <param name="Approvers">Users, <c>role:NAME</c>, <c>schedule:NAME</c> or <c>group:NAME</c>.</param>
public sealed record ApproverLevel(DateTimeOffset At, IReadOnlyList<string> Approvers);

/// <summary>How a request for approval is carried on, fixed when it is asked: an edit of the catalogue changes no question that waits.</summary>
public sealed record ApprovalTerms
{
    /// <summary>Who may decide, too, and from when, in the order of time; empty where nobody is added.</summary>
    public IReadOnlyList<ApproverLevel> Levels { get; init; } = [];

    /// <summary>When those who have not answered are reminded, or null.</summary>
    public DateTimeOffset? RemindAt { get; init; }

    /// <summary>What follows when nobody decides.</summary>
    public TimeoutOutcome OnTimeout { get; init; }

    /// <summary>People who wanted the run or began it: they may not approve it, nor may anyone in their place.</summary>
    public IReadOnlyList<string> Requesters { get; init; } = [];

    /// <summary>Who may approve by breaking the glass, two together; empty where nobody may.</summary>
    public IReadOnlyList<string> BreakGlass { get; init; } = [];
}

/// <summary>When an approved plan may begin. It is planned again then, and void where it is another.</summary>
/// <param name="Name">The window of <c>calendars.yaml</c>, or null for a time that was said.</param>
/// <param name="From">Not before.</param>
/// <param name="To">Not at or after.</param>
public sealed record ApprovalWindow(string? Name, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>In a sentence's words.</summary>
    public string Words => $"{(Name is null ? string.Empty : $"{Name}, ")}from {From:yyyy-MM-dd HH:mm} to {To:yyyy-MM-dd HH:mm} UTC";
}
