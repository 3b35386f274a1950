using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Correlation.Standings;

namespace OpsAutomation.Core.Correlation;

/// <summary>
/// The newest that is known of a fingerprint. Events arrive in any order; the one with the greatest time counts, and at
/// the same time an end counts more than a beginning. This order is total, so every order of arrival ends the same.
/// </summary>
/// <param name="Firing">Whether the newest event says that the condition holds.</param>
/// <param name="LastEventAt">The sender's time of the newest event.</param>
/// <param name="IncidentId">The incident that it last fired in, or null.</param>
/// <param name="UpdatedAt">When this was written, for retention.</param>
public sealed record FingerprintState(bool Firing, DateTimeOffset LastEventAt, string? IncidentId, DateTimeOffset UpdatedAt)
{
    /// <summary>When it began to fire; null while it does not.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Its newest firing alert, to be judged again when the world changes; null while it does not fire.</summary>
    public Alert? Newest { get; init; }

    /// <summary>Why it is in no incident although it fires; null when it is, or when it does not fire.</summary>
    public Standing? Withheld { get; init; }

    /// <summary>When it must be looked at again although nothing keeps it back, or null: it was told with a lower severity for a time.</summary>
    public DateTimeOffset? LookAt { get; init; }

    /// <summary>Its newest events, see <see cref="EventHistory"/>.</summary>
    public IReadOnlyList<StateEvent> History { get; init; } = [];

    /// <summary>Whether it fires, and a rule keeps it from an incident.</summary>
    internal bool IsWithheld => Firing && Withheld is not null;

    /// <summary>What is known after a firing alert that is not late.</summary>
    internal static FingerprintState Fired(FingerprintState? known, Alert alert, DateTimeOffset now)
    {
        var at = Correlator.EventTime(alert);
        var firing = known is { Firing: true };
        var newest = firing && known!.Newest is { } before && IsNewer(before, alert) ? before : alert;

        var history = EventHistory.Add(known?.History ?? [], new StateEvent(at, true));
        return new FingerprintState(true, Later(known, at), known?.IncidentId, now)
        {
            Since = EventHistory.Since(history, firing ? known!.Since : null),
            Newest = newest,
            Withheld = firing ? known!.Withheld : null,
            LookAt = firing ? known!.LookAt : null,
            History = history,
        };
    }

    /// <summary>What is known after a resolved alert that is not late.</summary>
    internal static FingerprintState Ended(FingerprintState? known, Alert alert, string? incidentId, DateTimeOffset now)
    {
        var at = Correlator.EventTime(alert);
        return new FingerprintState(false, Later(known, at), incidentId ?? known?.IncidentId, now)
        {
            History = EventHistory.Add(known?.History ?? [], new StateEvent(at, false)),
        };
    }

    /// <summary>The same with one event that came late: it changes what is remembered, and nothing else.</summary>
    internal FingerprintState Late(Alert alert)
    {
        var history = EventHistory.Add(History, new StateEvent(Correlator.EventTime(alert), alert.Status == AlertStatus.Firing));
        return this with { History = history, Since = Firing ? EventHistory.Since(history, Since) : null };
    }

    private static DateTimeOffset Later(FingerprintState? known, DateTimeOffset at) =>
        known is not null && known.LastEventAt > at ? known.LastEventAt : at;

    private static bool IsNewer(Alert one, Alert other) =>
        (Correlator.EventTime(one), one.Id).CompareTo((Correlator.EventTime(other), other.Id)) > 0;
}
