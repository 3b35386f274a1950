using System.Collections.Immutable;
using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Core.Correlation;

/// <summary>
/// A condition ended. It can end a firing and clear an incident; it never opens one and never starts a remediation
/// (azure-docs#57247, robusta#345: a playbook that ran on "resolved" deleted the healthy pod). It always has its
/// disposition, even when nothing was open (alertmanager#2754: resolutions that were never seen).
/// </summary>
internal static class ResolvedRules
{
    public static CorrelationDecision Decide(ScopeState state, Alert alert, DateTimeOffset now)
    {
        var at = Correlator.EventTime(alert);
        var known = state.Fingerprints.GetValueOrDefault(alert.Fingerprint);
        var incident = Correlator.FiringIn(state, alert.Fingerprint);
        if (known is { Firing: true } && at < known.LastEventAt)
        {
            return Decision(
                state,
                alert,
                incident?.IncidentId ?? known.IncidentId,
                $"It arrived late: it ends a firing before {Correlator.Time(at)}, and the same condition has fired again at {Correlator.Time(known.LastEventAt)}. Nothing changes.",
                "Had it been newer than that firing, it would have ended it.",
                now);
        }

        var newest = known is not null && known.LastEventAt > at ? known.LastEventAt : at;
        var next = state with
        {
            Fingerprints = state.Fingerprints.SetItem(alert.Fingerprint, new FingerprintState(false, newest, incident?.IncidentId ?? known?.IncidentId, now)),
        };
        return incident is null ? NothingFiring(next, alert, known, now) : End(next, alert, incident, now);
    }

    private static CorrelationDecision End(ScopeState next, Alert alert, OpenIncidentState incident, DateTimeOffset now)
    {
        var left = incident.Firing.ToImmutableSortedDictionary(StringComparer.Ordinal).Remove(alert.Fingerprint);
        next = next with { Open = next.Open.SetItem(incident.IncidentId, incident with { Firing = left }) };
        return left.IsEmpty
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
                $"It ends its condition in {incident.IncidentId}; {left.Count} {(left.Count == 1 ? "other still fires" : "others still fire")}.",
                "If it had been the last, the incident would have got the all-clear.",
                now);
    }

    private static CorrelationDecision NothingFiring(ScopeState next, Alert alert, FingerprintState? known, DateTimeOffset now)
    {
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
        new(new Disposition(alert.Id, DispositionKind.Resolved, reason, otherwise, incidentId, now), next, effects);
}
