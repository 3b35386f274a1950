using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Core.Correlation;

/// <summary>What is to become of one alert, and what follows from it.</summary>
/// <param name="Disposition">The explained fate.</param>
/// <param name="Next">The scope after it.</param>
/// <param name="Effects">What must happen to incidents, in order.</param>
public sealed record CorrelationDecision(Disposition Disposition, ScopeState Next, IReadOnlyList<CorrelationEffect> Effects);

/// <summary>Something that must happen to an incident because of an alert.</summary>
public abstract record CorrelationEffect
{
    /// <summary>A new incident begins with the alert.</summary>
    public sealed record Open(string IncidentId, Alert Alert) : CorrelationEffect;

    /// <summary>The alert joins an incident.</summary>
    public sealed record Join(string IncidentId, Alert Alert) : CorrelationEffect;

    /// <summary>Nothing fires in the incident any more, says its sender.</summary>
    public sealed record AllClear(string IncidentId, string AlertId) : CorrelationEffect;
}
