using System.Collections.Immutable;
using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Core.Correlation;

/// <summary>
/// A condition holds: it repeats what is known, joins what is open, or opens an incident. A closed incident is not in the
/// state at all, so it swallows nothing (keep#2481); two resources under one rule have two fingerprints, so neither hides
/// the other (sre-agent#274).
/// </summary>
internal static class FiringRules
{
    public static CorrelationDecision Decide(ScopeState state, Alert alert, DateTimeOffset now)
    {
        var at = Correlator.EventTime(alert);
        var known = state.Fingerprints.GetValueOrDefault(alert.Fingerprint);
        if (known is { Firing: false } && at <= known.LastEventAt)
        {
            return Late(state, alert, known, now);
        }

        if (Correlator.FiringIn(state, alert.Fingerprint) is { } same)
        {
            return Repeat(state, alert, same, known, now);
        }

        var next = new FingerprintState(true, known is not null && known.LastEventAt > at ? known.LastEventAt : at, null, now);
        return Home(state, alert) is { } home
            ? Join(state, alert, home.Incident, home.Because, next, now)
            : Open(state, alert, next, now);
    }

    // The end of this firing is known already: there is nothing left to mend, and nobody should be woken for it.
    private static CorrelationDecision Late(ScopeState state, Alert alert, FingerprintState known, DateTimeOffset now)
    {
        var incident = known.IncidentId is { } id ? state.Open.GetValueOrDefault(id) : null;
        return new CorrelationDecision(
            new Disposition(
                alert.Id,
                DispositionKind.Resolved,
                $"It arrived late: it began at {Correlator.Time(alert.StartsAt)}, and the same condition ended at {Correlator.Time(known.LastEventAt)}. It opens nothing.",
                "Had it arrived before its end, it would have opened or joined an incident.",
                incident?.IncidentId,
                now),
            state,
            []);
    }

    private static CorrelationDecision Repeat(ScopeState state, Alert alert, OpenIncidentState incident, FingerprintState? known, DateTimeOffset now)
    {
        var at = Correlator.EventTime(alert);
        var firing = incident.Firing[alert.Fingerprint];
        return new CorrelationDecision(
            new Disposition(
                alert.Id,
                DispositionKind.Deduplicated,
                $"The same condition fires in {incident.IncidentId} already, since {Correlator.Time(firing.Since)} (alert {firing.AlertId}).",
                "If that one had been resolved, it would have joined the incident as a new firing.",
                incident.IncidentId,
                now),
            state with
            {
                Open = state.Open.SetItem(incident.IncidentId, incident with { Repeats = incident.Repeats + 1 }),
                Fingerprints = state.Fingerprints.SetItem(
                    alert.Fingerprint,
                    new FingerprintState(true, known is not null && known.LastEventAt > at ? known.LastEventAt : at, incident.IncidentId, now)),
            },
            []);
    }

    private static CorrelationDecision Join(ScopeState state, Alert alert, OpenIncidentState incident, string because, FingerprintState next, DateTimeOffset now)
    {
        var number = incident.AlertCount + 1;
        var joined = incident with
        {
            AlertCount = number,
            Resources = alert.Resource is { } r && !incident.Resources.Contains(r, StringComparer.Ordinal) ? [.. incident.Resources, r] : incident.Resources,
            Firing = incident.Firing.ToImmutableSortedDictionary(StringComparer.Ordinal).SetItem(alert.Fingerprint, new FiringState(alert.Id, number, alert.StartsAt)),
        };
        return new CorrelationDecision(
            new Disposition(
                alert.Id,
                DispositionKind.Merged,
                $"{incident.IncidentId} is open {because}.",
                "If that incident had been closed, it would have opened one of its own.",
                incident.IncidentId,
                now),
            state with
            {
                Open = state.Open.SetItem(incident.IncidentId, joined),
                Fingerprints = state.Fingerprints.SetItem(alert.Fingerprint, next with { IncidentId = incident.IncidentId }),
            },
            [new CorrelationEffect.Join(incident.IncidentId, alert)]);
    }

    private static CorrelationDecision Open(ScopeState state, Alert alert, FingerprintState next, DateTimeOffset now)
    {
        var id = Correlator.IncidentIdFor(alert.Id, now);
        var incident = new OpenIncidentState
        {
            IncidentId = id,
            Service = alert.Service,
            Resources = alert.Resource is { } r ? [r] : [],
            OpenedAt = now,
            AlertCount = 1,
            Firing = ImmutableSortedDictionary.Create<string, FiringState>(StringComparer.Ordinal).Add(alert.Fingerprint, new FiringState(alert.Id, 1, alert.StartsAt)),
        };
        var about = alert.Service is { } service ? $"service '{service}'" : alert.Resource is { } resource ? $"{resource}" : $"rule '{alert.Rule}'";
        return new CorrelationDecision(
            new Disposition(
                alert.Id,
                DispositionKind.Opened,
                $"No incident is open for {about}.",
                "If one had been open for the same service or resource, it would have joined that.",
                id,
                now),
            state with
            {
                Open = state.Open.SetItem(id, incident),
                Fingerprints = state.Fingerprints.SetItem(alert.Fingerprint, next with { IncidentId = id }),
            },
            [new CorrelationEffect.Open(id, alert)]);
    }

    // The same resource is nearer than the same service; among equals the oldest, so that the choice never depends on storage order.
    private static (OpenIncidentState Incident, string Because)? Home(ScopeState state, Alert alert)
    {
        var oldestFirst = state.Open.Values.OrderBy(i => i.OpenedAt).ThenBy(i => i.IncidentId, StringComparer.Ordinal).ToArray();
        if (alert.Resource is { } resource && Array.Find(oldestFirst, i => i.Resources.Contains(resource, StringComparer.Ordinal)) is { } byResource)
        {
            return (byResource, $"for the same resource, {resource}");
        }

        if (alert.Service is { } service && Array.Find(oldestFirst, i => i.Service == service) is { } byService)
        {
            return (byService, $"for the same service, '{service}'");
        }

        // Without resource and service the fingerprint is all there is: its own incident, resolved and not yet closed, takes it back.
        return state.Fingerprints.GetValueOrDefault(alert.Fingerprint)?.IncidentId is { } last && state.Open.GetValueOrDefault(last) is { } own
            ? (own, "for the same condition, which had been resolved")
            : null;
    }
}
