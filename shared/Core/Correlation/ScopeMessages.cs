using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation.Recent;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Correlation;

/// <summary>The kinds of outbox items that a scope emits.</summary>
public static class ScopeOutbox
{
    /// <summary>Body: <see cref="OpenIncident"/>.</summary>
    public const string OpenIncident = "open-incident";

    /// <summary>Body: <see cref="JoinIncident"/>.</summary>
    public const string AlertJoined = "alert-joined";

    /// <summary>Body: <see cref="ClearIncident"/>.</summary>
    public const string AllClear = "all-clear";

    /// <summary>Body: <see cref="IndexAlert"/>.</summary>
    public const string IndexAlert = "index-alert";

    /// <summary>Body: <see cref="NoteIncident"/>.</summary>
    public const string Note = "note-incident";

    /// <summary>Body: <see cref="Climates.ClimateUpdate"/>.</summary>
    public const string Climate = "climate";
}

/// <summary>Create the incident and start its run. Doing it twice must be once.</summary>
/// <param name="IncidentId">The incident.</param>
/// <param name="Scope">Its scope.</param>
/// <param name="Alert">The alert that opens it.</param>
/// <param name="OpenedAt">When, where that is not when the alert was received: it had been held back. Null otherwise.</param>
/// <param name="Because">Why only then; null otherwise.</param>
/// <param name="PersonOnly">Why no playbook may start by itself; null where one may.</param>
/// <param name="Wanted">The playbook that a person wants planned, or null.</param>
public sealed record OpenIncident(
    string IncidentId, string Scope, Alert Alert, DateTimeOffset? OpenedAt = null, string? Because = null, string? PersonOnly = null, AskedPlaybook? Wanted = null);

/// <summary>Write the alert into the incident's journal.</summary>
/// <param name="IncidentId">The incident.</param>
/// <param name="Alert">The alert.</param>
/// <param name="Occasion">Set where the alert may have joined before; the same occasion is written once.</param>
/// <param name="Because">What is new about it then; null otherwise.</param>
public sealed record JoinIncident(string IncidentId, Alert Alert, long? Occasion = null, string? Because = null);

/// <summary>Tell the incident that nothing fires in it any more, or that what does is told elsewhere.</summary>
/// <param name="IncidentId">The incident.</param>
/// <param name="AlertId">The alert that was the last.</param>
/// <param name="Occasion">Set where the alert may have been the last before; the same occasion is written once.</param>
/// <param name="Because">Why, where it is not that its sender says that it ended; null otherwise.</param>
/// <param name="Withdrawn">Whether it still fires and belongs elsewhere: automation ends what it does, and begins nothing more.</param>
public sealed record ClearIncident(string IncidentId, string AlertId, long? Occasion = null, string? Because = null, bool Withdrawn = false);

/// <summary>Remember which scope holds an alert's dispositions, and what the alert was about.</summary>
/// <param name="AlertId">The alert.</param>
/// <param name="Scope">The scope.</param>
/// <param name="Recent">For the lists of recent alerts; null for what was never an alert.</param>
public sealed record IndexAlert(string AlertId, string Scope, RecentAlert? Recent = null);

/// <summary>Write something into the journal of an incident of another scope, which has taken an alert.</summary>
/// <param name="IncidentId">The incident.</param>
/// <param name="Key">The same key is written once.</param>
/// <param name="Text">For a person.</param>
/// <param name="AcknowledgedBy">Who acknowledged our page in the pager that it was sent to, or null.</param>
public sealed record NoteIncident(string IncidentId, string Key, string Text, string? AcknowledgedBy = null);
