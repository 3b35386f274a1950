namespace OpsAutomation.Core.Telemetry.FireDrills;

/// <summary>How one fire drill went, as it is kept: what a measure of response times reads.</summary>
public sealed record FireDrillRun
{
    /// <summary>For example <c>DRILL-weekly-teams-12</c>; never the id of an incident.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the drill.</summary>
    public required string Drill { get; init; }

    /// <summary>When its alert was sent.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>Its alert.</summary>
    public required string AlertId { get; init; }

    /// <summary>Who may answer it, as resolved when it was sent.</summary>
    public required IReadOnlyList<string> People { get; init; }

    /// <summary>The longest times of a good one, as they were then.</summary>
    public required FireDrillTimes Within { get; init; }

    /// <summary>When the alert had its disposition, or null.</summary>
    public DateTimeOffset? DisposedAt { get; init; }

    /// <summary>When people were told, or null.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>What each channel answered.</summary>
    public IReadOnlyList<FireDrillDelivery> Deliveries { get; init; } = [];

    /// <summary>When somebody acknowledged it, or null.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>Who did.</summary>
    public string? AcknowledgedBy { get; init; }

    /// <summary>When somebody decided, or null.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Who did.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>Whether they approved; null before.</summary>
    public bool? Approved { get; init; }

    /// <summary>When the action that changes nothing was carried out, or null.</summary>
    public DateTimeOffset? ActedAt { get; init; }

    /// <summary>When it was verified, or null.</summary>
    public DateTimeOffset? VerifiedAt { get; init; }

    /// <summary>When it was over, or null while it is under way.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What went wrong, each in a sentence; empty for a good one.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Whether it is over and all went well.</summary>
    public bool Passed => EndedAt is not null && Problems.Count == 0;

    /// <summary>Seconds from the alert until every channel had delivered; null where one did not.</summary>
    public double? SecondsToDelivery => ToldAt is not null && Deliveries.Count > 0 && Deliveries.All(d => d.Delivered) ? (Deliveries.Max(d => d.At) - SentAt).TotalSeconds : null;

    /// <summary>Seconds from the message to the acknowledgement.</summary>
    public double? SecondsToAcknowledge => (AcknowledgedAt - ToldAt)?.TotalSeconds;

    /// <summary>Seconds from the message to the decision.</summary>
    public double? SecondsToDecision => (DecidedAt - ToldAt)?.TotalSeconds;
}

/// <summary>What a channel answered.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Delivered">Whether it took the message.</param>
/// <param name="At">When.</param>
/// <param name="Reason">What it said, without addresses or secrets.</param>
public sealed record FireDrillDelivery(string Channel, bool Delivered, DateTimeOffset At, string Reason);
