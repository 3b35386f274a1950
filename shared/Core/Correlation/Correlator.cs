using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Core.Correlation;

/// <summary>
/// Decides what becomes of an alert, from the state of its scope and what other scopes tell. One alert, one disposition,
/// with the reason and what would have happened otherwise (sre-agent#41, alertmanager#4120: nobody could see why an alert
/// was swallowed).
/// </summary>
public static class Correlator
{
    /// <summary>Decides one alert from its scope alone.</summary>
    /// <param name="state">The scope, with the alert's fingerprint loaded where it is known.</param>
    /// <param name="alert">The alert; not one that was decided before.</param>
    /// <param name="now">The time of the decision.</param>
    public static CorrelationDecision Decide(ScopeState state, Alert alert, DateTimeOffset now) => Decide(state, alert, Circumstances.At(now));

    /// <summary>Decides one alert.</summary>
    /// <param name="state">The scope, with the alert's fingerprint loaded where it is known.</param>
    /// <param name="alert">The alert; not one that was decided before.</param>
    /// <param name="around">The rules, what other scopes tell, and the time.</param>
    public static CorrelationDecision Decide(ScopeState state, Alert alert, Circumstances around)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(alert);
        ArgumentNullException.ThrowIfNull(around);
        var decision = alert.Status switch
        {
            AlertStatus.Resolved => ResolvedRules.Decide(state, alert, around),
            AlertStatus.Information => InformationRules.Decide(state, alert, around.Now),
            _ => FiringRules.Decide(state, alert, around),
        };
        return alert.Triage is { } triage
            ? decision with { Disposition = decision.Disposition with { Reason = $"{decision.Disposition.Reason} {triage}" } }
            : decision;
    }

    /// <summary>
    /// The id of the incident that an alert opens: the day, and ten hex digits of the alert's hash. Six would give two
    /// alerts of a day the same id in one day out of a hundred already at 600 incidents; ten, in one out of six million.
    /// </summary>
    /// <param name="alertId">The alert.</param>
    /// <param name="now">The time of the decision.</param>
    /// <param name="occasion">Above zero where the alert was held back first: it may have opened an incident before.</param>
    public static string IncidentIdFor(string alertId, DateTimeOffset now, long occasion = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(alertId);
        return $"INC-{now.UtcDateTime:yyyyMMdd}-{LengthPrefixedHash.Hex(10, occasion == 0 ? [alertId] : [alertId, $"{occasion}"])}";
    }

    /// <summary>
    /// The sender's time of the event that an alert reports, but never later than we received it: one end dated into the
    /// future by a wrong clock would make every later firing of its condition look late, and nobody would hear of them.
    /// An end without a time ends what began when it says that its condition began, and nothing that began later: it may
    /// have been on its way for long, and what fires now would be taken for over. Where neither is said, its receipt counts.
    /// </summary>
    internal static DateTimeOffset EventTime(Alert alert)
    {
        var said = alert is { Status: AlertStatus.Resolved, EndAssumed: false } ? alert.EndsAt ?? alert.ReceivedAt : alert.StartsAt;
        return said < alert.ReceivedAt ? said : alert.ReceivedAt;
    }

    /// <summary>What an end counts as where its sender does not say when it was; empty where it does.</summary>
    internal static string EndAssumed(Alert alert) => alert is not { Status: AlertStatus.Resolved, EndAssumed: true }
        ? string.Empty
        : alert.StartsAt < alert.ReceivedAt
            ? $" Its sender does not say when it ended, only that it began at {Time(alert.StartsAt)}: it ends what began then or before, and nothing that began later."
            : $" Its sender says neither when it began nor when it ended: it counts as of its receipt, {Time(alert.ReceivedAt)}.";

    /// <summary>The open incident that the fingerprint fires in, or is held in while it flaps; or null.</summary>
    internal static OpenIncidentState? FiringIn(ScopeState state, string fingerprint) =>
        state.Open.Values.FirstOrDefault(i => i.Firing.ContainsKey(fingerprint));

    internal static string Time(DateTimeOffset time) => $"{time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC";
}
