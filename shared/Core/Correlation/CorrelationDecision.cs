using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Core.Correlation;

/// <summary>What is to become of one alert, and what follows from it.</summary>
/// <param name="Disposition">The explained fate.</param>
/// <param name="Next">The scope after it.</param>
/// <param name="Effects">What must happen to incidents, in order.</param>
public sealed record CorrelationDecision(Disposition Disposition, ScopeState Next, IReadOnlyList<CorrelationEffect> Effects);

/// <summary>What becomes of one condition of a scope when it is judged again.</summary>
/// <param name="Disposition">The new fate of its newest firing alert; null when that stays, or there is none.</param>
/// <param name="Next">The scope after it.</param>
/// <param name="Effects">What must happen to incidents, in order.</param>
public sealed record SettleDecision(Disposition? Disposition, ScopeState Next, IReadOnlyList<CorrelationEffect> Effects);

/// <summary>Something that must happen to an incident because of an alert.</summary>
public abstract record CorrelationEffect
{
    /// <summary>A new incident begins with the alert.</summary>
    /// <param name="IncidentId">The incident.</param>
    /// <param name="Alert">The alert.</param>
    /// <param name="Because">What went before, where the alert had been held back; null otherwise.</param>
    /// <param name="PersonOnly">Why no playbook may start by itself; null where one may.</param>
    public sealed record Open(string IncidentId, Alert Alert, string? Because = null, string? PersonOnly = null) : CorrelationEffect;

    /// <summary>The alert joins an incident, for the first time, again, or graver than before.</summary>
    /// <param name="IncidentId">The incident.</param>
    /// <param name="Alert">The alert.</param>
    /// <param name="Because">What went before, where it is not its first alert of this kind; null otherwise.</param>
    public sealed record Join(string IncidentId, Alert Alert, string? Because = null) : CorrelationEffect;

    /// <summary>Nothing fires in the incident any more, or what does is told elsewhere.</summary>
    /// <param name="IncidentId">The incident.</param>
    /// <param name="AlertId">The alert that was the last.</param>
    /// <param name="Because">Why, where it is not that its sender says that it ended; null otherwise.</param>
    /// <param name="Withdrawn">Whether it still fires and belongs elsewhere: what automation began is finished, and nothing more is begun.</param>
    public sealed record AllClear(string IncidentId, string AlertId, string? Because = null, bool Withdrawn = false) : CorrelationEffect;

    /// <summary>An incident of another scope has taken the alert; it is told there, and changes nothing else.</summary>
    /// <param name="IncidentId">The other incident.</param>
    /// <param name="Alert">The alert.</param>
    public sealed record Note(string IncidentId, Alert Alert) : CorrelationEffect
    {
        /// <summary>Who acknowledged our page in the pager that it was sent to; null where the alert tells no such thing.</summary>
        public string? AcknowledgedBy { get; init; }

        /// <summary>The effect of a standing: a note where an incident of another scope has the alert.</summary>
        internal static IReadOnlyList<CorrelationEffect> Of(Standings.Standing standing, Alert alert) =>
            Standings.EchoRule.AcknowledgementOf(standing, alert) is var (ours, by) ? [new Note(ours, alert) { AcknowledgedBy = by }] :
            standing is { Kind: DispositionKind.Merged, IncidentId: { } id, Rule: Standings.TopologyRule.Name or Standings.CommonCauseRule.RegionName or Standings.GroupingRule.Name } ? [new Note(id, alert)] : [];
    }
}
