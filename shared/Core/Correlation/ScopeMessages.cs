using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation.Recent;

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
}

/// <summary>Create the incident and start its run. Doing it twice must be once.</summary>
public sealed record OpenIncident(string IncidentId, string Scope, Alert Alert);

/// <summary>Write the alert into the incident's journal.</summary>
public sealed record JoinIncident(string IncidentId, Alert Alert);

/// <summary>Tell the incident that nothing fires in it any more.</summary>
public sealed record ClearIncident(string IncidentId, string AlertId);

/// <summary>Remember which scope holds an alert's dispositions, and what the alert was about.</summary>
/// <param name="AlertId">The alert.</param>
/// <param name="Scope">The scope.</param>
/// <param name="Recent">For the lists of recent alerts; null for what was never an alert.</param>
public sealed record IndexAlert(string AlertId, string Scope, RecentAlert? Recent = null);
