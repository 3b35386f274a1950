using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Notifications;

/// <summary>Why people are told.</summary>
public enum NoticeKind
{
    /// <summary>A plan waits for approval.</summary>
    ApprovalNeeded,

    /// <summary>A person has it now.</summary>
    Escalated,

    /// <summary>It was mitigated or closed, and what was done.</summary>
    Update,

    /// <summary>What could wait cannot wait any more: an alert that joined made a page of a ticket.</summary>
    Worsened,

    /// <summary>A step of a playbook says something.</summary>
    FromPlaybook,

    /// <summary>A person has it in hand now; those who were paged may go back to sleep.</summary>
    Acknowledged,
}

/// <summary>
/// Something to tell people, independent of the channel. Opens with what broke, since when, what automation did and what
/// is to be decided by when. All text from alerts is data: the channel escapes it.
/// </summary>
public sealed record Notice
{
    /// <summary>What it is about, once per incident: the same for every try, so that channels can drop what they had.</summary>
    public required string Key { get; init; }

    /// <summary>Why people are told.</summary>
    public required NoticeKind Kind { get; init; }

    /// <summary>
    /// How urgently. A channel makes no sound for a ticket and sends none for a record. What was not routed is urgent:
    /// silence must be decided, not forgotten.
    /// </summary>
    public Urgency Urgency { get; init; } = Urgency.Page;

    /// <summary>Whom it is for and why, in one line (<see cref="RouteDecision.Sentence"/>), or null before it is decided.</summary>
    public string? Route { get; init; }

    /// <summary>The incident as it stands.</summary>
    public required Incident Incident { get; init; }

    /// <summary>One sentence: what happened or what is asked.</summary>
    public required string Headline { get; init; }

    /// <summary>Further sentences for a person, in order.</summary>
    public required IReadOnlyList<string> Details { get; init; }

    /// <summary>The plan to approve, or null.</summary>
    public ActionPlan? Plan { get; init; }

    /// <summary>Risk of the playbook, or null.</summary>
    public Playbooks.Risk? Risk { get; init; }

    /// <summary>Until when a decision is needed, or null.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>When this notice was made, for "in 24 minutes".</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Page of the incident, from the configured public origin.</summary>
    public required Uri IncidentLink { get; init; }

    /// <summary>Signed link to the approval page that opens on approve, or null.</summary>
    public Uri? ApproveLink { get; init; }

    /// <summary>Signed link to the approval page that opens on reject, or null.</summary>
    public Uri? RejectLink { get; init; }

    /// <summary>What a person may do about it from the message: the word on the button, and the signed link of the page that asks once more.</summary>
    public IReadOnlyList<NoticeAct> Acts { get; init; } = [];

    /// <summary>Who has the incident in hand, in a sentence; null while nobody has, or where it is not asked.</summary>
    public string? InHand { get; init; }

    /// <summary>What each channel called its first message of this incident (<see cref="Delivery.Reference"/>), by channel.</summary>
    public IReadOnlyDictionary<string, string> References { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>Something a person may do from a message.</summary>
/// <param name="Word">The word on the button.</param>
/// <param name="Link">The page that asks once more; opening it changes nothing.</param>
public sealed record NoticeAct(string Word, Uri Link);

/// <summary>Whether a channel took a notice.</summary>
/// <param name="Delivered">Whether the channel confirmed it.</param>
/// <param name="Retry">Whether trying again can help.</param>
/// <param name="RetryAfter">How long to wait before that, or null.</param>
/// <param name="Reason">What the channel said, without addresses or secrets.</param>
public sealed record Delivery(bool Delivered, bool Retry, TimeSpan? RetryAfter, string Reason)
{
    /// <summary>What the channel calls the message, so that later ones can join it: the number of a ticket. Null where it needs none.</summary>
    public string? Reference { get; init; }

    /// <summary>Whether the channel is not meant for such a notice, so that nothing was sent and nothing is wrong.</summary>
    public bool Skipped { get; init; }

    /// <summary>The channel is not meant for such a notice.</summary>
    public static Delivery NotForThis(string reason) => new(false, false, null, reason) { Skipped = true };
}

/// <summary>A channel to people.</summary>
public interface INotifier
{
    /// <summary>Name of the channel, for example <c>teams</c>.</summary>
    string Channel { get; }

    /// <summary>Whether it files messages without a sound and one by one, as a tracker of issues does: quiet hours are nothing to it.</summary>
    bool Files => false;

    /// <summary>Sends one notice once; says whether retrying helps and never throws for a channel that refuses or is down.</summary>
    Task<Delivery> SendAsync(Notice notice, CancellationToken cancellationToken);
}
