using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Core.Incidents;

/// <summary>Where an incident stands. The legal moves are the table in <c>IncidentTransitions</c>.</summary>
public enum IncidentStatus
{
    /// <summary>Opened; nothing decided yet.</summary>
    Open,

    /// <summary>A playbook runs.</summary>
    Remediating,

    /// <summary>A plan waits for a person.</summary>
    AwaitingApproval,

    /// <summary>The change is done; the signal is watched.</summary>
    Verifying,

    /// <summary>The signal is healthy; waiting for the all-clear.</summary>
    Mitigated,

    /// <summary>The condition ended.</summary>
    Resolved,

    /// <summary>Finished; swallows nothing any more.</summary>
    Closed,

    /// <summary>A person has it.</summary>
    Escalated,

    /// <summary>Automation failed and could not take its change back; a person has it.</summary>
    Failed,
}

/// <summary>Head of an incident: one row, replaced under its ETag with every journal entry.</summary>
public sealed record Incident
{
    /// <summary>For example <c>INC-20261124-3fa9c1d20b</c>: the day, and ten hex digits of the opening alert.</summary>
    public required string Id { get; init; }

    /// <summary>The scope whose partition correlates its alerts.</summary>
    public required string Scope { get; init; }

    /// <summary>One line for a person.</summary>
    public required string Title { get; init; }

    /// <summary>The gravest severity among its alerts: as their senders say, and once it is classified, as we weigh them.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Where it stands.</summary>
    public required IncidentStatus Status { get; init; }

    /// <summary>Service of the catalogue, or null.</summary>
    public string? Service { get; init; }

    /// <summary>ARM id of the resource it is about, or null.</summary>
    public string? Resource { get; init; }

    /// <summary>Rule of the alert that opened it; null in a head of before this was kept.</summary>
    public string? Rule { get; init; }

    /// <summary>Category given by the classification, or null before it.</summary>
    public string? Category { get; init; }

    /// <summary>Whether it is a page, a ticket or only recorded; null before that is decided.</summary>
    public Urgency? Urgency { get; init; }

    /// <summary>Name of the escalation that its pages go by; null where only the first are told, or it is no page.</summary>
    public string? Escalation { get; init; }

    /// <summary>Name of the playbook chosen, or null.</summary>
    public string? Playbook { get; init; }

    /// <summary>1 for the first run; raised by a reopening.</summary>
    public required int Episode { get; init; }

    /// <summary>When the condition began, as the opening alert says.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When the last journal entry was written.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it was closed, or null.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>How it ended, for a person; null until closed.</summary>
    public string? Outcome { get; init; }

    /// <summary>Number of alerts that belong to it.</summary>
    public required int AlertCount { get; init; }

    /// <summary>Sequence number of the last journal entry.</summary>
    public required int LastSequence { get; init; }

    /// <summary>Hash of the last journal entry, the head of the audit chain.</summary>
    public required string LastHash { get; init; }
}
