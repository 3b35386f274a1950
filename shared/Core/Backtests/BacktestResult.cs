using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Incidents;

namespace OpsAutomation.Core.Backtests;

/// <summary>What one catalogue makes of the events.</summary>
/// <param name="Alerts">Every event that became an alert or a dead letter, in the order of receipt.</param>
/// <param name="Incidents">Every incident, in the order of opening.</param>
/// <param name="Pages">Every page, in the order of time.</param>
public sealed record BacktestResult(IReadOnlyList<BacktestAlert> Alerts, IReadOnlyList<BacktestIncident> Incidents, IReadOnlyList<BacktestPage> Pages);

/// <summary>What became of one event.</summary>
/// <param name="Id">The alert.</param>
/// <param name="Source">The sender.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Rule">Its rule; null for a dead letter.</param>
/// <param name="Service">Its service, or null.</param>
/// <param name="Category">Its category; null for what does not fire.</param>
/// <param name="Severity">Our severity; null for what does not fire.</param>
/// <param name="Kind">Its last disposition.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="IncidentId">The incident that it belongs to, or null.</param>
/// <param name="Field">For a dead letter: the field that could not be read.</param>
public sealed record BacktestAlert(
    string Id,
    string Source,
    DateTimeOffset ReceivedAt,
    string? Rule,
    string? Service,
    string? Category,
    Severity? Severity,
    DispositionKind Kind,
    string Reason,
    string? IncidentId,
    string? Field = null);

/// <summary>An incident of a backtest.</summary>
/// <param name="Id">The incident.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="ClearedAt">When nothing fired in it any more; null where something still does at the end.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Service">The service, or null.</param>
/// <param name="Category">The category of its opening alert.</param>
/// <param name="Severity">The gravest severity that it had.</param>
/// <param name="Urgency">The greatest urgency that it had.</param>
/// <param name="Alerts">How many alerts opened and joined it.</param>
public sealed record BacktestIncident(
    string Id, DateTimeOffset OpenedAt, DateTimeOffset? ClearedAt, string Title, string? Service, string Category, Severity Severity, Urgency Urgency, int Alerts);

/// <summary>Somebody would have been paged.</summary>
/// <param name="At">When.</param>
/// <param name="AlertId">The alert that did it.</param>
/// <param name="IncidentId">Its incident.</param>
/// <param name="Rule">The rule of the alert.</param>
/// <param name="Title">What it says.</param>
/// <param name="Severity">Our severity.</param>
/// <param name="Who">Whom.</param>
/// <param name="Reason">The routing decision in a sentence.</param>
public sealed record BacktestPage(
    DateTimeOffset At, string AlertId, string IncidentId, string Rule, string Title, Severity Severity, IReadOnlyList<string> Who, string Reason);
