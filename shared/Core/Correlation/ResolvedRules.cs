using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Core.Correlation;

/// <summary>
/// A condition ended. It can end a firing and clear an incident; it never opens one and never starts a remediation
/// (azure-docs#57247, robusta#345: a playbook that ran on "resolved" deleted the healthy pod). It always has its
/// disposition, even when nothing was open or the firing was held back (alertmanager#2754: resolutions never seen).
/// </summary>
internal static class ResolvedRules
{
    public static CorrelationDecision Decide(ScopeState state, Alert alert, Circumstances around)
    {
        var at = Correlator.EventTime(alert);
        var known = state.Fingerprints.GetValueOrDefault(alert.Fingerprint);
        var incident = Correlator.FiringIn(state, alert.Fingerprint);
        if (known is { Firing: true } && at < known.LastEventAt)
        {
            return Decision(
                state with { Fingerprints = state.Fingerprints.SetItem(alert.Fingerprint, known.Late(alert)) },
                alert,
                incident?.IncidentId ?? known.IncidentId,
                $"It arrived late: it ends a firing before {Correlator.Time(at)}, and the same condition has fired again at {Correlator.Time(known.LastEventAt)}. Nothing changes.",
                "Had it been newer than that firing, it would have ended it.",
                around.Now);
        }

        var ended = FingerprintState.Ended(known, alert, incident?.IncidentId, around.Now);
        var next = state with { Fingerprints = state.Fingerprints.SetItem(alert.Fingerprint, ended) };
        if (incident is null)
        {
            return NothingFiring(next, alert, known, around.Now);
        }

        return EventHistory.Flapping(ended.History, around.Settings.Flapping, around.Now) is { } flaps
            ? Hold(next, alert, incident, flaps, around.Now)
            : End(next, alert, incident, around.Now);
    }

    private static CorrelationDecision Hold(ScopeState next, Alert alert, OpenIncidentState incident, (DateTimeOffset Until, int Changes) flaps, DateTimeOffset now) => Decision(
        Places.Set(next, incident, alert.Fingerprint, incident.Firing[alert.Fingerprint] with { EndedBy = alert.Id }),
        alert,
        incident.IncidentId,
        $"It ends its condition in {incident.IncidentId}, which flaps ({flaps.Changes} changes between firing and resolved): the incident is held open until it has been calm, at the earliest until {Correlator.Time(flaps.Until)}.",
        "If it had not been flapping, the incident would have been told now that it ended.",
        now);

    private static CorrelationDecision End(ScopeState state, Alert alert, OpenIncidentState incident, DateTimeOffset now)
    {
        var (next, left) = Places.Remove(state, incident, alert.Fingerprint);
        return left == 0
            ? Decision(
                next,
                alert,
                incident.IncidentId,
                $"It ends the last condition that fired in {incident.IncidentId}: all clear.",
                "If another condition had still been firing, the incident would have gone on.",
                now,
                new CorrelationEffect.AllClear(incident.IncidentId, alert.Id))
            : Decision(
                next,
                alert,
                incident.IncidentId,
                $"It ends its condition in {incident.IncidentId}; {left} {(left == 1 ? "other still fires" : "others still fire")}.",
                "If it had been the last, the incident would have got the all-clear.",
                now);
    }

    private static CorrelationDecision NothingFiring(ScopeState next, Alert alert, FingerprintState? known, DateTimeOffset now)
    {
        if (known is { IsWithheld: true, Withheld: { } standing })
        {
            return Decision(
                next,
                alert,
                standing.IncidentId,
                $"It ends a condition that had been held back ({standing.Kind}, {standing.Rule}); nobody had been told of it, so nobody is told of its end.",
                $"{standing.Unless}, it would have ended the condition in its incident.",
                now);
        }

        var open = known?.IncidentId is { } id ? next.Open.GetValueOrDefault(id) : null;
        var reason = (known, open) switch
        {
            (_, not null) => $"Its condition had ended in {open.IncidentId} already.",
            ({ IncidentId: { } closed }, null) => $"Nothing was open: {closed}, in which it fired, has been closed.",
            _ => "Nothing was open for this condition.",
        };
        return Decision(next, alert, open?.IncidentId, reason, "If its condition had been firing in an open incident, it would have ended it. It never opens one.", now);
    }

    private static CorrelationDecision Decision(
        ScopeState next, Alert alert, string? incidentId, string reason, string otherwise, DateTimeOffset now, params CorrelationEffect[] effects) =>
        new(new Disposition(alert.Id, DispositionKind.Resolved, reason + Correlator.EndAssumed(alert), otherwise, incidentId, now), next, effects);
}
