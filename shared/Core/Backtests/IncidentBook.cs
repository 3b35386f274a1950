using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Classification;
using OpsAutomation.Core.Correlation;
using OpsAutomation.Core.Correlation.Climates;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Core.Backtests;

/// <summary>
/// The incidents of a backtest and the pages that they cause. Nothing is remediated here: an incident ends when its sender
/// says so. Like a running system it only ever becomes more urgent, and pages when it opens as a page or becomes one.
/// </summary>
internal sealed class IncidentBook(OpsCatalog catalog, TimeProvider clock)
{
    private readonly Dictionary<string, BacktestIncident> _incidents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _scopes = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly List<BacktestPage> _pages = [];

    /// <summary>The incidents in the order of opening.</summary>
    public IReadOnlyList<BacktestIncident> Incidents => [.. _order.Select(id => _incidents[id])];

    /// <summary>The pages in the order of time.</summary>
    public IReadOnlyList<BacktestPage> Pages => _pages;

    /// <summary>What surrounds the incidents now; null before anything happened.</summary>
    public Climate? Climate { get; set; }

    /// <summary>Category and severity of an alert, as an incident that it opens would have them.</summary>
    public ClassificationResult Classify(Alert alert) => catalog.Classification.Classify(
        alert, Climate is { } climate ? ClimateEnrichment.Of(alert, climate, catalog.Services) : Enrichment.Of(catalog.Services.ByName(alert.Service)));

    /// <summary>The scope of an incident, or null when there is none.</summary>
    public string? ScopeOf(string incidentId) => _scopes.GetValueOrDefault(incidentId);

    /// <summary>An alert opens an incident, once.</summary>
    public void Open(OpenIncident order)
    {
        if (_incidents.ContainsKey(order.IncidentId))
        {
            Join(order.IncidentId, order.Alert);
            return;
        }

        var (result, route) = Weigh(order.Alert);
        _order.Add(order.IncidentId);
        _scopes[order.IncidentId] = order.Scope;
        _incidents[order.IncidentId] = new BacktestIncident(
            order.IncidentId, clock.GetUtcNow(), null, order.Alert.Summary, order.Alert.Service, result.Category, result.Severity, route.Urgency, 1);
        Page(order.IncidentId, order.Alert, result.Severity, route);
    }

    /// <summary>An alert joins an incident.</summary>
    public void Join(string incidentId, Alert alert)
    {
        if (!_incidents.TryGetValue(incidentId, out var incident))
        {
            return;
        }

        var joined = incident with { Alerts = incident.Alerts + 1 };
        if (alert.Status == AlertStatus.Firing)
        {
            var (result, route) = Weigh(alert);
            joined = joined with
            {
                ClearedAt = null,
                Severity = result.Severity < incident.Severity ? result.Severity : incident.Severity,
                Urgency = route.Urgency < incident.Urgency ? route.Urgency : incident.Urgency,
            };
            if (route.Urgency < incident.Urgency)
            {
                Page(incidentId, alert, result.Severity, route);
            }
        }

        _incidents[incidentId] = joined;
    }

    /// <summary>Nothing fires in an incident any more.</summary>
    public void Clear(string incidentId)
    {
        if (_incidents.TryGetValue(incidentId, out var incident))
        {
            _incidents[incidentId] = incident with { ClearedAt = incident.ClearedAt ?? clock.GetUtcNow() };
        }
    }

    private (ClassificationResult Result, RouteDecision Route) Weigh(Alert alert)
    {
        var result = Classify(alert);
        return (result, catalog.Routing.Route(result.Category, result.Severity, catalog.Services.ByName(alert.Service), alert.Signal.Kind, clock.GetUtcNow()));
    }

    private void Page(string incidentId, Alert alert, Severity severity, RouteDecision route)
    {
        if (route.Urgency == Urgency.Page)
        {
            _pages.Add(new BacktestPage(clock.GetUtcNow(), alert.Id, incidentId, alert.Rule, alert.Summary, severity, route.Who, route.Sentence));
        }
    }
}
